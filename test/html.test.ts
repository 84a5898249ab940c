import fc from './fast-check.ts'
import remarkGfm from 'remark-gfm'
import rehypeStringify from 'rehype-stringify'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import type { Root } from 'mdast'
import { unified } from 'unified'
import { expect, test } from 'vitest'
import { toHtml } from '../src/render/html.ts'
import { asOnPages } from './as-on-pages.ts'

const reader = unified().use(remarkParse).use(remarkGfm).freeze()
const plain = unified()
  .use(remarkRehype)
  .use(rehypeStringify, { characterReferences: { useNamedReferences: false } })
  .freeze()

/** Blocks with what a transformer looks for beforehand: definitions and footnotes, twice, inside others, before and after their use. */
const block = fc.constantFrom(
  'words [a][one] and [b][two] and a note[^n]',
  '[one]: https://a.example/1',
  '[one]: https://a.example/2 "second"',
  '> quoted [c][two]\n>\n> [two]: https://b.example/1\n>\n> [^n]: a note in a quote, [d][one]',
  '[^n]: first note[^m]\n\n    with more',
  '[^m]: a note in a note[^n]',
  '* item\n* [e][one]\n\n  [one]: https://c.example/3',
  '1. a[^m]\n2. b',
  '| a | b |\n| - | - |\n| [f][two] | c[^n] |',
  'a  \nbreak',
  '***',
  '```js\ncode\n```',
  '![picture][two]',
)

test('toHtml() gives what the transformer gives of the whole tree, with definitions and footnotes wherever they stand', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 9 }), (blocks) => {
      const tree: Root = reader.parse(blocks.join('\n\n'))
      expect(toHtml(tree, { base: '' })).toBe(asOnPages(plain.stringify(plain.runSync(structuredClone(tree)))))
    }),
    { numRuns: 300 },
  )
})

test('toHtml() highlights code where that is asked for, also without pictures of the content', () => {
  const tree: Root = reader.parse('```go\nreturn 1\n```\n')
  expect(toHtml(tree, { base: '', highlight: true })).toContain('<b>return</b>')
  expect(toHtml(tree, { base: '' })).toContain('return 1')
})
