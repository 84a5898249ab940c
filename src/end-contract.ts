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
  const pairOf = (key: string): Pair | undefined => contents.items.find((one) => isScalar(one.key) && one.key.value === key)
  const [since, old] = [placeOf(pairOf('since')), placeOf(pairOf('until'))]
  if (old) return text.slice(0, old.from) + until + text.slice(old.to)
  if (!since || pairOf('until')) return undefined
  if (contents.flow) return `${text.slice(0, since.to)}, until: ${until}${text.slice(since.to)}`
  const end = text.indexOf('\n', since.to)
  const line = text.slice(text.lastIndexOf('\n', since.from) + 1, since.from)
  const [indent = ''] = /^\s*/.exec(line) ?? []
  const ending = text[(end < 0 ? text.indexOf('\n') : end) - 1] === '\r' ? '\r\n' : '\n'
  if (end < 0) return `${text}${ending}${indent}until: ${until}`
  return `${text.slice(0, end + 1)}${indent}until: ${until}${ending}${text.slice(end + 1)}`
}

/** Where the value of a pair stands, when it is written there. */
function placeOf(pair: Pair | undefined): { from: number; to: number } | undefined {
  return isScalar(pair?.value) && pair.value.range ? { from: pair.value.range[0], to: pair.value.range[1] } : undefined
}

/** Whether a text says the same but for the last day; one that cannot be read does not. */
function isSame(before: Client, { changed, until, file }: { changed: string; until: string; file: string }): boolean {
  try {
    return isDeepStrictEqual(readYaml(changed, clientSchema, { file }), { ...before, until })
  } catch (error) {
    // It would name lines of a text that nobody wrote.
    if (error instanceof Problem) return false
    throw error
  }
}
