/** The ledger of sealed pages, `content/sealed/pages.jsonl`: which page is whose. It is never published. */
import { join } from 'node:path'
import { Problem } from '../errors.ts'
import { readText, writeWhole } from '../files.ts'
import { type Sealed, sealedSchema } from '../model/sealed.ts'

/** Where the pages lie, and the ledger beside them. */
export function sealedFolder(contentFolder: string): string {
  return join(contentFolder, 'sealed')
}

/** Every page that is sealed; none where there is no ledger. @throws {Problem} at a line that the program did not write so */
export async function readLedger(contentFolder: string): Promise<Sealed[]> {
  const path = join(sealedFolder(contentFolder), 'pages.jsonl')
  return ((await readText(path)) ?? '').split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [sealedSchema.parse(JSON.parse(line))]
    } catch (error) {
      throw new Problem(
        {
          what: `Cannot read line ${index + 1} of the ledger ${path}`,
          where: `${path}:${index + 1}`,
          fix: 'The program writes this file: restore it from version control',
        },
        { cause: error },
      )
    }
  })
}

/** Writes the whole ledger, in an order that does not depend on when what was sealed. */
export async function writeLedger(contentFolder: string, lines: readonly Sealed[]): Promise<void> {
  const order = (one: Sealed): string => `${one.client} ${one.kind} ${one.kind === 'edition' ? `${one.date} ${one.digest}` : ''} ${one.token}`
  const sorted = [...lines].sort((a, b) => (order(a) < order(b) ? -1 : 1))
  await writeWhole(join(sealedFolder(contentFolder), 'pages.jsonl'), sorted.map((line) => `${JSON.stringify(sealedSchema.parse(line))}\n`).join(''))
}
