import type { Nodes } from 'mdast'
import { LITERAL, literalMark } from '../literal-mark.ts'
import type { Finding } from '../model/finding.ts'
import { WRITTEN_MARK } from '../model/mark.ts'
import { findingAt, type Rule } from './rule.ts'
import { nodesIn } from '../nodes-in.ts'
import { eachTag, isMark } from './walk.ts'

/** What ends a passage or a comment, where it is text: nothing before it is hidden. */
const ENDS: readonly (readonly [end: RegExp, message: string])[] = [
  [
    /[<\uff1c]\/(Clients|Public)\b/i,
    'the end of a mark stands here as text, and hides nothing: all words before it are for everyone; write </Clients> as it is to end a passage',
  ],
  [
    /\*\/\s*\}/,
    'the end of a comment stands here as text, and hides nothing: a comment ends with the first */} in it, so what follows that is for everyone',
  ],
]

/** Marks in places where they would not do what they say. */
export const placementRules: readonly Rule[] = [
  {
    code: 'audience/empty',
    looksFor: 'a mark that holds nothing, such as <Clients/>: what follows it is public',
    document: (document) =>
      eachTag(document.tree, (tag) =>
        isMark(tag) && (tag.children as Nodes[]).every((child) => child.type === 'text' && child.value.trim() === '')
          ? [
              findingAt(document, tag, {
                level: 'error',
                code: 'audience/empty',
                message: `<${tag.name}> holds nothing, and what follows it is for everyone: put the passage between <${tag.name}> and </${tag.name}>`,
              }),
            ]
          : [],
      ),
  },
  {
    code: 'audience/literal',
    looksFor:
      "a mark where it is only text: in the frontmatter, code, a picture's words, the title of a link, the label of a reference, a comment in an address; a warning for </Clients> or */} written as text",
    document: (document) => {
      const { title, summary } = document.frontmatter
      const front = [title, summary]
        .filter((text) => WRITTEN_MARK.test(text))
        .map((): Finding => ({
          file: document.file,
          line: 1,
          column: 1,
          level: 'error',
          code: 'audience/literal',
          message: sayLiteral('the frontmatter'),
        }))
      return [
        ...front,
        ...nodesIn(document.tree, ...LITERAL).flatMap((node) => {
          const where = literalMark(node)
          return where === undefined ? [] : [findingAt(document, node, { level: 'error', code: 'audience/literal', message: sayLiteral(where) })]
        }),
        ...nodesIn(document.tree, 'text').flatMap((node) => {
          const message = ENDS.find(([end]) => end.test(node.value))?.[1]
          return message === undefined ? [] : [findingAt(document, node, { level: 'warning', code: 'audience/literal', message })]
        }),
      ]
    },
  },
  {
    code: 'audience/page',
    looksFor: 'an audience mark in pages/, which are public',
    page: (page) =>
      eachTag(page.tree, (tag) =>
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
  },
]

function sayLiteral(where: string): string {
  if (where === 'code')
    return 'a mark in code is only text, which everyone reads: close the code before the passage begins; to write about a mark, write <code>&lt;Clients></code> and no backticks'
  if (where === 'an address') return 'the comment behind this address has become a part of it, which everyone reads: leave a space before {/*'
  return `a mark in ${where} is only text, which everyone reads: move the passage into the text`
}
