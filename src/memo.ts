/** What was worked out of the documents of a content folder, kept from one run to the next. It holds private text and is never published. */
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makeFolder, remove } from './files.ts'

/** Of one document what was worked out last. `key`: of all that it was worked out from; `facts`, `words`: as whoever keeps it writes them, the second apart because it is long and rarely asked for. */
export type Kept = { file: string; key: string; facts: string; words: string }

export type Memo = {
  /** What is kept, by file, but for the words. */
  recall: () => Map<string, Pick<Kept, 'key' | 'facts'>>
  /** The words that are kept of a file; undefined where none are. */
  wordsOf: (file: string) => string | undefined
  /** Keeps these in place of what was kept of the same files, and forgets every file that is not among `files`. */
  keep: (fresh: readonly Kept[], files: readonly string[]) => void
  close: () => void
}

const BUSY_MS = 5000

/** Opens what is kept in a file, and makes one where there is none; one that cannot be read is thrown away, and where none can be made nothing is kept. */
export async function openMemo(path: string): Promise<Memo> {
  try {
    await makeFolder(dirname(path))
    try {
      return memoIn(path)
    } catch {
      await remove(path)
      return memoIn(path)
    }
  } catch {
    return memoIn(':memory:')
  }
}

function memoIn(path: string): Memo {
  const database = new DatabaseSync(path, { timeout: BUSY_MS })
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    database.exec('CREATE TABLE IF NOT EXISTS kept (file TEXT PRIMARY KEY, key TEXT NOT NULL, facts TEXT NOT NULL, words TEXT NOT NULL) STRICT')
    const all = database.prepare('SELECT file, key, facts FROM kept')
    const names = database.prepare('SELECT file FROM kept')
    const words = database.prepare('SELECT words FROM kept WHERE file = ?')
    const put = database.prepare('INSERT OR REPLACE INTO kept (file, key, facts, words) VALUES (?, ?, ?, ?)')
    const remove = database.prepare('DELETE FROM kept WHERE file = ?')
    return {
      recall: () => new Map(all.all().map((row) => [String(row['file']), { key: String(row['key']), facts: String(row['facts']) }])),
      wordsOf: (file) => {
        const row = words.get(file)
        return row && String(row['words'])
      },
      keep(fresh, files) {
        const stays = new Set(files)
        const gone = names
          .all()
          .map((row) => String(row['file']))
          .filter((file) => !stays.has(file))
        if (fresh.length + gone.length === 0) return
        database.exec('BEGIN IMMEDIATE')
        try {
          for (const one of fresh) put.run(one.file, one.key, one.facts, one.words)
          for (const file of gone) remove.run(file)
          database.exec('COMMIT')
        } catch (error) {
          database.exec('ROLLBACK')
          throw error
        }
      },
      close: () => database.close(),
    }
  } catch (error) {
    database.close()
    throw error
  }
}
