import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { Problem } from './errors.ts'
import { plainYaml } from './plain-yaml.ts'

/**
 * Reads YAML 1.2 strictly: one document, no key twice, nothing the schema does not name.
 * `firstLine`: line of the file at which the text begins (frontmatter: 2).
 * @throws {Problem} that names file, line and key
 */
export function readYaml<S extends z.ZodType>(text: string, schema: S, options: { file: string; firstLine?: number }): z.output<S> {
  const plain = plainYaml(text)
  const known = plain && schema.safeParse(plain)
  if (known?.success) return known.data
  const lines = new LineCounter()
  const document = parseDocument(text.replace(/^\ufeff/, ''), { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number): number => lines.linePos(offset).line + (options.firstLine ?? 1) - 1
  const syntax = document.errors[0] ?? document.warnings[0]
  if (syntax) {
    throw problem(
      `${options.file}:${lineAt(syntax.pos[0])}`,
      syntax.message.replace(/\s+/g, ' '),
      'Mend the YAML; text that holds ": " or begins with a sign needs quotes',
    )
  }
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 100 }) ?? {}
  } catch (error) {
    throw problem(
      `${options.file}:${lineAt(0)}`,
      error instanceof Error ? error.message : String(error),
      'Mend the alias: quote a text that begins with "*"',
    )
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => {
    const path = [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])]
    const name = path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index ? '.' : ''}${String(key)}`)).join('')
    return {
      line: lineAt(offsetOf(document, path)),
      said:
        issue.code === 'unrecognized_keys' ? `"${name}" is not a key that is known here` : `${name ? `"${name}" ` : ''}${sentence(issue.message)}`,
    }
  })
  const [first = { line: 1, said: 'is not valid' }, ...others] = issues
  const more =
    others
      .slice(0, 4)
      .map((issue) => `; line ${issue.line}: ${issue.said}`)
      .join('') + (others.length > 4 ? `; and ${others.length - 4} more` : '')
  throw problem(
    `${options.file}:${first.line}`,
    `${first.said}${more}`,
    'See "YAML keys" in the README; editors that read the $schema line show the keys',
  )
}

const sentence = (message: string): string =>
  /^(must|is)\b/.test(message) ? message : /received undefined|expected nonoptional/i.test(message) ? 'is missing' : `is not valid: ${message}`

function problem(where: string, said: string, fix: string): Problem {
  return new Problem({ what: `Cannot read ${where}: ${said}`, where, fix })
}

/** Offset of the deepest node on the path that is there; a key stands before its value. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    const key = path[length - 1]
    const items = parent !== null && typeof parent === 'object' && 'items' in parent && Array.isArray(parent.items) ? parent.items : []
    for (const [index, item] of items.entries()) {
      const node = index === key ? item : item?.key?.value === key ? item.key : undefined
      if (Array.isArray(node?.range)) return node.range[0]
    }
  }
  return 0
}
