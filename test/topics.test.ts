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

test('timeline() has marks in order, labels that have room, and those at an end turned inward', () => {
  const step = (on: string, what: string, count = 1) => ({ on, what, count })
  const labels = (html: string): string[] =>
    [...html.matchAll(/<text [^>]*?x="([\d.]+%)" y="(\d+)" text-anchor="(\w+)">([^<]*)/g)].map(([, x, y, anchor, words]) =>
      [words, x, y, anchor].join(' '),
    )
  const html = timeline(
    {
      steps: [step('2026-01-01', 'likely accept'), step('2026-03-30', 'accepted'), step('2026-03-31', 'landed', 9), step('2026-04-01', 'landed')],
      told: [told('2026-Q1'), told('2026-Q2')],
    },
    'en',
  )
  expect(html).toContain('31 March 2026: 9 changes landed; 1 April 2026: landed; 1 April 2026: told in 2026 Q2')
  // Of three steps within three days the last two have a row each; what was told on 1 February has its own.
  expect(labels(html)).toEqual([
    'landed 1 Apr 98.5% 36 end',
    'landed 31 Mar 97.42% 18 end',
    'likely accept 1 Jan 1.5% 36 start',
    '2026 Q2 98.5% 76 end',
    '2026 Q1 34.91% 76 middle',
  ])
  expect([...html.matchAll(/<circle[^>]* r="(\d+)"/g)].map(([, radius]) => radius)).toEqual(['5', '5', '7', '4'])
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
