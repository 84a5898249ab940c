import { isDeepStrictEqual } from 'node:util'
import { isMap, isScalar, type Pair, parseDocument } from 'yaml'
import { Problem } from './errors.ts'
import { type Client, clientSchema } from './model/client.ts'
import { readYaml } from './yaml.ts'

/**
 * The text of a client's file with another last day: the value of `until` alone is changed, or the key is added below `since`; everything else stays byte for byte.
 * `file`: how it is called in what is said of it. @throws {Problem} when the file is not valid, or has a form in which that cannot be done
 */
export function endContract(text: string, { until, file }: { until: string; file: string }): string {
  const before = readYaml(text, clientSchema, { file })
  const changed = withUntil(text, until)
  if (changed === undefined || !isSame(before, { changed, until, file }))
    throw new Problem({
      what: `Cannot set "until" in ${file}: it has a form that is not understood here`,
      where: file,
      fix: `Write until: ${until} into it yourself`,
    })
  return changed
}

function withUntil(text: string, until: string): string | undefined {
  const { contents } = parseDocument(text)
  if (!isMap(contents)) return undefined
  const valueOf = (key: string): readonly [number, number] | undefined => {
    const pair: Pair | undefined = contents.items.find((one) => isScalar(one.key) && one.key.value === key)
    return isScalar(pair?.value) && pair.value.range ? [pair.value.range[0], pair.value.range[1]] : undefined
  }
  const old = valueOf('until')
  if (old) return text.slice(0, old[0]) + until + text.slice(old[1])
  const since = valueOf('since')
  if (!since) return undefined
  if (contents.flow) return `${text.slice(0, since[1])}, until: ${until}${text.slice(since[1])}`
  const end = text.indexOf('\n', since[1])
  const line = text.slice(text.lastIndexOf('\n', since[0]) + 1, since[0])
  const [indent = ''] = /^\s*/.exec(line) ?? []
  const ending = end > 0 && text[end - 1] === '\r' ? '\r\n' : '\n'
  if (end < 0) return `${text}${ending}${indent}until: ${until}`
  return `${text.slice(0, end + 1)}${indent}until: ${until}${ending}${text.slice(end + 1)}`
}

/** Whether a text says the same but for the last day. */
function isSame(before: Client, { changed, until, file }: { changed: string; until: string; file: string }): boolean {
  const after = readYaml(changed, clientSchema, { file })
  return isDeepStrictEqual(after, { ...before, until })
}
