import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { type Card, type CardElement, toCard } from '../src/render/card.ts'
import { drawableCard } from '../src/render/drawable-card.ts'

const CARD: Card = {
  site: 'The Title',
  host: 'x.example',
  author: 'Ada Example',
  kind: 'Digest',
  title: 'What happened',
  day: '5 October 2026',
  date: '2026-10-05',
}

function textsIn({ props: { children } }: CardElement): string[] {
  return typeof children === 'string' ? [children] : children.flatMap(textsIn)
}

function sizeOf({ props: { style, children } }: CardElement, text: string): unknown {
  return children === text ? style['fontSize'] : typeof children === 'string' ? undefined : children.map((one) => sizeOf(one, text)).find(Boolean)
}

test.each<[string, Partial<Card>, string[]]>([
  ['a publication', {}, ['The Title', 'What happened', 'Digest · 5 October 2026', 'Ada Example', 'x.example']],
  ['a publication whose title cannot be drawn', { title: '' }, ['The Title', 'Digest · 5 October 2026', 'Ada Example', 'x.example']],
  ['a publication whose day cannot be drawn', { day: '' }, ['The Title', 'What happened', 'Digest · 2026-10-05', 'Ada Example', 'x.example']],
  ['the site', { kind: '', title: '', day: '', date: '' }, ['The Title', 'Ada Example', 'x.example']],
  ['a site whose title cannot be drawn', { site: '', kind: '', title: '', day: '', date: '' }, ['x.example', 'Ada Example']],
  ['a publication that is called as its site', { title: 'The Title' }, ['The Title', 'Digest · 5 October 2026', 'Ada Example', 'x.example']],
])('the card of %s shows each text once', (_, change, texts) => {
  expect(textsIn(toCard({ ...CARD, ...change }))).toEqual(texts)
})

test('the longer a title, the smaller', () => {
  const sizes = [10, 30, 60, 100, 150].map((length) => {
    const title = 'x'.repeat(length)
    return Number(sizeOf(toCard({ ...CARD, title }), title))
  })
  expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => b - a))
})

test('drawableCard() leaves out emoji and what is not seen, and spells what programmers spell', () => {
  const title = '🎉 Released:\u00a03.9 👩‍💻 → 1️⃣ key\u202e ❤️ \u0041\u030a'
  expect(drawableCard({ ...CARD, title }, '')).toEqual({ ...CARD, title: 'Released: 3.9 -> 1 key Å' })
})

test('drawableCard() shows of a text all its letters or none, and keeps the others', () => {
  const lacking = '漢字א'
  const text = fc.stringMatching(/^[a-z漢字א]{1,8}$/)
  fc.assert(
    fc.property(text, text, (title, author) => {
      const shown = drawableCard({ ...CARD, title, author }, lacking)
      const expected = (one: string): string => ([...lacking].some((letter) => one.includes(letter)) ? '' : one)
      expect(shown).toEqual({ ...CARD, title: expected(title), author: expected(author) })
    }),
  )
})
