import fc from './fast-check.ts'
import { expect, test, vi } from 'vitest'
import { documentPassages, publicWords } from '../src/check/leaks.ts'
import { type Document, readDocument } from '../src/document.ts'
import type { Audience } from '../src/model/audience.ts'
import { clientSchema } from '../src/model/client.ts'
import { siteSchema } from '../src/model/site.ts'
import { bodyOf, entryOf } from '../src/render/body.ts'
import { publicEdition } from '../src/render/edition.ts'
import { twin } from '../src/render/twin.ts'
import { renderVariant } from '../src/render/variant.ts'
import { NOW, READERS, TIERS, written } from './marked-documents.ts'

// Hundreds of documents take longer than one test may by default.
vi.setConfig({ testTimeout: 60_000 })

const site = siteSchema.parse({ title: 'T', url: 'https://digest.example.org', author: { name: 'Ada', email: 'ada@example.org' }, tiers: TIERS })
const client = clientSchema.parse({ name: 'A name of theirs', tier: 'gold', since: '2026-01-01', recipients: [] })
const clients = new Map([
  ['acme', client],
  ['other', client],
])
const VARIANTS = [
  ['silver', { name: 'correction-tier-silver' }],
  ['gold', { name: 'correction-tier-gold' }],
  ['platinum', { name: 'correction-tier-platinum' }],
  ['acme', { name: 'correction-client-acme', tier: 'gold' }],
  ['other', { name: 'correction-client-other', tier: 'gold' }],
] as const

/** A digest of one line, which an erratum of these words corrects; undefined where they cannot be read. */
function corrected(text: string): Document | undefined {
  const erratum = { revision: 'r1', file: 'errata/2026-Q3.r1.mdx', text: `---\ndate: 2026-10-12\n---\n\n${text}\n` }
  const read = readDocument('---\ntitle: t\nsummary: s\nstatus: ready\ndate: 2026-10-05\n---\n\nOf the digest.\n', {
    kind: 'digests',
    id: '2026-Q3',
    file: 'digests/2026-Q3.mdx',
    errata: [erratum],
  })
  return 'tree' in read ? read : undefined
}

test('of an erratum everyone is told all that is for them, in mail, text and page, and nothing that is for others', () => {
  let told = 0
  fc.assert(
    fc.property(fc.array(fc.nat(9999), { minLength: 12, maxLength: 60, size: 'max' }), (tape) => {
      const { text, words } = written(tape)
      const document = corrected(text)
      if (!document) return
      const edition = publicEdition(document, { tiers: TIERS, now: NOW })
      if (!edition) throw new Error('not public')
      const { above, body } = bodyOf(edition, site)
      const shown: [keyof typeof READERS, string[]][] = [
        ['public', [`${above}${body}`, entryOf(edition, site).content, twin({ ...edition, path: '/2026-Q3/' }, site)]],
        ...VARIANTS.map(([reader, variant]): [keyof typeof READERS, string[]] => {
          const made = renderVariant(document, { ...variant, corrects: 'r1' }, { content: { site, clients }, now: NOW, styles: '' })
          return [reader, [made.html, made.text, made.page]]
        }),
      ]
      for (const [reader, texts] of shown)
        for (const { word, readers, inText } of words) {
          const isFor = (readers & READERS[reader]) !== 0
          for (const one of texts) {
            if (!isFor) expect(one, `${reader} reads ${word} of:\n${text}`).not.toContain(word)
            else if (inText) expect(one, `${reader} misses ${word} of:\n${text}`).toContain(word)
          }
          if (isFor) told++
        }
    }),
    { numRuns: 150 },
  )
  expect(told).toBeGreaterThan(1000)
})

test('a first mail and the mail of another correction do not tell of it, their page does', () => {
  const document = corrected('Mistaken.')
  if (!document) throw new Error('not read')
  const render = (corrects?: string) => renderVariant(document, { name: 'tier-gold', corrects }, { content: { site, clients }, now: NOW, styles: '' })
  for (const made of [render(), render('r2')]) {
    expect(`${made.html}${made.text}`).not.toMatch(/Mistaken|Correction/)
    expect(made.page).toContain('Mistaken')
  }
  expect(render('r1').html).toContain('Mistaken')
})

test('what is private in an erratum is searched for, and all of it while its digest is not public', () => {
  const document = corrected(
    'Everyone was told a wrong day.\n\n<Clients tier="gold">Gold was told the wrong setting.</Clients> {/* Bob found it. */}',
  )
  if (!document) throw new Error('not read')
  const passages = (of: Document, audience?: Audience): string[] =>
    documentPassages(of, { site, now: NOW, ...(audience && { audience }) }).map(({ text }) => text)
  expect(passages(document)).toEqual(['Gold was told the wrong setting.', 'Bob found it.'])
  expect(passages(document, { edition: 'clients', tier: 'gold' })).toEqual(['Bob found it.'])
  expect(documentPassages(document, { site, now: NOW })[0]?.from).toBe('errata/2026-Q3.r1.mdx:7')
  expect(publicWords(document, NOW)).toContain('Everyone was told a wrong day.')
  expect(publicWords(document, NOW)).not.toMatch(/Gold|Bob/)
  const later = { ...document, frontmatter: { ...document.frontmatter, publicOn: '2026-11-01' } }
  expect(passages(later)).toContain('Everyone was told a wrong day.')
  expect(publicWords(later, NOW)).not.toContain('Everyone')
  expect(publicEdition(later, { tiers: TIERS, now: NOW })).toBeUndefined()
})
