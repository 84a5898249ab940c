import { isDeepStrictEqual } from 'node:util'
import { Document, isCollection, isMap, isSeq, Pair, Scalar, visit } from 'yaml'
import type { z } from 'zod'
import { Problem } from './errors.ts'
import { clientSchema } from './model/client.ts'
import { readYaml } from './yaml.ts'

/** A client as its file is written: what has a default may be absent. */
export type ClientInput = z.input<typeof clientSchema>

const FIRST = ' yaml-language-server: $schema=../schemas/client.json'

/**
 * The text of `clients/NAME.yaml`: a key a line, people and matches each on one, so that a person goes on editing it. `file`: how it is called in what is said of it.
 * @throws {Problem} when the strict schema does not take it back
 */
export function printClient(client: ClientInput, { file }: { file: string }): string {
  const document = new Document(client)
  document.commentBefore = FIRST
  visit(document, {
    Pair(_, { key, value }: Pair) {
      const name = key instanceof Scalar ? key.value : undefined
      if (name === 'match' && isMap(value)) value.flow = true
      if ((name === 'recipients' || name === 'files') && isSeq(value)) for (const one of value.items) if (isCollection(one)) one.flow = true
    },
  })
  // The comment belongs to the first line, without an empty one behind it.
  const text = document.toString({ lineWidth: 0 }).replace(`#${FIRST}\n\n`, `#${FIRST}\n`)
  const read = readYaml(text, clientSchema, { file })
  if (!isDeepStrictEqual(read, clientSchema.parse(client)))
    throw new Problem({
      what: `Cannot write ${file}: it would not be read as it was meant`,
      where: file,
      fix: 'Nothing was written; report this as a bug',
    })
  return text
}
