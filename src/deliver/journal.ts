/** The journal of a digest: one line an event, synced before what it announces is done. */
import { join } from 'node:path'
import { Problem } from '../errors.ts'
import { appendLine, cutFile, readText } from '../files.ts'
import { type Receipt, receiptSchema } from '../model/receipt.ts'

/**
 * Every event in order. A last line that a crash has torn tells nothing and is passed over.
 * @throws {Problem} at any other line that cannot be read: a receipt that is lost would be a mail sent twice
 */
export async function readJournal(contentFolder: string, digest: string): Promise<Receipt[]> {
  const path = pathOf(contentFolder, digest)
  const lines = ((await readText(path)) ?? '').split('\n')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    const receipt = parse(line)
    if (receipt) return [receipt]
    if (index === lines.length - 1) return []
    throw new Problem({
      what: `Cannot read line ${index + 1} of the journal ${path}`,
      where: `${path}:${index + 1}`,
      fix: 'Restore the file from version control: without this line it is not known who has the mail',
    })
  })
}

/** Appends an event; on return it survives a crash. A torn last line is taken away first: what it announced was never done. */
export async function writeReceipt(contentFolder: string, digest: string, receipt: Receipt): Promise<void> {
  const path = pathOf(contentFolder, digest)
  const text = (await readText(path)) ?? ''
  const torn = text.slice(text.lastIndexOf('\n') + 1)
  if (torn !== '' && !parse(torn)) await cutFile(path, Buffer.byteLength(text) - Buffer.byteLength(torn))
  await appendLine(path, JSON.stringify(receiptSchema.parse(receipt)))
}

/** The revision that messages of a digest have left with, or may have; undefined when none has. */
export function revisionSent(receipts: readonly Receipt[]): string | undefined {
  return receipts.find((receipt) => receipt.state !== 'planned' && receipt.state !== 'rejected')?.revision
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

/** Last known state of each recipient in a revision. */
export function statesOf(receipts: readonly Receipt[], revision: string): Map<string, Receipt> {
  return new Map(receipts.filter((receipt) => receipt.revision === revision).map((receipt) => [receipt.recipient, receipt]))
}
