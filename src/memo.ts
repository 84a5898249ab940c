/** What was worked out of the documents of a content folder, kept from one run to the next. It holds private text and is never published. */
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { makeFolder, remove } from './files.ts'

/** Of one document what was worked out last. `key`: of all that it was worked out from; `facts`, `words`: as whoever keeps it writes them, the second apart because it is long and rarely asked for. */
export type Kept = { file: string; key: string; facts: string; words: string }

/** What was found in the words that are kept of a file under a key. */
export type Found = { file: string; key: string; against: string; found: string }

export type Memo = {
  /** What was kept when it was opened, by file, but for the words. */
  recall: () => Map<string, Pick<Kept, 'key' | 'facts'>>
  /** The words that are kept of a file under a key; undefined where none are any more. */
  wordsOf: (file: string, key: string) => string | undefined
  /** What was last found in these words when they were searched for something that `against` stands for; undefined where they were not. */
  foundIn: (file: string, key: string, against: string) => string | undefined
  /** Keeps these in place of what was kept of the same files. */
  keep: (rows: readonly Kept[]) => void
  keepFound: (rows: readonly Found[]) => void
  /** Forgets every file that is not among these. */
  forget: (others: readonly string[]) => void
  close: () => void
}

const BUSY_MS = 5000

/** What SQLite says of a file that is no database, is damaged, or has other tables. @see https://www.sqlite.org/rescode.html (read 2026-11) */
const USELESS: ReadonlySet<unknown> = new Set([1, 11, 26])

/** Opens what is kept in a file, and makes one where there is none; a useless one is thrown away, and where none can be made nothing is kept. */
export async function openMemo(path: string): Promise<Memo> {
  try {
    await makeFolder(dirname(path))
    return memoIn(path)
  } catch (error) {
    if (!(error instanceof Error && 'errcode' in error && USELESS.has(error.errcode))) return memoIn(':memory:')
    for (const part of ['', '-wal', '-shm']) await remove(`${path}${part}`)
    return memoIn(path)
  }
}

function memoIn(path: string): Memo {
  const database = new DatabaseSync(path, { timeout: BUSY_MS })
  try {
    // What is forgotten is not to be read in the file any more.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON')
    database.exec('CREATE TABLE IF NOT EXISTS kept (file TEXT PRIMARY KEY, key TEXT NOT NULL, facts TEXT NOT NULL, words TEXT NOT NULL) STRICT')
    database.exec('CREATE TABLE IF NOT EXISTS found (file TEXT PRIMARY KEY, key TEXT NOT NULL, against TEXT NOT NULL, found TEXT NOT NULL) STRICT')
    const all = database.prepare('SELECT file, key, facts FROM kept')
    // Read at once: a file that is damaged shows it here, where it can be thrown away.
    const kept = new Map(all.all().map((row) => [String(row['file']), { key: String(row['key']), facts: String(row['facts']) }]))
    const words = database.prepare('SELECT words FROM kept WHERE file = ? AND key = ?')
    const put = database.prepare('INSERT OR REPLACE INTO kept (file, key, facts, words) VALUES (?, ?, ?, ?)')
    const found = database.prepare('SELECT found FROM found WHERE file = ? AND key = ? AND against = ?')
    const putFound = database.prepare('INSERT OR REPLACE INTO found (file, key, against, found) VALUES (?, ?, ?, ?)')
    const drops = ['kept', 'found'].map((table) => database.prepare(`DELETE FROM ${table} WHERE file = ?`))
    const ask = (statement: StatementSync, column: string, ...of: string[]): string | undefined => {
      try {
        const row = statement.get(...of)
        return row && String(row[column])
      } catch {
        // It is damaged where it was not looked at when it was opened: the next to open it begins anew.
        void remove(path)
        return undefined
      }
    }
    const change = (work: () => void): void => {
      try {
        database.exec('BEGIN IMMEDIATE')
        work()
        database.exec('COMMIT')
      } catch {
        // What cannot be kept is worked out again.
        if (database.isTransaction) database.exec('ROLLBACK')
      }
    }
    return {
      recall: () => kept,
      wordsOf: (file, key) => ask(words, 'words', file, key),
      foundIn: (file, key, against) => ask(found, 'found', file, key, against),
      keep: (rows) => change(() => rows.forEach(({ file, key, facts, words: said }) => put.run(file, key, facts, said))),
      keepFound: (rows) => change(() => rows.forEach((row) => putFound.run(row.file, row.key, row.against, row.found))),
      forget(others) {
        const stays = new Set(others)
        const gone = [...kept.keys()].filter((file) => !stays.has(file))
        if (gone.length > 0) change(() => gone.forEach((file) => drops.forEach((drop) => drop.run(file))))
      },
      close: () => database.close(),
    }
  } catch (error) {
    database.close()
    throw error
  }
}
