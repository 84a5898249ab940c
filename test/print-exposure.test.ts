import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { exposureRows } from '../scripts/exposure-rows.ts'
import { printExposure } from '../scripts/print-exposure.ts'
import type { Exposure, Told } from '../src/model/exposure.ts'

const NOW = new Date('2026-10-06T09:00:00Z')
const SITE = { tiers: ['silver', 'gold'], language: 'en' }
const told = (count: number, name: string): Told[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'text', text: `Sentence ${name}${index} of some eight words in all.` }))
const sheet = (given: Partial<Exposure> = {}): Exposure => ({
  digest: '2026-Q3',
  status: 'ready',
  everyone: [...told(20, 'p'), { kind: 'address', text: 'https://a.example/x' }],
  publicAlone: [],
  clients: [
    {
      tier: 'silver',
      readers: [
        { client: 'acme', recipients: 2 },
        { client: 'borealis-with-a-longer-name', recipients: 1 },
      ],
      told: told(3, 's'),
    },
    { tier: 'gold', readers: [{ client: 'acme', recipients: 2 }], told: [] },
    {
      tier: 'gold',
      client: 'acme',
      readers: [{ client: 'acme', recipients: 2 }],
      told: [...told(50, 'a'), { kind: 'address', text: 'https://a.example/y' }],
    },
  ],
  ...given,
})
const print = (exposure: Exposure, width: number): string[] => {
  const lines: string[] = []
  printExposure(exposureRows(exposure, { ...SITE, now: NOW }), { digest: '2026-Q3', width, out: (line = '') => lines.push(...line.split('\n')) })
  return lines
}

test('printExposure() fits the terminal, and cuts the name of nobody who reads', () => {
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 160 }), (width) => {
      const lines = print(sheet(), width)
      expect(lines.filter((line) => [...line].length > width)).toEqual([])
      expect(lines.join(' ')).toContain('acme, borealis-with-a-longer-name')
      const columns = lines.slice(1, 6).filter((line) => !line.startsWith('  acme'))
      expect(new Set(columns.slice(1).map((line) => /^(\S+(?: \S+)*) {2,}/.exec(line)?.[1])).size).toBe(columns.length - 1)
    }),
  )
})

test('printExposure() prints the beginning of what is public and of long private parts, and says how much more there is and where', () => {
  const text = print(sheet(), 100).join('\n')
  expect(text.match(/Sentence p\d+/g)).toHaveLength(12)
  expect(text.match(/Sentence s\d+/g)).toHaveLength(3)
  expect(text.match(/Sentence a\d+/g)).toHaveLength(40)
  expect(text.match(/… .*/g)).toEqual(['… 8 more: npm run dev, /preview/2026-Q3/exposure/', '… 11 more: npm run dev, /preview/2026-Q3/exposure/'])
})

test('exposureRows() says from when everyone may read it', () => {
  const opens = (given: Partial<Exposure>): string[] => exposureRows(sheet(given), { ...SITE, now: NOW }).map((row) => row.opens)
  const days = (...list: (string | undefined)[]): Told[] => list.map((day, index) => ({ kind: 'text', text: `${index}`, ...(day && { opens: day }) }))
  expect(opens({})[0]).toBe('now')
  expect(opens({ publicOn: '2026-10-06' })[0]).toBe('now')
  expect(opens({ publicOn: '2026-10-07' })[0]).toBe('2026-10-07')
  expect(opens({ status: 'draft' })[0]).toBe('once ready')
  expect(opens({ everyone: days(undefined, '2026-11-01', '2026-12-01'), clients: [] })).toEqual(['now', '2026-11-01', '2026-12-01'])
  const clients = [days(undefined), days('2026-11-01'), days(undefined, '2026-12-01', '2026-11-01')].map((part) => ({
    tier: 'gold',
    readers: [],
    told: part,
  }))
  expect(opens({ clients }).slice(1)).toEqual(['', '2026-11-01', '2 from 2026-11-01'])
})

test('exposureRows() counts sentences, words and links apart, and says who is served', () => {
  const rows = exposureRows(sheet(), { ...SITE, now: NOW })
  expect(rows.map((row) => [row.audience, row.sentences, row.words, row.addresses, row.people])).toEqual([
    ['everyone', 20, 160, 1, undefined],
    ['silver and above', 3, 24, 0, 3],
    ['gold', 0, 0, 0, 2],
    ['acme alone', 50, 400, 1, 2],
  ])
  const nobody = sheet({ clients: [{ tier: 'gold', client: 'x', readers: [], told: [] }] })
  expect(exposureRows(nobody, { ...SITE, now: NOW }).at(-1)?.heading).toBe('x alone, which nobody gets')
})
