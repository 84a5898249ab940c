import type { Nodes, Root } from 'mdast'
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx'
import { visitParents } from 'unist-util-visit-parents'
import { commentOf, isExpression, isTag } from '../mdx.ts'
import { clientsMarkSchema, publicMarkSchema, TAGS } from '../model/mark.ts'
import type { Finding } from '../model/finding.ts'
import { eachDocument, findingAt, type Rule } from './rule.ts'

type Tag = MdxJsxFlowElement | MdxJsxTextElement

const MARK = /<\/?(Clients|Public)\b/i

/** What would decide who reads a passage must be beyond doubt: each of these stops every build, in any status. */
export const audienceRules: readonly Rule[] = [
  {
    code: 'document/expression',
    looksFor: 'import, export or an expression that is no comment',
    check: eachDocument((document) =>
      collect(document.tree, (node) => {
        const live = node.type === 'mdxjsEsm' || (node.type as string) === 'toml' || (isExpression(node) && commentOf(node) === undefined)
        return live
          ? [
              findingAt(document, node, {
                level: 'error',
                code: 'document/expression',
                message:
                  'A digest is a document, not a program: only comments {/* like this */} may stand in braces, and no import or export; write \\{ for a brace',
              }),
            ]
          : []
      }),
    ),
  },
  {
    code: 'audience/tag',
    looksFor: 'a tag that is neither a mark nor one of the few HTML tags',
    check: eachDocument((document) =>
      tags(document.tree, (tag) => {
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
    ),
  },
  {
    code: 'audience/attribute',
    looksFor: 'an attribute that the mark or tag does not have, or a value that is no plain text',
    check: eachDocument((document) =>
      tags(document.tree, (tag) => {
        if (!isMark(tag))
          return tag.attributes.length > 0 && TAGS.has(tag.name ?? '')
            ? [findingAt(document, tag, { level: 'error', code: 'audience/attribute', message: `<${tag.name}> takes no attributes here` })]
            : []
        const problem = attributeProblem(tag)
        return problem === undefined
          ? []
          : [findingAt(document, tag, { level: 'error', code: 'audience/attribute', message: `<${tag.name}> ${problem}` })]
      }),
    ),
  },
  {
    code: 'audience/tier',
    looksFor: 'a tier that site.yaml does not name',
    check: eachDocument((document, { content }) =>
      marks(document.tree, 'tier', (tag, tier) =>
        content.site.tiers.includes(tier)
          ? []
          : [
              findingAt(document, tag, {
                level: 'error',
                code: 'audience/tier',
                message: `tier "${tier}" is not one of ${content.site.tiers.join(', ') || 'site.yaml, which names none'}`,
              }),
            ],
      ),
    ),
  },
  {
    code: 'audience/client',
    looksFor: 'a client that has no file in clients/',
    check: eachDocument((document, { content }) =>
      marks(document.tree, 'only', (tag, client) =>
        content.clients.has(client)
          ? []
          : [
              findingAt(document, tag, {
                level: 'error',
                code: 'audience/client',
                message: `client "${client}" has no file clients/${client}.yaml; there are ${[...content.clients.keys()].join(', ') || 'none'}`,
              }),
            ],
      ),
    ),
  },
  {
    code: 'audience/nesting',
    looksFor: '<Public> inside <Clients>, or a mark inside <Public>',
    check: eachDocument((document) => {
      const found: Finding[] = []
      visitParents(document.tree, (node: Nodes, ancestors: Nodes[]) => {
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
    }),
  },
  {
    code: 'audience/empty',
    looksFor: 'a mark that holds nothing, such as <Clients/>: what follows it is public',
    check: eachDocument((document) =>
      tags(document.tree, (tag) =>
        isMark(tag) && tag.children.length === 0
          ? [
              findingAt(document, tag, {
                level: 'error',
                code: 'audience/empty',
                message: `<${tag.name}> holds nothing, and what follows it is for everyone: put the passage between <${tag.name}> and </${tag.name}>`,
              }),
            ]
          : [],
      ),
    ),
  },
  {
    code: 'audience/literal',
    looksFor: "a mark where it is only text: in the frontmatter, a picture's words or the title of a link; in code, a warning",
    check: eachDocument((document) => {
      const { title, summary } = document.frontmatter
      const say = (where: string): Pick<Finding, 'code' | 'message'> => ({
        code: 'audience/literal',
        message: `a mark in ${where} is only text, which everyone reads: move the passage into the text`,
      })
      const front = [title, summary]
        .filter((text) => MARK.test(text))
        .map((): Finding => ({ file: document.file, line: 1, column: 1, level: 'error', ...say('the frontmatter') }))
      return [
        ...front,
        ...collect(document.tree, (node) => {
          const source = document.text.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0)
          if ((node.type === 'image' || node.type === 'imageReference') && /<\/?[A-Za-z]|[{}]/.test(source))
            return [findingAt(document, node, { level: 'error', ...say('the words of a picture') })]
          if ((node.type === 'link' || node.type === 'definition') && MARK.test(`${node.title ?? ''} ${node.url}`))
            return [findingAt(document, node, { level: 'error', ...say('the title of a link') })]
          return (node.type === 'code' || node.type === 'inlineCode') && MARK.test(node.value)
            ? [findingAt(document, node, { level: 'warning', ...say('code') })]
            : []
        }),
      ]
    }),
  },
  {
    code: 'audience/page',
    looksFor: 'an audience mark in pages/, which are public',
    check: ({ content }) =>
      content.pages.flatMap((page) =>
        tags(page.tree, (tag) =>
          /^(clients?|public)$/i.test(tag.name ?? '')
            ? [
                findingAt(page, tag, {
                  level: 'error',
                  code: 'audience/page',
                  message: `<${tag.name}> has no meaning in a page of the site: every page is public`,
                }),
              ]
            : [],
        ),
      ),
  },
]

function collect(tree: Nodes, test: (node: Nodes) => Finding[]): Finding[] {
  const found: Finding[] = []
  visitParents(tree, (node: Nodes) => {
    found.push(...test(node))
  })
  return found
}

function tags(tree: Root, test: (tag: Tag) => Finding[]): Finding[] {
  return collect(tree, (node) => (isTag(node) ? test(node) : []))
}

function isMark(tag: Tag): boolean {
  return tag.name === 'Clients' || tag.name === 'Public'
}

function marks(tree: Root, name: 'tier' | 'only', test: (tag: Tag, value: string) => Finding[]): Finding[] {
  return tags(tree, (tag) => {
    const attribute = tag.name === 'Clients' ? tag.attributes.find((one) => 'name' in one && one.name === name) : undefined
    return attribute && typeof attribute.value === 'string' ? test(tag, attribute.value) : []
  })
}

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
