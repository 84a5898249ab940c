import fc from './fast-check.ts'
import type { Nodes } from 'hast'
import type { Root } from 'mdast'
import { expect, test } from 'vitest'
import { markPassages, withMarkStyles } from '../scripts/mark-passages.ts'
import { parseMdx } from '../src/mdx.ts'
import type { Audience } from '../src/model/audience.ts'
import { cutFor } from '../src/render/audience.ts'
import { printHtml, toHtmlTree } from '../src/render/html.ts'
import { AUDIENCES, NOW, READERS, TIERS, written } from './marked-documents.ts'

const context = { tiers: TIERS, now: NOW }
const htmlOf = (tree: Root, audience: Audience) => toHtmlTree(cutFor(audience, tree, context), { base: '' })

/** Texts of HTML, and who is said to read each; `isNote`: of footnotes, which stand elsewhere than what refers to them. */
function texts(node: Nodes, readers = '', isNote = false): { text: string; readers: string; isNote: boolean }[] {
  if (node.type === 'text') return [{ text: node.value, readers, isNote }]
  if (node.type !== 'element' && node.type !== 'root') return []
  const { dataReaders, dataFootnotes } = node.type === 'element' ? node.properties : {}
  return node.children.flatMap((child) => texts(child, String(dataReaders ?? readers), isNote || dataFootnotes !== undefined))
}

test('a passage is marked where the public does not read it, and nothing else; the words stay what they are', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { maxLength: 60 }), (tape) => {
      const { text, words } = written(tape)
      const tree = parseMdx(text)
      for (const [reader, audience] of AUDIENCES.slice(1)) {
        const marked = texts(htmlOf(markPassages(tree, context), audience))
        const plain = texts(htmlOf(tree, audience))
        const squeezed = (of: typeof plain): string =>
          of
            .map((one) => one.text)
            .join('')
            .replace(/\s+/g, '')
        expect(squeezed(marked)).toBe(squeezed(plain))
        for (const { word, readers } of words.filter((one) => one.readers & READERS[reader]))
          for (const one of marked.filter(({ text: said }) => said.includes(word)))
            if (!one.isNote || one.readers !== '') expect([word, one.readers !== '']).toEqual([word, (readers & READERS.public) === 0])
      }
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['<Clients>w</Clients>', 'clients'],
  ['<Clients tier="gold">w</Clients>', 'gold and above'],
  ['<Clients tier="gold" until="2027-01-01">w</Clients>', 'gold and above until 2027-01-01'],
  ['<Clients only="acme">\n\n## w\n\n</Clients>', 'acme alone'],
  ['<Clients tier="gold">\n\n* w\n\n</Clients>', 'gold and above'],
  ['<Clients tier="gold">\n\n<Clients>w</Clients>\n\n</Clients>', 'gold and above'],
  ['<Clients>\n\n```\nw\n```\n\n</Clients>', 'clients'],
  ['<Clients until="2026-10-01">w</Clients>', ''],
])('%j says who reads it', (text, readers) => {
  const html = htmlOf(markPassages(parseMdx(text), context), { edition: 'clients', tier: 'gold', client: 'acme' })
  expect(texts(html).find((one) => one.text.trim() === 'w')?.readers).toBe(readers)
})

test('styles of the marks go into the head of a page', () => {
  const html = printHtml(htmlOf(parseMdx('w'), { edition: 'public' }))
  expect(withMarkStyles(`<head></head>${html}`)).toMatch(/^<head><style>[^<]*\[data-readers\][^<]*<\/style><\/head><p>w<\/p>$/)
})
