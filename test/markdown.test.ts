import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from './fast-check.ts'
import type { Nodes, PhrasingContent, Root, RootContent } from 'mdast'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { expect, test, vi } from 'vitest'
import { benchDigest } from '../scripts/bench-digest.ts'
import { parseMdx } from '../src/mdx.ts'
import { cutFor } from '../src/render/audience.ts'
import { toHtml } from '../src/render/html.ts'
import { asOnPages } from './as-on-pages.ts'
import { toMarkdown } from '../src/render/markdown.ts'
import { plainMarkdown } from '../src/render/plain-markdown.ts'
import { visit } from '../src/visit.ts'
import { AUDIENCES, glued, NOW, TIERS, written } from './marked-documents.ts'
import { EXAMPLES } from './marked-examples.ts'
import { ROOT } from './scratch.ts'

// Thousands of documents are printed and read back, which takes longer than one test may by default.
vi.setConfig({ testTimeout: 60_000 })

const BASE = 'https://digest.example.org/base'

/** A parser of GitHub's Markdown that knows nothing of MDX, as those who read the twins have. */
const reader = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(() => (tree: Root) => tighten(tree))
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeStringify, { allowDangerousHtml: true, characterReferences: { useNamedReferences: false } })
  .freeze()

/** HTML without what a twin cannot say: ids of headings, line ends beside tags, and whether the only line of a list stands apart. */
function shown(html: string): string {
  return html
    .replace(/<h(\d) id="[^"]*">/g, '<h$1>')
    .replace(/<br ?\/?>/g, '<br>')
    .replace(/\s*(<\/?(?!code|pre)[a-z][^>]*>)\s*/g, '$1')
}

/** What each audience gets of a text; nothing where it is refused. */
function cuts(text: string): Root[] {
  return AUDIENCES.flatMap(([, audience]) => {
    try {
      return [cutFor(audience, parseMdx(text), { tiers: TIERS, now: NOW })]
    } catch {
      return []
    }
  })
}

/** What the twins of the editions of a text show otherwise than their pages; nothing where they show the same. */
function unlike(text: string): string[] {
  return cuts(text).flatMap((tree) => differenceOf(tree) ?? [])
}

function differenceOf(tree: Root): string | undefined {
  tighten(tree)
  const [page, twin] = [shown(toHtml(tree, { base: BASE })), toMarkdown(tree, { base: BASE })]
  const read = shown(asOnPages(String(reader.processSync(twin))))
  return read === page ? undefined : `${twin}\n--- page\n${page}\n--- twin\n${read}`
}

/**
 * No Markdown says that a list stands apart of which there is one item with one part; and in a block quote remark takes empty lines after a list
 * for ones between its items.
 */
function tighten(tree: Root): void {
  visit<Nodes>(tree, (node, ancestors) => {
    if (node.type !== 'list') return
    const isQuoted = ancestors.some(({ type }) => type === 'blockquote')
    if (isQuoted || node.children.length === 1) node.spread = false
    for (const item of node.children) if (isQuoted || (node.children.length === 1 && item.children.length < 2)) item.spread = false
  })
}

const FIXTURES = globSync('{test/fixtures,content}/**/*.mdx', { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), 'utf8'))

test('the sample, every fixture and the digests of the bench read as their pages', () => {
  expect(FIXTURES.length).toBeGreaterThan(3)
  for (const text of [...FIXTURES, benchDigest(1), benchDigest(2)]) expect(unlike(text)).toEqual([])
})

test('so do the examples of CommonMark and GFM', () => {
  // In "xmpp:foo@bar.baz/txt@bin.com" remark finds the address "txt@bin.com".
  const examples = [...EXAMPLES].filter(([name]) => name !== 'GFM 634')
  expect(examples.flatMap(([, text]) => unlike(text))).toEqual([])
})

const tape = (maxLength: number): fc.Arbitrary<number[]> => fc.array(fc.nat(9999), { minLength: 12, maxLength, size: 'max' })

test('so do documents as a maintainer may write them, for each reader', () => {
  fc.assert(
    fc.property(tape(300), (numbers) => {
      expect(unlike(written(numbers).text)).toEqual([])
    }),
    { numRuns: 150 },
  )
})

test('so do nearly all that are glued together without a thought', () => {
  let [all, bad] = [0, 0]
  fc.assert(
    fc.property(tape(120), (numbers) => {
      const { text } = glued(numbers)
      all += cuts(text).length
      bad += unlike(text).length
    }),
    { numRuns: 500 },
  )
  expect(all).toBeGreaterThan(500)
  // Of "[ ]" in a cell the fast parser makes a task.
  expect(bad).toBeLessThan(all * 0.01)
})

const PIECES = ['a', 'b ', ' ', '*', '_', '~~', '`', '[', ']', '(', ')', '<', '>', '.', 'x.y', '#', '1.', '-', '+', '|', '\\', '&amp;', '&', '!', ':', '=', '{', '}', '\n', '\u00a0', '^', '[ ]', '"', '***', '# '] // prettier-ignore

test('whatever a text is made of, it is that text in a paragraph, heading, item, link, cell, and in bold', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 9 }), (pieces) => {
      // As the cut leaves it.
      const tidied = pieces.join('').replace(/ +/g, ' ').replace(/ ?(?:\n ?)+/g, '\n').trim() // prettier-ignore
      const [text, line] = [tidied, tidied.replaceAll('\n', ' ')].map((value) => u('text', { value }))
      if (tidied === '' || !text || !line) return
      const paragraph = u('paragraph', { children: [text] })
      const cell = u('tableRow', { children: [u('tableCell', { children: [line] })] })
      for (const node of [
        paragraph,
        u('heading', { depth: 2, children: [line] }),
        u('list', { ordered: false, spread: false, children: [u('listItem', { spread: false, children: [paragraph] })] }),
        u('blockquote', { children: [paragraph, u('list', { ordered: true, start: 3, children: [u('listItem', { children: [paragraph] })] })] }),
        u('paragraph', { children: [u('strong', { children: [text] }), line, u('link', { url: `${BASE}/`, children: [line] })] }),
        u('table', { align: [null], children: [cell, cell] }),
      ])
        expect(differenceOf({ type: 'root', children: [node as RootContent] })).toBeUndefined()
    }),
    { numRuns: 500 },
  )
})

test('ordinary words are printed at once', () => {
  const tree = cutFor({ edition: 'public' }, parseMdx(benchDigest(1)), { tiers: ['gold'], now: NOW })
  const lines: PhrasingContent[][] = []
  visit<Nodes>(tree, (node) => void ((node.type === 'paragraph' || node.type === 'heading') && lines.push(node.children)))
  expect(lines.length).toBeGreaterThan(30)
  for (const line of lines) expect(plainMarkdown(line, { base: BASE })).toBeTypeOf('string')
})

/** A node of a tree; what is written by hand is what the specification allows. */
function u<Type extends string, Rest extends object>(type: Type, rest: Rest): { type: Type } & Rest {
  return { type, ...rest }
}
