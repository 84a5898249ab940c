/** The journal of a digest, `sent/ID.jsonl`: one line an event, synced before what it announces is done. */
import { join } from 'node:path'
import { Problem } from '../errors.ts'
import { listFiles, openLog, readWholeLines } from '../files.ts'
import { type Receipt, receiptSchema } from '../model/receipt.ts'

/** A journal that lines are written to. `write`: on return they survive a crash of the machine. */
export type Journal = { receipts: readonly Receipt[]; write: (receipts: readonly Receipt[]) => Promise<void>; close: () => Promise<void> }

/** IDs of the digests that have a journal, sorted. */
export async function listJournals(contentFolder: string): Promise<string[]> {
  return (await listFiles(join(contentFolder, 'sent'), '.jsonl')).map((name) => name.slice(0, -'.jsonl'.length))
}

/**
 * Every event in order. A last line that a crash has torn tells nothing and is passed over: what it announced was not done.
 * @throws {Problem} at any other line that cannot be read: a receipt that is lost would be a mail sent twice
 */
export async function readJournal(contentFolder: string, digest: string): Promise<Receipt[]> {
  return (await read(pathOf(contentFolder, digest))).receipts
}

/** Opens a journal for writing, a torn last line taken away. Whoever writes holds the lock of the digest. @throws {Problem} as `readJournal` */
export async function openJournal(contentFolder: string, digest: string): Promise<Journal> {
  const path = pathOf(contentFolder, digest)
  const { receipts, whole } = await read(path)
  const log = openLog(path, whole)
  return {
    receipts,
    write: async (lines) => {
      await log.add(lines.map((line) => `${JSON.stringify(receiptSchema.parse(line))}\n`).join(''))
      receipts.push(...lines)
    },
    close: log.close,
  }
}

/** `whole`: what of the file is whole lines; the end of the last one is added where it is missing. */
async function read(path: string): Promise<{ receipts: Receipt[]; whole: string }> {
  const { text, rest } = await readWholeLines(path)
  const last = rest === '' ? undefined : parse(rest)
  const receipts = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const receipt = parse(line)
    if (receipt) return [receipt]
    throw new Problem({
      what: `Cannot read line ${index + 1} of the journal ${path}`,
      where: `${path}:${index + 1}`,
      fix: 'Restore the file from version control: without this line it is not known who has the mail',
    })
  })
  return last ? { receipts: [...receipts, last], whole: `${text}${rest}\n` } : { receipts, whole: text }
}

function pathOf(contentFolder: string, digest: string): string {
  return join(contentFolder, 'sent', `${digest}.jsonl`)
}

function parse(line: string): Receipt | undefined {
  try {
    return receiptSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
