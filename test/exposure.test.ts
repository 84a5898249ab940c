import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { readDocument, type Document, type Kind } from '../src/document.ts'
import { clientSchema } from '../src/model/client.ts'
import { exposureSchema, type Told } from '../src/model/exposure.ts'
import { siteSchema } from '../src/model/site.ts'
import { exposureOf } from '../src/render/exposure.ts'

const NOW = new Date('2026-10-06T09:00:00Z')
const site = siteSchema.parse({
  title: 'T',
  url: 'https://x.example',
  author: { name: 'Ada', email: 'ada@example.org' },
  tiers: ['silver', 'gold'],
})
const client = (tier: string) => clientSchema.parse({ name: tier, tier, since: '2026-01-01' })
const clients = new Map([
  ['acme', client('gold')],
  ['borealis', client('silver')],
  ['cobalt', client('gold')],
])
const SERVED = new Map([
  ['acme', 2],
  ['borealis', 1],
])
const read = (body: string, { id = '2026-Q3', kind = 'digests', ...keys }: { id?: string; kind?: Kind } & Record<string, string> = {}): Document => {
  const frontmatter = { title: `Of ${id}`, summary: '""', status: 'ready', date: '2026-10-05', ...keys }
  const yaml = Object.entries(frontmatter).map(([key, value]) => `${key}: ${value}\n`)
  const document = readDocument(`---\n${yaml.join('')}---\n\n${body}\n`, { kind, id, file: `${kind}/${id}.mdx` })
  if (!('tree' in document)) throw new Error(document.message)
  return document
}
const sheet = (document: Document, others: readonly Document[] = [], now = NOW) =>
  exposureOf(document, { content: { site, clients, documents: [...others, document] }, served: SERVED, now })
const texts = (told: readonly Told[]): string[] => told.map(({ text, opens }) => (opens ? `${text} @${opens}` : text))
const groups = (given: ReturnType<typeof sheet>): [string, string[]][] =>
  given.clients.map(({ tier, client: one, told }) => [one ?? tier, texts(told)])

describe('exposureOf()', () => {
  const FULL = `Open. <Clients>All.</Clients> <Clients tier="gold">Gold.</Clients>

<Clients only="acme">

Acme. [there](https://a.example/secret)

</Clients>

<Clients only="borealis">Borealis.</Clients> {/* a note */}

<Public>Nobody else.</Public>`

  test('tells each audience what those who read less do not get, and who reads it', () => {
    const exposure = sheet(read(FULL))
    expect(texts(exposure.everyone)).toEqual(['Of 2026-Q3', 'Open.', 'Nobody else.'])
    expect(texts(exposure.publicAlone)).toEqual(['Nobody else.'])
    expect(groups(exposure)).toEqual([
      ['silver', ['All.']],
      ['gold', ['Gold.']],
      ['acme', ['Acme. there', 'https://a.example/secret']],
      ['borealis', ['Borealis.']],
    ])
    expect(exposure.clients.map(({ readers }) => readers)).toEqual([
      [
        { client: 'acme', recipients: 2 },
        { client: 'borealis', recipients: 1 },
      ],
      [{ client: 'acme', recipients: 2 }],
      [{ client: 'acme', recipients: 2 }],
      [{ client: 'borealis', recipients: 1 }],
    ])
  })

  test('a passage for a client that is not served has no readers', () => {
    expect(sheet(read('<Clients only="cobalt">Secret.</Clients>')).clients.at(-1)).toEqual({
      tier: 'gold',
      client: 'cobalt',
      readers: [],
      told: [{ kind: 'text', text: 'Secret.' }],
    })
  })

  test('a passage inside a sentence makes a sentence of its own for those who read it, and nothing that the public alone reads', () => {
    const exposure = sheet(read('The price is a round trip <Clients tier="gold">of 3 ms</Clients> for you.'))
    expect(texts(exposure.everyone)).toContain('The price is a round trip for you.')
    expect(exposure.publicAlone).toEqual([])
    expect(groups(exposure)).toEqual([
      ['silver', []],
      ['gold', ['The price is a round trip of 3 ms for you.']],
    ])
  })

  test('leaves out what stands in public in an earlier digest, notice or post, however it is set', () => {
    const words = 'It’s “known” – already… so.'
    const now = sheet(read(`${words} New.`, { title: 'Same' }), [
      read('It\'s "known" - already...  so.', { id: 'n', kind: 'notices', date: '2026-09-01', title: 'Same' }),
    ])
    expect(texts(now.everyone)).toEqual(['New.'])
  })

  test.each([
    ['a draft', { status: 'draft' }],
    ['one that is public later', { publicOn: '2026-11-01', date: '2026-09-01' }],
    ['a later one', { date: '2026-10-06' }],
  ])('takes nothing for known from %s', (_, keys) => {
    expect(texts(sheet(read('Known.'), [read('Known.', { id: 'a', ...keys })]).everyone)).toContain('Known.')
  })

  test('takes nothing for known that an earlier digest tells its clients', () => {
    expect(texts(sheet(read('Known.'), [read('<Clients>Known.</Clients>', { id: 'a', date: '2026-01-01' })]).everyone)).toContain('Known.')
  })

  test('of two of one day, one sheet tells what both hold', () => {
    const [first, second] = [read('Both.', { id: 'a' }), read('Both.', { id: 'b' })]
    expect([sheet(first, [second]), sheet(second, [first])].map((one) => texts(one.everyone).includes('Both.'))).toEqual([true, false])
  })

  test('tells what the days open by themselves, each day once, to everyone and beside what clients read', () => {
    const exposure = sheet(
      read(
        'Open. <Clients until="2026-10-06">Today.</Clients> <Clients until="2026-12-01">Later.</Clients> <Clients tier="gold" until="2026-11-01">Soon.</Clients> <Clients until="2026-12-01"><Clients tier="gold">Never.</Clients></Clients>',
      ),
    )
    expect(texts(exposure.everyone)).toEqual(['Of 2026-Q3', 'Open.', 'Today.', 'Soon. @2026-11-01', 'Later. @2026-12-01'])
    expect(groups(exposure)).toEqual([
      ['silver', ['Later. @2026-12-01']],
      ['gold', ['Soon. @2026-11-01', 'Never.']],
    ])
  })

  test('days that have passed open nothing', () => {
    const exposure = sheet(read('It <Clients until="2026-10-01">was</Clients> so <Clients until="2026-10-03">once</Clients> before.'))
    expect(texts(exposure.everyone)).toEqual(['Of 2026-Q3', 'It was so once before.'])
  })

  test('before publicOn, tells what that day shows', () => {
    const body = 'Open. <Clients until="2026-10-20">Before.</Clients> <Clients until="2026-12-01">After.</Clients>'
    const exposure = sheet(read(body, { publicOn: '2026-11-01' }))
    expect(exposure.publicOn).toBe('2026-11-01')
    expect(texts(exposure.everyone)).toEqual(['Of 2026-Q3', 'Open.', 'Before.', 'After. @2026-12-01'])
    expect(groups(exposure)[0]).toEqual(['silver', ['After. @2026-12-01']])
  })

  test('without tiers there is the public alone, and nothing apart from it', () => {
    const exposure = exposureOf(read('Open.'), {
      content: { site: { ...site, tiers: [] }, clients: new Map(), documents: [] },
      served: new Map(),
      now: NOW,
    })
    expect([texts(exposure.everyone), exposure.publicAlone, exposure.clients]).toEqual([['Of 2026-Q3', 'Open.'], [], []])
  })

  test('every passage is told to exactly those who are meant, wherever it stands', () => {
    const mark = fc.record({
      tier: fc.constantFrom(undefined, 'silver', 'gold'),
      only: fc.constantFrom(undefined, 'acme', 'borealis'),
      until: fc.constantFrom(undefined, '2026-10-01', '2026-12-01'),
      block: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(undefined), mark), { maxLength: 8 }), (marks) => {
        const passages = marks.map((one, index) => {
          if (one === undefined) return { text: `Word${index}.`, key: 'everyone' }
          const { until } = one
          const open = until === '2026-10-01'
          const only = one.tier === undefined ? one.only : undefined
          const attributes = Object.entries({ tier: one.tier, only, until }).flatMap(([name, value]) => (value ? [` ${name}="${value}"`] : []))
          const gap = one.block ? '\n\n' : ''
          const text = `<Clients${attributes.join('')}>${gap}Word${index}.${gap}</Clients>`
          return { text, key: open ? 'everyone' : (only ?? one.tier ?? 'silver'), later: open ? undefined : until }
        })
        const exposure = sheet(read(passages.map(({ text }) => text).join('\n\n')))
        const told = new Map(groups(exposure))
        passages.forEach(({ key, later }, index) => {
          const word = later ? `Word${index}. @${later}` : `Word${index}.`
          const where = [['everyone', texts(exposure.everyone)] as const, ...told].filter(([, list]) =>
            list.some((one) => one.startsWith(`Word${index}.`)),
          )
          expect(where.map(([name]) => name)).toEqual(later ? ['everyone', key] : [key])
          expect(where.every(([, list]) => list.includes(word))).toBe(true)
        })
      }),
    )
  })

  test('is the same at any hour of a day, and passes its own schema', () => {
    const document = read(FULL)
    const evening = sheet(document, [], new Date('2026-10-06T23:59:59Z'))
    expect(JSON.stringify(evening)).toBe(JSON.stringify(sheet(document)))
    expect(exposureSchema.parse(JSON.parse(JSON.stringify(evening)))).toEqual(evening)
  })
})
