import type { Tag } from '../mdx-nodes.ts'
import { type ClientsMark, clientsMarkSchema, publicMarkSchema } from '../model/mark.ts'
import { refusal } from './refusal.ts'

/** The attributes of a mark. @throws {Error} at one that the mark does not have, that stands twice, or whose value is no plain text of its shape */
export function readMark(node: Tag, name: 'Clients' | 'Public'): ClientsMark {
  const attributes = new Map<string, string>()
  for (const attribute of node.attributes) {
    if (attribute.type !== 'mdxJsxAttribute' || typeof attribute.value !== 'string')
      throw refusal(node, `an attribute of <${name}> that is not a plain text`)
    if (attributes.has(attribute.name)) throw refusal(node, `an attribute of <${name}> twice`)
    attributes.set(attribute.name, attribute.value)
  }
  const parsed = (name === 'Clients' ? clientsMarkSchema : publicMarkSchema).safeParse(Object.fromEntries(attributes))
  if (!parsed.success) throw refusal(node, `the attributes of <${name}>`)
  return parsed.data
}
