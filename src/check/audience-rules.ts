import type { Nodes } from 'mdast'
import { commentOf, isTag, type Tag } from '../mdx-nodes.ts'
import { clientsMarkSchema, publicMarkSchema, TAGS } from '../model/mark.ts'
import type { Finding } from '../model/finding.ts'
import { findingAt, type Rule } from './rule.ts'
import { eachTag, eachValue, expressionsOf, isMark, tagsOf } from './walk.ts'
import { nodesIn } from '../nodes-in.ts'
import { visit } from '../visit.ts'

/** What would decide who reads a passage must be beyond doubt: each of these stops every build, in any status. */
export const audienceRules: readonly Rule[] = [
  {
    code: 'document/expression',
    looksFor: 'import, export or an expression that is no comment',
    document: (document) =>
      [...nodesIn(document.tree, 'mdxjsEsm', 'toml'), ...expressionsOf(document.tree).filter((node) => commentOf(node) === undefined)].map((node) =>
        findingAt(document, node, {
          level: 'error',
          code: 'document/expression',
          message:
            'A digest is a document, not a program: only comments {/* like this */} may stand in braces, and no import or export; write \\{ for a brace',
        }),
      ),
  },
  {
    code: 'audience/tag',
    looksFor: 'a tag that is neither a mark nor one of the few HTML tags',
    document: (document) =>
      eachTag(document.tree, (tag) => {
        if (isMark(tag) || TAGS.has(tag.name ?? '')) return []
        const meant = ['Clients', 'Public'].find((name) => name.toLowerCase().startsWith((tag.name ?? ' ').toLowerCase().slice(0, 6)))
        return [
          findingAt(document, tag, {
            level: 'error',
            code: 'audience/tag',
            message: `<${tag.name ?? ''}> is not known${meant ? `: write <${meant}>` : `; there are Clients, Public and ${[...TAGS].join(' ')}`}`,
          }),
        ]
      }),
  },
  {
    code: 'audience/attribute',
    looksFor: 'an attribute that the mark or tag does not have, or a value that is no plain text',
    document: (document) =>
      eachTag(document.tree, (tag) => {
        if (!isMark(tag))
          return tag.attributes.length > 0 && TAGS.has(tag.name ?? '')
            ? [findingAt(document, tag, { level: 'error', code: 'audience/attribute', message: `<${tag.name}> takes no attributes here` })]
            : []
        const problem = attributeProblem(tag)
        return problem === undefined
          ? []
          : [findingAt(document, tag, { level: 'error', code: 'audience/attribute', message: `<${tag.name}> ${problem}` })]
      }),
  },
  {
    code: 'audience/tier',
    looksFor: 'a tier that site.yaml does not name',
    document: (document, { site }) =>
      eachValue(document.tree, 'tier', (tag, tier) =>
        site.tiers.includes(tier)
          ? []
          : [
              findingAt(document, tag, {
                level: 'error',
                code: 'audience/tier',
                message: `tier "${tier}" is not one of ${site.tiers.join(', ') || 'site.yaml, which names none'}`,
              }),
            ],
      ),
  },
  {
    code: 'audience/client',
    looksFor: 'a client that has no file in clients/',
    document: (document, { clients }) =>
      eachValue(document.tree, 'only', (tag, client) =>
        clients.has(client)
          ? []
          : [
              findingAt(document, tag, {
                level: 'error',
                code: 'audience/client',
                message: `client "${client}" has no file clients/${client}.yaml; there are ${[...clients.keys()].join(', ') || 'none'}`,
              }),
            ],
      ),
  },
  {
    code: 'audience/nesting',
    looksFor: '<Public> inside <Clients>, or a mark inside <Public>',
    document: (document) => {
      const found: Finding[] = []
      if (!tagsOf(document.tree).some(isMark)) return found
      visit(document.tree, (node: Nodes, ancestors) => {
        if (!isTag(node) || !isMark(node)) return
        const outer = ancestors.findLast((one) => isTag(one) && isMark(one))
        if (outer && isTag(outer) && (node.name === 'Public' || outer.name === 'Public'))
          found.push(
            findingAt(document, node, {
              level: 'error',
              code: 'audience/nesting',
              message: `<${node.name}> stands inside <${outer.name}>: nobody would read it; close the outer mark first`,
            }),
          )
      })
      return found
    },
  },
]

function attributeProblem(tag: Tag): string | undefined {
  const values: Record<string, string> = Object.create(null)
  for (const attribute of tag.attributes) {
    if (attribute.type !== 'mdxJsxAttribute' || typeof attribute.value !== 'string') return 'takes attributes with plain values, such as tier="gold"'
    if (attribute.name in values) return `has "${attribute.name}" twice`
    values[attribute.name] = attribute.value
  }
  const parsed = (tag.name === 'Clients' ? clientsMarkSchema : publicMarkSchema).safeParse(values)
  if (parsed.success) return undefined
  const [issue] = parsed.error.issues
  if (issue?.code === 'unrecognized_keys')
    return `has no attribute "${issue.keys.join('", "')}"${tag.name === 'Clients' ? '; there are tier, only and until' : ''}`
  return `${issue?.path.length ? `"${String(issue.path[0])}" ` : ''}${issue?.message}`
}
