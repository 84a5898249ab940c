/** The journal of a digest: one line an event, synced before what it announces is done. */
import { join } from 'node:path'
import { appendLine, readText } from '../files.ts'
import { type Receipt, receiptSchema } from '../model/receipt.ts'

/** Every event in order. A torn line, which a crash can leave, tells nothing and is passed over. */
export async function readJournal(contentFolder: string, digest: string): Promise<Receipt[]> {
  const text = await readText(join(contentFolder, 'sent', `${digest}.jsonl`)) ?? ''
  return text.split('\n').flatMap((line) => {
    try {
      return [receiptSchema.parse(JSON.parse(line))]
    } catch {
      return []
    }
  })
}

/** Appends an event; on return it survives a crash. */
export async function writeReceipt(contentFolder: string, digest: string, receipt: Receipt): Promise<void> {
  await appendLine(join(contentFolder, 'sent', `${digest}.jsonl`), JSON.stringify(receiptSchema.parse(receipt)))
}

/** Last known state of each recipient in a revision. */
export function statesOf(receipts: readonly Receipt[], revision: string): Map<string, Receipt> {
  return new Map(receipts.filter((receipt) => receipt.revision === revision).map((receipt) => [receipt.recipient, receipt]))
}
