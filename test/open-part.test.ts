import fc from './fast-check.ts'
import { toString } from 'mdast-util-to-string'
import { expect, test } from 'vitest'
import { openPart } from '../src/check/open-part.ts'
import { parseMdx } from '../src/mdx.ts'
import type { Audience } from '../src/model/audience.ts'
import { cutFor } from '../src/render/audience.ts'

const TIERS = ['silver', 'gold', 'platinum']
const NOW = new Date('2026-10-06T09:00:00Z')
const wordsIn = (text: string): string[] => text.match(/W\d+/g) ?? []
const open = (text: string, audience: Audience, tiers = TIERS): string[] =>
  wordsIn(toString(openPart(parseMdx(text), NOW, { audience, tiers }), { includeImageAlt: false }))

/** Passages with every mark, one inside another; each word stands once. */
const passages = fc.letrec<{ passage: string }>((tie) => ({
  passage: fc
    .tuple(
      fc.constantFrom('', ' tier="silver"', ' tier="gold"', ' tier="platinum"', ' only="acme"', ' only="borealis"'),
      fc.constantFrom('', ' until="2026-10-06"', ' until="2026-10-07"'),
      fc.option(tie('passage'), { depthSize: 'small', maxDepth: 3 }),
    )
    .map(([who, until, inner]) => `<Clients${who}${until}>W0 ${inner ?? ''} W0</Clients>`),
})).passage
const texts = fc.array(fc.oneof(passages, fc.constant('W0')), { minLength: 1, maxLength: 5 }).map((parts) => {
  let count = 0
  return parts.join('\n\n').replace(/W0/g, () => `W${count++}`)
})
const audiences = fc.oneof(
  fc.constant<Audience>({ edition: 'public' }),
  fc.record({ edition: fc.constant('clients' as const), tier: fc.constantFrom(...TIERS) }),
  fc.record({ edition: fc.constant('clients' as const), tier: fc.constantFrom(...TIERS), client: fc.constantFrom('acme', 'borealis', 'other') }),
)

test('openPart() leaves what the audience function leaves, though neither knows the other', () => {
  fc.assert(
    fc.property(texts, audiences, (text, audience) => {
      expect(open(text, audience)).toEqual(wordsIn(toString(cutFor(audience, parseMdx(text), { tiers: TIERS, now: NOW }))))
    }),
    { numRuns: 500 },
  )
})

test('openPart() shows nothing for a tier that nobody knows', () => {
  const text = '<Clients tier="gold">W1</Clients> <Clients tier="other">W2</Clients> <Clients>W3</Clients>'
  expect(open(text, { edition: 'clients', tier: 'strange' })).toEqual(['W3'])
  expect(open(text, { edition: 'clients', tier: 'platinum' })).toEqual(['W1', 'W3'])
  expect(open(text, { edition: 'clients', tier: 'gold' }, [])).toEqual(['W3'])
})

test('openPart() closes to nobody what the public alone gets: it is no secret', () => {
  expect(open('<Public>W1</Public>', { edition: 'clients', tier: 'gold' })).toEqual(['W1'])
})
