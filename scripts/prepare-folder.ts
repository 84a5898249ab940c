import { hash } from 'node:crypto'
import { join } from 'node:path'
import type { Environment } from '../src/environment.ts'
import type { Folder, Manuscript } from '../src/folder.ts'
import { Problem } from '../src/errors.ts'
import { listNames, readManyTexts } from '../src/files.ts'
import { isOpen } from '../src/is-open.ts'
import { type Kept, type Memo, openMemo } from '../src/memo.ts'
import type { PrepareContext, Prepared } from './prepare-document.ts'
import { programVersion } from './program-version.ts'
import { type Search, searchWords } from './search-words.ts'
import { type Fresh, type Help, startHelp, workOut } from './work-out.ts'

/** A document or page once it is prepared. `key`: of all that its public page is made from but the frame around it; `search`: what is found in its `words`, which is kept for what `against` stands for. */
export type PreparedDocument = Omit<Prepared, 'words'> & {
  key: string
  search: Search
}

/** One that is being prepared. */
export type InPreparation = { manuscript: Manuscript; prepared: Promise<PreparedDocument> }

/** Prepares a content folder. @see preparing */
export type Prepare = (
  folder: Folder,
  how: { now: Date; stands?: ((manuscript: Manuscript, key: string) => boolean) | undefined },
) => Promise<InPreparation[]>

/** What a process that prepares a folder again and again remembers of each document, by file: what its key was told from, and what that gave. */
export type Remembered = Map<
  string,
  { text: string; errata: string; record: string | undefined; against: string; textKey: string; kept: string | undefined; facts: Facts | undefined }
>

/**
 * Does some work that prepares a content folder, once. `prepare` gives every document and page, each ready as soon as it can be: what is kept of
 * the same text, read against the same, is taken; the rest is worked out, on all cores where there is much. `stands`: whether the page of a
 * document is there already, by its key: where it is not, its body is worked out too, unless no bodies are asked for.
 * What is worked out is kept in the private folder, whatever becomes of the work. `remembered`: of whoever comes again soon.
 */
export async function preparing<T>(
  { content, private: kept, remembered }: Pick<Environment, 'content' | 'private'> & { remembered?: Remembered | undefined },
  work: (prepare: Prepare) => Promise<T>,
): Promise<T> {
  const memo = await openMemo(join(kept, 'prepared', `${hash('sha256', content).slice(0, 12)}.db`))
  // Where nothing is kept threads will be needed: they start while the folder is read.
  const early = memo.recall().size === 0 ? startHelp(await countDocuments(content)) : undefined
  let finish = async (): Promise<void> => early?.end()
  try {
    return await work(async (folder, { now, stands }) => {
      const { documents, end } = await prepareFolder(folder, { memo, early, remembered, now, stands })
      finish = end
      return documents
    })
  } finally {
    await finish().finally(() => memo.close())
  }
}

async function prepareFolder(
  folder: Folder,
  { memo, early, remembered, now, stands }: { memo: Memo; early: Help | undefined; remembered: Remembered | undefined } & Parameters<Prepare>[1],
): Promise<{ documents: InPreparation[]; end: () => Promise<void> }> {
  const { site, clients, images } = folder
  const kept = memo.recall()
  const context: PrepareContext = { folder: folder.folder, site, clients, images, now }
  const against = hash('sha256', JSON.stringify([await programVersion(), folder.folder, site, [...clients], images]))
  const records = readRecords(folder)
  const searching = searchWords(memo)
  const fresh: Fresh[] = []
  const withheld = new Set<string>()
  const documents = folder.manuscripts.map((manuscript): InPreparation => {
    const { file, text } = manuscript
    const errata = JSON.stringify(manuscript.errata.map((one) => [one.file, one.text]))
    const record = records.get(file)
    const known = kept.get(file)
    const last = remembered?.get(file)
    const same = last?.text === text && last.errata === errata && last.record === record && last.against === against ? last : undefined
    const textKey = same?.textKey ?? hash('sha256', JSON.stringify([against, file, record ?? null, text, errata]))
    const isKept = known?.key.startsWith(textKey) === true
    const facts: Facts | undefined = !isKept ? undefined : same?.facts && same.kept === known.facts ? same.facts : JSON.parse(known.facts)
    remembered?.set(file, { text, errata, record, against, textKey, kept: known?.facts, facts })
    const key = facts && keyOf(textKey, facts, now)
    if (facts && key !== undefined && key === known?.key && (!stands || !facts.edition || stands(manuscript, key)))
      return { manuscript, prepared: Promise.resolve({ ...facts, key, search: searching.of(file, key, () => wordsOf(memo, file, key)) }) }
    const { promise, resolve, reject } = Promise.withResolvers<Prepared>()
    fresh.push({ textKey, preparation: { ...manuscript, record, needsBody: stands !== undefined }, resolve, reject })
    const prepared = promise.then(({ words, ...one }) => {
      const own = keyOf(textKey, one, now)
      return { ...one, key: own, search: searching.of(file, own, () => words) }
    })
    // Whoever asks for it later is told what went wrong.
    prepared.catch(() => undefined)
    return { manuscript, prepared }
  })
  const end = await workOut(fresh, context, {
    help: early ?? startHelp(fresh.length),
    keep: (some, prepared) => {
      for (const { file, isWithheld } of prepared) if (isWithheld) withheld.add(file)
      memo.keep(prepared.flatMap((one, index) => (one.isWithheld ? [] : [keptOf(one, keyOf(some[index]?.textKey ?? '', one, now))])))
    },
  })
  return {
    documents,
    async end() {
      await end()
      searching.keep()
      // What was kept of a notice before it was put under embargo goes too.
      memo.forget(folder.manuscripts.flatMap(({ file }) => (withheld.has(file) ? [] : [file])))
    },
  }
}

function wordsOf(memo: Memo, file: string, key: string): readonly string[] {
  const kept = memo.wordsOf(file, key)
  if (kept === undefined)
    throw new Problem({
      what: `Cannot go on: what was kept of ${file} is not there any more; another command may have just prepared it`,
      where: file,
      fix: 'Run it again',
    })
  return JSON.parse(kept)
}

type Facts = Omit<Prepared, 'words' | 'body'>

/** What is kept of a document: all but the body of its page and its twin, which stand on the site; of a page of the site's own the twin, too. */
function keptOf(prepared: Prepared, key: string): Kept {
  const { words, ...facts } = prepared
  delete facts.body
  if (facts.page === undefined) delete facts.twin
  return { file: facts.file, key, facts: JSON.stringify(facts), words: JSON.stringify(words) }
}

/** Of all that a document was prepared from: its text and what that was read against, and how many of the days on which it would come out otherwise have come. */
function keyOf(textKey: string, { days }: Pick<Facts, 'days'>, now: Date): string {
  return `${textKey} ${days.filter((day) => isOpen(day, now)).length}`
}

async function countDocuments(content: string): Promise<number> {
  const names = await Promise.all(['digests', 'notices', 'posts', 'pages'].map((kind) => listNames(join(content, kind))))
  return names.flat().length
}

/** Texts of what was collected for digests, by the files of these. */
function readRecords({ folder, manuscripts, records }: Folder): Map<string, string> {
  const ids = new Set(records)
  const recorded = manuscripts.filter(({ kind, id }) => kind === 'digests' && ids.has(id))
  const texts = readManyTexts(recorded.map(({ id }) => join(folder, 'items', `${id}.json`)))
  return new Map(recorded.map(({ file }, index) => [file, texts[index] ?? '']))
}
