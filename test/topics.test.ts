import { expect, test } from 'vitest'
import type { Client } from '../src/model/client.ts'
import type { History } from '../src/render/history.ts'
import { supportersOf } from '../src/render/supporters.ts'
import { timeline } from '../src/render/timeline.ts'
import { topicsOf } from '../src/render/topics.ts'

const digest = (id: string) => ({ id, title: `Digest ${id}`, date: `${id.slice(0, 4)}-0${Number(id.slice(-1)) * 2}-01`, path: `/${id}/` })
const told = (id: string, place = 0) => ({ digest: digest(id), place, title: 'x', state: undefined, said: { type: 'root' as const, children: [] } })
const history = (name: string, area: string | undefined, times: ReturnType<typeof told>[]): History => ({
  path: `/stories/${name}/`,
  others: [],
  id: name,
  title: name,
  state: undefined,
  links: [],
  area,
  steps: [],
  told: times,
})

test('topicsOf() tells of areas that two digests told of, or one told of three times, newest digest first, as the digest has them', () => {
  const topics = topicsOf([
    history('a', 'crypto/tls', [told('2026-Q1', 4), told('2026-Q2', 9)]),
    history('b', 'crypto/tls', [told('2026-Q2', 2)]),
    history('c', 'net', [told('2026-Q1')]),
    history('d', 'net', [told('2026-Q1')]),
    history('e', undefined, [told('2026-Q1'), told('2026-Q2')]),
    ...['f', 'g', 'h'].map((name) => history(name, 'Crypto TLS!', [told('2026-Q3')])),
    ...['i', 'j', 'k'].map((name) => history(name, '漢字', [told('2026-Q3')])),
  ])
  expect(
    topics.map(({ name, path, parts }) => [
      name,
      path,
      parts.map((part) => [part.digest.id, part.stories.map((story) => story.path.slice(9, -1)).join('')]),
    ]),
  ).toEqual([
    [
      'crypto/tls',
      '/topics/crypto-tls/',
      [
        ['2026-Q3', 'fgh'],
        ['2026-Q2', 'ba'],
        ['2026-Q1', 'a'],
      ],
    ],
  ])
})

test('an area that one digest told of thrice is a topic, twice is none; topics stand by name', () => {
  const areas = ['net', 'net', 'net', 'crypto', 'crypto', 'crypto', 'os', 'os']
  expect(topicsOf(areas.map((area, index) => history(String(index), area, [told('2026-Q1')]))).map(({ name }) => name)).toEqual(['crypto', 'net'])
})

test('no topic takes the place of a page, whatever an area is called, nor has a path that is too long for a folder', () => {
  const paths = ['index.html', 'Index.md', 'x.htm', 'feed.xml', '../..', 'z'.repeat(255), `${'z'.repeat(255)}/b`].map(
    (area) => topicsOf([history('a', area, [told('2026-Q1'), told('2026-Q2')])])[0]?.path,
  )
  expect(paths.slice(0, 5)).toEqual(['/topics/index-html/', '/topics/index-md/', '/topics/x-htm/', '/topics/feed.xml/', undefined])
  expect(new Set(paths).size).toBe(paths.length)
  expect(paths.every((path = '') => path.length < 128)).toBe(true)
})

test('timeline() says each step, and draws nothing of what happened on one day', () => {
  const steps = [
    { on: '2026-01-10', what: 'accepted', count: 1 },
    { on: '2026-02-01', what: 'landed', count: 3 },
  ]
  const html = timeline({ steps, told: [told('2026-Q2')] }, 'en')
  expect(html).toContain('aria-label="10 January 2026: accepted; 1 February 2026: 3 changes landed; 1 April 2026: told in 2026 Q2"')
  expect(html.match(/<circle/g)).toHaveLength(2)
  expect(timeline({ steps: [], told: [told('2026-Q2')] }, 'en')).toBe('')
})

test('timeline() has marks in order, those of many changes larger', () => {
  const step = (on: string, what: string, count = 1) => ({ on, what, count })
  const html = timeline(
    {
      steps: [step('2026-01-01', 'likely accept'), step('2026-03-30', 'accepted'), step('2026-03-31', 'landed', 9), step('2026-04-01', 'landed')],
      told: [told('2026-Q1'), told('2026-Q2')],
    },
    'en',
  )
  expect(html).toContain('31 March 2026: 9 changes landed; 1 April 2026: landed; 1 April 2026: told in 2026 Q2')
  expect([...html.matchAll(/<circle[^>]* r="(\d+)"/g)].map(([, radius]) => radius)).toEqual(['5', '5', '7', '4'])
})

test.each<[what: string, steps: [on: string, what: string][], digests: string[]]>([
  ['years', [['2023-02-01', 'active'], ['2023-02-12', 'likely accept'], ['2024-03-20', 'on hold'], ['2025-11-25', 'landed'], ['2026-02-01', 'active'], ['2026-05-08', 'accepted']], ['2023-Q1', '2024-Q1', '2026-Q1', '2026-Q2']], // prettier-ignore
  [
    'days',
    [
      ['2026-02-01', 'likely accept'],
      ['2026-02-02', 'landed'],
      ['2026-02-03', 'accepted'],
    ],
    ['2026-Q1', '2026-Q2'],
  ],
])('timeline() over %s names the first and the last step, and no label runs into another on a phone', (_, steps, digests) => {
  const html = timeline({ steps: steps.map(([on, what]) => ({ on, what, count: 1 })), told: digests.map((id) => told(id)) }, 'en')
  const labels = [...html.matchAll(/<text x="([\d.]+)%" y="(\d+)" text-anchor="(\w+)">([^<]*)/g)].map(([, x, y, anchor, words = '']) => {
    // As wide as they are at most in a sans of 14 pixels, on a line of 320.
    const width = (words.length * 6.6 * 100) / 320
    const from = Number(x) - { start: 0, middle: width / 2, end: width }[anchor as 'start' | 'middle' | 'end']
    return { words, y, from, to: from + width }
  })
  expect(labels.some(({ words }) => words.startsWith(steps[0]?.[1] ?? '?'))).toBe(true)
  expect(labels.some(({ words }) => words.startsWith(steps.at(-1)?.[1] ?? '?'))).toBe(true)
  for (const one of labels) {
    expect([one.from >= -0.5, one.to <= 100.5]).toEqual([true, true])
    for (const other of labels) if (one !== other && one.y === other.y) expect(one.to <= other.from || other.to <= one.from).toBe(true)
  }
})

test('timeline() of more than a year names the years', () => {
  const steps = ['2023-02-01', '2026-05-08'].map((on) => ({ on, what: 'active', count: 1 }))
  expect(timeline({ steps, told: [] }, 'en')).toContain('>active May 2026</text>')
})

test('timeline() writes what upstream says as text', () => {
  const html = timeline({ steps: [{ on: '2026-01-10', what: '<script>"x"&', count: 1 }], told: [told('2026-Q2')] }, 'en')
  expect(html).toContain('aria-label="10 January 2026: <script>&#x22;x&#x22;&#x26;; 1 April')
  expect(html).toContain('&#x3C;script>"x"&#x26; 10 Jan</text>')
})

test('supportersOf() names those who allow it while they are served', () => {
  const client = (name: string, rest: Partial<Client>): [string, Client] => [
    name,
    { name, tier: 'gold', since: '2026-01-01', key: 1, credit: true, recipients: [], concerns: [], answers: [], ...rest } as Client,
  ]
  const clients = new Map([
    client('Zed', {}),
    client('Acme', { until: '2026-10-06' }),
    client('Past', { until: '2026-10-05' }),
    client('Later', { since: '2026-10-07' }),
    client('Today', { since: '2026-10-06' }),
    client('Quiet', { credit: false }),
  ])
  expect(supportersOf(clients, new Date('2026-10-06T12:00:00Z'))).toEqual(['Acme', 'Today', 'Zed'])
})
