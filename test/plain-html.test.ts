import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from './fast-check.ts'
import type { Root } from 'mdast'
import { expect, test, vi } from 'vitest'
import { benchDigest } from '../scripts/bench-digest.ts'
import { parseMdx } from '../src/mdx.ts'
import { cutFor } from '../src/render/audience.ts'
import { printHtml, toHtml, toHtmlTree } from '../src/render/html.ts'
import { plainHtml } from '../src/render/plain-html.ts'
import { AUDIENCES, glued, NOW, TIERS, written } from './marked-documents.ts'
import { EXAMPLES } from './marked-examples.ts'
import { ROOT } from './scratch.ts'

// Thousands of documents are printed twice, which takes longer than one test may by default.
vi.setConfig({ testTimeout: 60_000 })

/** A text's tree, and what each audience gets of it; nothing where it is refused. */
function treesOf(text: string): Root[] {
  const cuts = AUDIENCES.flatMap(([, audience]) => {
    try {
      return [cutFor(audience, parseMdx(text), { tiers: TIERS, now: NOW })]
    } catch {
      return []
    }
  })
  // White space is not tidied there yet.
  return cuts.length > 0 ? [parseMdx(text), ...cuts] : []
}

let plain = 0
let others = 0

/** Prints what each audience gets of a text with and without the printer of ordinary nodes. */
function expectSame(text: string): void {
  for (const tree of treesOf(text))
    for (const options of [{ base: '' }, { base: 'https://digest.example.org/base', highlight: true }]) {
      const before = JSON.stringify(tree)
      expect(toHtml(tree, options)).toBe(printHtml(toHtmlTree(tree, options)))
      expect(JSON.stringify(tree)).toBe(before)
      if (plainHtml(tree, { base: '', codeText: () => '' }) === undefined) others++
      else plain++
    }
}

const FIXTURES = globSync('{test/fixtures,content}/**/*.mdx', { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), 'utf8'))

test.each([
  ['the examples of the specifications', [...EXAMPLES.values()]],
  ['fixtures, the sample and the digests that are measured', [...FIXTURES, benchDigest(1), benchDigest(2)]],
  [
    'what is easily printed otherwise',
    [
      'a\\\n b\\\n<b> c</b>\\\n**d**\n',
      '1. a\n\n   b\n2. c\n',
      '3) a\n4) b\n',
      '- a\n\n  - b\n- c\n',
      '- a\n  > b\n- [ ] c\n- [x] d\n',
      '-\n- a\n',
      '<Clients>\n\n* </Clients>\n   a  b ',
      '| a | b | c |\n| :- | :-: | -: |\n| 1 |\n| `2` | **3** | 4 | 5 |\n',
      '| a |\n| - |\n',
      '```js title="x"\na < b && "c"\n```\n\n```\n```\n\n~~~ä\nx\n~~~\n',
      '`a & b\nc` "quotes" \'and\' <b>x</b> &amp; &lt; &quot; \u00a0\n',
      '[a](https://x.example/?a=b&c=d "it\'s a \\"title\\" & `more`") [b](/x/y)\n',
      '[b](/x%20y) [c](https://ä.example/ü) [d](<https://x.example/a b>)\n',
      'a&#9;\n&#9;b&#32;\r\n&#32;c\n',
      '![a "b"](/images/a.png "t") ![](https://x.example/y.png)\n',
      '<sup>\n\na\n\nb\n\n</sup>\n\n<br/>\n\nx<br/>y\n',
      '# \n\n## A\n\n## A\n\n### *A* `b`\n',
      '>\n\n> a\n> b\n>\n> - c\n',
      'a  \n  b \t\n\tc\r\nd\n',
    ],
  ],
])('toHtml() gives of %s what remark-rehype and rehype-stringify make of them', (_, texts) => {
  for (const text of texts) expectSame(text)
})

test('toHtml() gives of whatever is written what remark-rehype and rehype-stringify make of it', () => {
  const tape = fc.array(fc.nat(9999), { minLength: 12, maxLength: 300, size: 'max' })
  fc.assert(
    fc.property(tape, (numbers) => {
      expectSame(written(numbers).text)
      expectSame(glued(numbers.slice(0, 90)).text)
    }),
    { numRuns: 150 },
  )
})

test('most documents are of ordinary nodes, and those that are not were printed above', () => {
  expect(plain).toBeGreaterThan(2 * others)
  expect(others).toBeGreaterThan(100)
})
