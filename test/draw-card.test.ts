import { inflateSync } from 'node:zlib'
import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { drawCard } from '../scripts/draw-card.ts'
import { drawCards } from '../scripts/draw-cards.ts'
import type { Card } from '../src/render/card.ts'
import { palettePng } from '../src/render/palette-png.ts'

const card = (title: string): Card => ({
  site: 'The Title',
  host: 'x.example',
  author: 'Ada Example',
  kind: 'Digest',
  title,
  day: '5 October 2026',
  date: '2026-10-05',
})

/** The chunks of a PNG by their names. */
function chunksOf(png: Uint8Array): Record<string, Buffer> {
  const bytes = Buffer.from(png)
  const chunks: Record<string, Buffer> = {}
  for (let at = 8; at < bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at)
    chunks[bytes.toString('latin1', at + 4, at + 8)] = bytes.subarray(at + 8, end)
    at = end + 4
  }
  return chunks
}

test('a card is a PNG of 1200 by 630 pixels without words in it, and small', async () => {
  const { png, lacking } = await drawCard(card('Tickets that rotate by themselves, and the end of SHA-1 in certificates'))
  const chunks = chunksOf(png)
  expect(Object.keys(chunks)).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND'])
  expect([chunks['IHDR']?.readUInt32BE(0), chunks['IHDR']?.readUInt32BE(4)]).toEqual([1200, 630])
  expect(png.length).toBeLessThan(30_000)
  expect(lacking).toBe('')
})

test('of the same card come the same bytes, alone and in threads, and of another others', async () => {
  const cards = Array.from({ length: 70 }, (_, number) => card(`Number ${number % 35}`))
  const drawn = new Map<number, string>()
  await drawCards(cards, ({ png }, number) => void drawn.set(number, Buffer.from(png).toString('base64')))
  expect(drawn.size).toBe(70)
  expect(new Set(drawn.values()).size).toBe(35)
  for (const number of [0, 34, 35, 69]) {
    const { png } = await drawCard(card(`Number ${number % 35}`))
    expect(drawn.get(number)).toBe(Buffer.from(png).toString('base64'))
  }
})

test('what earlier cards took is let go of', async () => {
  await drawCard(card('One'))
  const before = process.memoryUsage().rss
  for (let number = 0; number < 150; number++) await drawCard(card(`Number ${number}`))
  expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(500)
})

test.each([
  ['第三四半期のまとめ', '第'],
  ['סיכום הרבעון', 'ס'],
  ['A letter with two marks: x\u0302', '\u0302'],
  ['Ⴀ in other words', 'Ⴀ'],
])('what no font has is told, and nothing is drawn in its place: %s', async (title, letter) => {
  const { png, lacking } = await drawCard(card(title))
  expect(lacking).toContain(letter)
  expect(Buffer.from(png).equals((await drawCard(card(''))).png)).toBe(true)
})

test.each(['Ключи, которые меняются сами', 'Κλειδιά που αλλάζουν', 'Łódź, Đường, Tiếng Việt', '“It’s” — 5 € … ½ & <b>'])(
  'the fonts have %s',
  async (title) => {
    expect((await drawCard(card(title))).lacking).toBe('')
  },
)

test('palettePng() keeps each pixel, as the nearest shade', () => {
  const [light, dark] = [
    [255, 253, 248],
    [26, 26, 26],
  ] as const
  const size = { width: 6, height: 3 }
  fc.assert(
    fc.property(fc.array(fc.nat(15), { minLength: 18, maxLength: 18 }), fc.integer({ min: -7, max: 7 }), (shades, off) => {
      const greens = shades.map((shade) => Math.min(255, Math.max(0, Math.round(253 - (227 * shade) / 15) + off)))
      const pixels = Uint8Array.from(greens.flatMap((green) => [0, green, 0, 255]))
      const { IDAT, PLTE } = chunksOf(palettePng(pixels, { ...size, light, dark }))
      const rows = inflateSync(IDAT ?? Buffer.alloc(0))
      const read = Array.from({ length: 18 }, (_, pixel) => {
        const byte = rows[Math.floor(pixel / 6) * 4 + 1 + Math.floor((pixel % 6) / 2)] ?? 0
        return pixel % 2 === 0 ? byte >> 4 : byte & 15
      })
      expect(read).toEqual(shades)
      expect([...(PLTE ?? [])].slice(0, 3)).toEqual([...light])
      expect([...(PLTE ?? [])].slice(-3)).toEqual([...dark])
    }),
  )
})
