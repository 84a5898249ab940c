import fc from './fast-check.ts'
import { toString } from 'mdast-util-to-string'
import type { Nodes, Root } from 'mdast'
import { describe, expect, test } from 'vitest'
import { type Document, readDocument } from '../src/document.ts'
import type { Audience } from '../src/model/audience.ts'
import { type Edition, editionOf } from '../src/render/edition.ts'
import { toEmail } from '../src/render/email.ts'
import { toPage } from '../src/render/page.ts'
import { WHY } from '../src/render/suggested-first.ts'
import { toText } from '../src/render/text.ts'
import { AUDIENCES, NOW, READERS, TIERS, written } from './marked-documents.ts'
import { printTree } from './print-tree.ts'

const CONTEXT = { tiers: TIERS, now: NOW }
const FRAME = { site: 'T', url: 'https://digest.example.org', language: 'en', note: 'N' }
const ACME: Audience = { edition: 'clients', tier: 'gold', client: 'acme' }
const NOTE = '{/* What it might mean for Acme Corp: it cares about "Tickets". */}'
const offer = (words: string, indent = '  ', client = 'acme'): string =>
  `\n${indent}<Clients only="${client}">\n${indent}${NOTE}\n${indent}${words}\n${indent}</Clients>`

function read(text: string, kind: Document['kind'] = 'digests'): Document | undefined {
  const document = readDocument(`---\ntitle: t\nsummary: s\nstatus: ready\ndate: 2026-10-05\n---\n\n${text}\n`, {
    kind,
    id: '2026-Q3',
    file: 'x.mdx',
  })
  return 'tree' in document ? document : undefined
}

/** The text of an edition. */
function textOf(text: string, audience: Audience = ACME, kind: Document['kind'] = 'digests'): string {
  const document = read(text, kind)
  if (!document) throw new Error(`cannot be read: ${text}`)
  return toText(editionOf(document, audience, CONTEXT).tree, { base: 'https://d.example' })
}
const HEAD = `${WHY}\n${'='.repeat(WHY.length)}\n\n`

describe('what was suggested and taken', () => {
  test('stands first, below the words of its line with their link, and no longer where it was', () => {
    const text = `Hello.\n\n## Landed\n\n* [tls: rotate](https://x.example/1) {/* o/r#1 */}${offer('Restart once.')}\n* Another. {/* o/r#2 */}`
    expect(textOf(text)).toBe(
      `${HEAD}* tls: rotate [1]\n\n  Restart once.\n\nHello.\n\nLanded\n======\n\n* tls: rotate [1]\n* Another.\n\nLinks\n-----\n\n[1] https://x.example/1\n`,
    )
    const edition = editionOf(read(text) as Document, ACME, CONTEXT)
    expect(edition.headings).toEqual([
      { depth: 2, text: WHY, slug: 'why-this-matters-to-you' },
      { depth: 2, text: 'Landed', slug: 'landed' },
    ])
    expect(toPage(edition, FRAME, '')).toMatch(
      /<h2 id="why-this-matters-to-you">.*<p><a href="https:\/\/x.example\/1" data-note="1">tls: rotate<\/a><\/p>\s*<p>Restart once\.<\/p>/s,
    )
    expect(toEmail(edition, FRAME)).toMatch(/Why this matters to you<\/h2>.*tls: rotate<\/a>.*Restart once\..*Hello\./s)
  })

  test('is for that client alone, and in digests alone', () => {
    const text = `* A line. {/* o/r#1 */}${offer('Restart once.')}`
    for (const [reader, audience] of AUDIENCES.filter(([name]) => name !== 'acme'))
      expect([reader, textOf(text, audience)]).toEqual([reader, '* A line.\n'])
    expect(textOf(text, ACME, 'notices')).toBe('* A line.\n\n  Restart once.\n')
  })

  test.each([
    [
      'several of one line stay together, those of others apart',
      `* A. {/* o/r#1 */}${offer('B.')}${offer('C.')}\n* D. {/* o/r#2 */}${offer('E.')}`,
      '* A.\n\n  B.\n\n  C.\n\n* D.\n\n  E.\n\n* A.\n* D.',
    ],
    ['one for another client in between is passed over', `* A. {/* o/r#1 */}${offer('X.', '  ', 'other')}${offer('C.')}`, '* A.\n\n  C.\n\n* A.'],
    ['of an item the line is what it begins with', `* A. {/* o/r#1 */}\n\n  More.\n${offer('C.')}`, '* A.\n\n  C.\n\n* A.\n\n  More.'],
    ['below a paragraph it is that paragraph', `A.\n\nB *b*. {/* o/r#1 */}\n${offer('C.', '')}`, '* B b.\n\n  C.\n\nA.\n\nB b.'],
    ['two below one paragraph stay together', `A. {/* o/r#1 */}\n${offer('B.', '')}\n${offer('C.', '')}`, '* A.\n\n  B.\n\n  C.\n\nA.'],
    ['below a heading it is the heading', `## A\n${offer('C.', '')}`, '* A\n\n  C.\n\nA\n='],
    ['below nothing there is none', `${offer('C.', '')}\n\nB.`, '* C.\n\nB.'],
    ['below a list there is none', `* A.\n* B.\n${offer('C.', '')}`, '* C.\n\n* A.\n* B.'],
    ['below a table there is none', `| A |\n| - |\n| B |\n${offer('C.', '')}`, '* C.\n\nA\n-\nB'],
    ['inside its line it is taken out of it', `* A <Clients only="acme">${NOTE} c</Clients> d. {/* o/r#1 */}`, '* A d.\n\n  c\n\n* A d.'],
    [
      'in a row of a table the line is the row',
      `| A | B |\n| - | - |\n| *b* | c <Clients only="acme">${NOTE} d</Clients> |`,
      '* b · c\n\n  d\n\nA  B\n-  -\nb  c',
    ],
    [
      'footnotes and what is public alone are not said twice',
      '* A[^1] <Public>secret</Public>. {/* o/r#1 */}' + offer('C.') + '\n\n[^1]: N.',
      '* A .\n\n  C.\n\n* A [note 1] .\n\nFootnotes\n---------\n\n[note 1] N.',
    ],
    [
      'of the marks of its line what the client reads',
      `* A <Clients tier="gold">g</Clients> <Clients tier="platinum">secret</Clients>. {/* o/r#1 */}${offer('C.')}`,
      '* A g .\n\n  C.\n\n* A g .',
    ],
    [
      'what stands before, and is for others, is no line',
      `A.\n\n<Clients tier="platinum">\n\nsecret\n\n</Clients>\n\n<Public>\n\nsecret\n\n</Public>\n${offer('C.', '')}`,
      '* A.\n\n  C.\n\nA.',
    ],
    [
      'the marks around it go with it',
      `<Clients tier="gold">\n\nG.\n${offer('C.', '')}\n\n</Clients>\n\n<Clients tier="platinum">\n\nA.\n${offer('secret', '')}\n\n</Clients>`,
      '* G.\n\n  C.\n\nG.',
    ],
    ['in words that are set off it is taken out of them', `**A <Clients only="acme">${NOTE} c</Clients>** d.`, '* A d.\n\n  c\n\nA d.'],
    [
      'one inside another goes with it',
      `* A. {/* o/r#1 */}\n\n  <Clients only="acme">\n\n  ${NOTE}\n\n  B.\n${offer('C.')}\n\n  </Clients>`,
      '* A.\n\n  B.\n\n  C.\n\n* A.',
    ],
  ])('%s', (_, text, shown) => {
    expect(textOf(text)).toBe(`${HEAD}${shown}\n`)
  })

  test('keeps the link and the weight that it had in its line', () => {
    const text = `[**A <Clients only="acme">${NOTE}c</Clients>**](https://x.example/1) d.`
    const edition = editionOf(read(text) as Document, ACME, CONTEXT)
    expect(toPage(edition, FRAME, '')).toContain('<p><a href="https://x.example/1" data-note="1"><strong>c</strong></a></p>')
  })

  test.each([
    ['its comment is gone', `* A. {/* o/r#1 */}${offer('C.').replace(NOTE, '')}`],
    ['its tags are comments still', `* A. {/* o/r#1 */}\n  {/* <Clients only="acme"> */}\n  ${NOTE}\n  {/* </Clients> */}`],
    [
      'they are so inside a passage of its own',
      `<Clients only="acme">\n\n* A.\n  {/* <Clients only="acme"> */}\n  ${NOTE}\n  {/* </Clients> */}\n\n</Clients>`,
    ],
    ['nothing but comments is in it', `* A. {/* o/r#1 */}${offer('{/* later */}')}`],
    ['it is for a tier', `* A. {/* o/r#1 */}${offer('C.').replace('only="acme"', 'tier="gold"')}`],
    ['it is in a footnote', `A[^1].\n\n[^1]: N. {/* o/r#1 */}\n${offer('C.', '    ')}`],
  ])('stays where it is when %s', (_, text) => {
    expect(textOf(text)).toBe(textOf(text, ACME, 'notices'))
  })

  test('leaves definitions where they are, of which the first counts', () => {
    const text = `[A][a] {/* o/r#1 */}\n\n[a]: https://x.example/first\n\n<Clients only="acme">\n\n${NOTE}\n\nB [b][a][^n].\n\n[a]: https://x.example/second\n\n[^n]: N.\n\n</Clients>`
    expect(textOf(text)).toContain('[1] https://x.example/first\n')
    expect(textOf(text)).not.toContain('second')
    expect(textOf(text)).toContain('[note 1] N.')
  })
})

test('whatever is written, others read what they read without it, and the client all that it read, once, and copies of lines', () => {
  let hoisted = 0
  let compared = 0
  fc.assert(
    fc.property(fc.array(fc.nat(9999), { minLength: 12, maxLength: 300, size: 'max' }).map(written), (marked) => {
      const text = marked.text
        .replace(/^([ >]*)<Clients only="acme">$/gm, (_, lead: string) => `${lead}<Clients only="acme">\n${lead.trimEnd()}\n${lead}${NOTE}`)
        .replace(/<Clients only="acme">(?!\n)/g, `$&${NOTE}`)
      const document = read(text)
      if (!document) return
      const [first, placed] = [document, { ...document, kind: 'notices' as const }].map(
        (one) => (audience: Audience) => editionOf(one, audience, CONTEXT),
      )
      if (!first || !placed) return
      for (const [reader, audience] of AUDIENCES.filter(([name]) => name !== 'acme'))
        expect([reader, shown(first(audience))]).toEqual([reader, shown(placed(audience))])
      const [now, before] = [first(ACME).tree, placed(ACME).tree]
      if (printTree(now) === printTree(before)) return
      hoisted++
      const [heading, list, ...rest] = now.children
      expect([heading?.type, heading && toString(heading), list?.type]).toEqual(['heading', WHY, 'list'])
      if (list?.type !== 'list') return
      const all = counts(now)
      const lines = counts({ type: 'root', children: list.children.flatMap(({ children }) => children.slice(0, 1)) as Root['children'] })
      for (const [word, count] of counts(before)) expect([word, (all.get(word) ?? 0) >= count]).toEqual([word, true])
      // What is there more often than before is in copies of lines, once in each.
      const times = counts({ type: 'root', children: rest })
      for (const [word, count] of all) {
        const more = count - (counts(before).get(word) ?? 0)
        if (more > 0) expect([word, more <= (lines.get(word) ?? 0), (times.get(word) ?? 0) > 0]).toEqual([word, true, true])
      }
      const forbidden = new Set(marked.words.filter(({ readers }) => (readers & READERS.acme) === 0).map(({ word }) => word))
      expect([...all.keys()].filter((word) => forbidden.has(word))).toEqual([])
      // What is left is what a reader gets who may not read the passages, unless something refers to what they define.
      const others = read(text.replaceAll('<Clients only="acme">', '<Clients only="other">'))
      const left = others && editionOf({ ...others, kind: 'notices' }, ACME, CONTEXT).tree.children
      if (!left || references(left) !== references(rest)) return
      compared++
      expect(bare(rest)).toBe(bare(left))
    }),
    { numRuns: 600, seed: 20261130 },
  )
  expect([hoisted > 60, compared > hoisted * 0.9]).toEqual([true, true])
})

function shown(edition: Edition): unknown[] {
  return [printTree(edition.tree), edition.headings, edition.description, edition.minutes]
}

/** How often each word is said; a passage that stood inside a link keeps its address, which is there twice then. */
function counts(tree: Root): Map<string, number> {
  const found = new Map<string, number>()
  const said = JSON.stringify(tree, (key, value: unknown) => (key === 'url' || key === 'title' ? undefined : value))
  for (const [word] of said.matchAll(/w\d+w/g)) found.set(word, (found.get(word) ?? 0) + 1)
  return found
}

function references(nodes: readonly Nodes[]): number {
  return JSON.stringify(nodes).split('Reference"').length
}

/** A tree without definitions, which are kept as long as something refers to them, and without what refers to them. */
function bare(nodes: readonly Nodes[]): string {
  const strip = (node: Nodes): Nodes[] => {
    if (node.type === 'definition' || node.type === 'footnoteDefinition') return []
    if (!('children' in node) || node.children.length === 0) return [node]
    const children = node.children.flatMap((child) => strip(child))
    return children.length > 0 ? [{ ...node, children } as Nodes] : []
  }
  return printTree(nodes.flatMap(strip))
}
