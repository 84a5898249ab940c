import fc from './fast-check.ts'
import type { Nodes, Root } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkMdx from 'remark-mdx'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, test } from 'vitest'
import { parseMdx, SyntaxFault } from '../src/mdx.ts'
import { commentOf } from '../src/mdx-nodes.ts'
import { printMdx } from '../src/print-mdx.ts'
import { printTree } from './print-tree.ts'

const remark = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).use(remarkMdx)

describe('parseMdx()', () => {
  test.each([
    '<Clients>a</Clients> <Clients>b</Clients>\n',
    '<Clients>a</Clients>\n<Clients>b</Clients>\n',
    '> <Clients>a</Clients>\n> <b>x</b>\n',
    '- <Clients>a</Clients>\n  <b>c</b>\n- b\n',
    '<Clients>a</Clients> {/* go/cl/1 */}\n',
    '<Clients>a</Clients>\n\n<Clients>b</Clients>\n',
    '<Clients><b>x</b></Clients>\n',
    '<Clients>\n<b>x</b>\n</Clients>\n',
    '<Clients>\n\n<b>x</b>\n\n</Clients>\n',
    '<b>x</b>\n{/* x */}\n',
    '<b>x</b> {/* x */}\n<b>y</b>\n',
    '| a |\n|---|\n| <b>x</b> |\n',
    '[^1]: <b>x</b>\n\na[^1]\n',
    '<Clients>![a](b.png)</Clients>\n',
    '<Clients>a</Clients>\n<Clients>\nb\n</Clients>\n',
    '<Clients><Clients>x</Clients> y</Clients>\n',
    '# <b>x</b>\n',
    '<br/> <b>x</b>\n',
    '<b>x</b><br/>\n<br/>\n',
    '<b></b> <b>x</b> {/* a */} {/* b */}\n',
    '<br/> {/* a */}\n',
    '<b>x</b>\n{/* a */} {/* b */}\n<b>y</b>\n',
    '<Clients>\n\n[a]: /b\nc\n===\n[a]\n\n</Clients>\n',
    '---\ntitle: x\n---\n\ntext\n',
    '* [a](https://x.y) {/* i */}\n  {/* multi\n  - line\n  # more } { */}\n* b\n',
    'see https://x.example/y and ~~gone~~\n\n- [ ] a\n- [x] b\n',
    '1. a\n\n   b\n2. c\n',
    '\ufeff# a\n',
    '# a\r\n\r\nb <Clients>c</Clients>\r\n',
    'Tähkäpää 🎉 <Clients>🎉</Clients>\n',
  ])("gives remark's tree for %j", (text) => {
    expect(printTree(parseMdx(text))).toBe(printTree(remark.parse(text)))
  })

  test("gives remark's places, in UTF-16 units", () => {
    const text = 'Tähkäpää 🎉 <Clients>🎉 b</Clients>\n\n*x* {/* go/cl/1 */}\n'
    const places = (node: Nodes): unknown[] => [
      [node.type, node.position?.start.offset, node.position?.end.offset],
      ...('children' in node ? node.children.flatMap(places) : []),
    ]
    expect(places(parseMdx(text))).toEqual(places(remark.parse(text)))
  })

  test.each([
    ['a <Clients> b\n', 1, 3],
    ['x\n\na { b\n', 3, 3],
    ['a <!-- b -->\n', 1, 3],
  ])('says where %j cannot be parsed', (text, line, column) => {
    expect(() => parseMdx(text)).toThrow(expect.objectContaining({ name: 'SyntaxFault', line, column }))
    expect(() => remark.parse(text)).toThrow()
    expect(new SyntaxFault('x', { line, column })).toBeInstanceOf(Error)
  })
})

describe('printMdx()', () => {
  const awkward = fc
    .oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({ unit: fc.constantFrom(...'{}<>[]()*_`#!|~\\/&;:.-+=1"\'@ \u202e\u200fä🎉abc'), maxLength: 40 }),
      fc.constantFrom(
        '{process.env.HOME}',
        '<script>alert(1)</script>',
        '](https://evil.example)',
        '*/ process.env.HOME /*',
        '**/*.go',
        'import x from "y"',
        'export const a = 1',
        '`code`',
        '# heading',
        '1. list',
        '&amp; &lt;',
        'www.x.example',
        'a@b.example',
      ),
    )
    .map((text) =>
      text
        .replace(/[\s\u0000-\u001f\u007f-\u00a0\u2028\u2029\ufeff]+/g, ' ')
        .trim()
        .toWellFormed(),
    )
    .filter((text) => text !== '')

  test('escapes any text so that both parsers give it back, as a link in a list', () => {
    fc.assert(
      fc.property(awkward, (title) => {
        const tree: Root = {
          type: 'root',
          children: [
            {
              type: 'list',
              ordered: false,
              spread: false,
              children: [
                {
                  type: 'listItem',
                  spread: false,
                  children: [
                    {
                      type: 'paragraph',
                      children: [
                        { type: 'link', url: 'https://x.example/', children: [{ type: 'text', value: title }] },
                        { type: 'text', value: ' ' },
                        { type: 'mdxTextExpression', value: '/* id */' },
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        }
        const text = printMdx(tree)
        for (const parsed of [parseMdx(text), remark.parse(text)]) {
          const list = parsed.children[0]
          const paragraph = list?.type === 'list' ? list.children[0]?.children[0] : undefined
          const children = paragraph?.type === 'paragraph' ? paragraph.children : []
          expect(children.map((node) => node.type)).toEqual(['link', 'text', 'mdxTextExpression'])
          const link = children[0]
          expect(link?.type === 'link' && link.children.map((node) => ('value' in node ? node.value : node.type)).join('')).toBe(title)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('commentOf()', () => {
  const first = (text: string): Nodes => {
    const [node] = parseMdx(text).children
    return node?.type === 'paragraph' ? (node.children[0] as Nodes) : (node as Nodes)
  }
  test.each([
    ['{/* a */}', 'a'],
    ['{/* a *//* b */}', 'a\nb'],
    ['{ /* a */ }', 'a'],
    ['{/* a */ x /* b */}', undefined],
    ['{1}', undefined],
    ['{}', undefined],
    ['{// a\n}', undefined],
    ['{/* a */ /* b }', undefined],
    ['text', undefined],
  ])('%j is %j', (text, comment) => {
    let node: Nodes
    try {
      node = first(text)
    } catch {
      node = { type: 'text', value: '' }
    }
    expect(commentOf(node)).toBe(comment)
  })
})
