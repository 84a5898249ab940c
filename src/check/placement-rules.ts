import type { Finding } from '../model/finding.ts'
import { eachDocument, findingAt, type Rule } from './rule.ts'
import { eachNode, eachTag, isMark } from './walk.ts'

const MARK = /<\/?(Clients|Public)\b/i

/** Marks in places where they would not do what they say. */
export const placementRules: readonly Rule[] = [
  {
    code: 'audience/empty',
    looksFor: 'a mark that holds nothing, such as <Clients/>: what follows it is public',
    check: eachDocument((document) =>
      eachTag(document.tree, (tag) =>
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
        ...eachNode(document.tree, (node) => {
          const source = document.text.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0)
          if ((node.type === 'image' || node.type === 'imageReference') && /<\/?[A-Za-z]|[{}]/.test(source))
            return [findingAt(document, node, { level: 'error', ...say('the words of a picture') })]
          if ((node.type === 'link' || node.type === 'definition') && MARK.test(`${node.title ?? ''} ${node.url}`))
            return [findingAt(document, node, { level: 'error', ...say('the title of a link') })]
          if (node.type === 'code' && MARK.test(`${node.lang ?? ''} ${node.meta ?? ''}`))
            return [findingAt(document, node, { level: 'error', ...say('the first line of a code block') })]
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
      ),
  },
]
