import { describe, expect, test } from 'vitest'
import { gate } from '../src/check/gate.ts'
import { type Passage, privatePassages, publicWords } from '../src/check/leaks.ts'
import type { Content } from '../src/content.ts'
import { readDocument } from '../src/document.ts'
import type { Finding } from '../src/model/finding.ts'
import { clientSchema } from '../src/model/client.ts'
import { siteSchema } from '../src/model/site.ts'
import { editionOf } from '../src/render/edition.ts'
import { toHtml } from '../src/render/html.ts'

const NOW = new Date('2026-10-06T00:00:00Z')
const found = (text: string, passages: readonly Passage[], known: readonly string[]): Finding[] => {
  const searched = gate(passages, () => known)
  searched.search({ path: 'a.html', bytes: Buffer.from(text) })
  return searched.findings()
}

describe('privatePassages()', () => {
  const read = (text: string, id: string) => {
    const document = readDocument(text, { kind: 'digests', id, file: `digests/${id}.mdx` })
    if (!('tree' in document)) throw new Error(document.message)
    return document
  }
  const content = (documents: Content['documents'], credit = false): Content => ({
    folder: '/',
    pages: [],
    faults: [],
    images: [],
    records: [],
    documents,
    site: siteSchema.parse({ title: 'T', url: 'https://x.example', author: { name: 'Ada', email: 'ada@example.org' }, tiers: ['gold'] }),
    clients: new Map([
      [
        'acme',
        clientSchema.parse({
          name: 'Acme Corp',
          tier: 'gold',
          since: '2026-01-01',
          credit,
          recipients: [{ id: 'jo', name: 'Jo Doe', email: 'jo@acme.example' }],
          concerns: [{ id: 'x', text: 'How keys rotate' }],
          answers: [{ about: 'o/r#1', on: '2026-08-01', text: 'We wait for it' }],
        }),
      ],
    ]),
  })
  const texts = (given: Content): string[] => privatePassages(given, NOW).map((passage) => passage.text.replace(/\s+/g, ' ').trim())

  test.each([
    ['2026-01-01', undefined, false],
    ['2026-10-06', '2026-10-06', false],
    ['2026-10-07', undefined, true],
    ['2026-01-01', '2026-10-05', true],
  ])('holds the name of a client that may be named on other days than from %s until %s', (since, until, isPrivate) => {
    const given = content([], true)
    const client = clientSchema.parse({ name: 'Acme Corp', tier: 'gold', since, until, credit: true })
    expect(texts({ ...given, clients: new Map([['acme', client]]) })).toEqual(isPrivate ? ['Acme Corp'] : [])
  })

  test('holds passages, notes, and what is known of clients', () => {
    const ready = read(
      '---\ntitle: Open\nsummary: s\nstatus: ready\n---\n\npublic <Clients tier="gold">for **gold** [x](https://a.example/b)</Clients> {/* a note */} {/* go/cl/1 */}\n\n<Clients until="2026-10-06">open today</Clients> <Clients until="2026-10-07">open tomorrow</Clients>\n',
      '2026-Q3',
    )
    expect(texts(content([ready]))).toEqual([
      'for gold x',
      'https://a.example/b',
      'a note',
      'open tomorrow',
      'Acme Corp',
      'Jo Doe',
      'jo@acme.example',
      'How keys rotate',
      'We wait for it',
    ])
  })
  test('what the draft offers for a client is private; its tags, and what else the draft writes, say nothing', () => {
    const text =
      '---\ntitle: Open\nsummary: s\nstatus: ready\n---\n\n* a line\n  {/* Why here: a reason */}\n  {/* <Clients only="acme"> */}\n  {/* What it might mean for Acme Corp: much. */}\n  {/* </Clients> */}\n'
    expect(texts(content([read(text, '2026-Q3')], true))).toEqual([
      'What it might mean for Acme Corp: much.',
      'Jo Doe',
      'jo@acme.example',
      'How keys rotate',
      'We wait for it',
    ])
  })
  test('words that the public reads through a link are not private, nor the other way round', () => {
    const text =
      '---\ntitle: Open\nsummary: s\nstatus: ready\n---\n\nPlease install [the release](https://x.example/r) before the coming Friday.\n\n<Clients>You should install the release before the coming Friday.</Clients>\n'
    const given = content([read(text, '2026-Q3')])
    const known = given.documents.map((document) => publicWords(document, NOW))
    const page = 'Please install <a href="https://x.example/r">the release</a> before the coming Friday.'
    expect(found(page, privatePassages(given, NOW), known)).toEqual([])
    expect(found('You should install the release', privatePassages(given, NOW), known)).toHaveLength(1)
  })
  test('code for clients is found where it stands in public, also highlighted', () => {
    const fence = '```ts\nconst [newest, oldest] = await vault.keys(`edge ${name}`) // both\nif (newest) return "no key is left"\n```'
    const given = content([read(`---\ntitle: Open\nsummary: s\nstatus: ready\n---\n\n<Clients>\n\n${fence}\n\n</Clients>\n`, '2026-Q3')])
    const leaked = editionOf(
      read(`---\ntitle: Open\nstatus: ready\n---\n\n${fence}\n`, '2026-Q4'),
      { edition: 'public' },
      { tiers: ['gold'], now: NOW },
    )
    const page = toHtml(leaked.tree, { base: '', highlight: true })
    expect(page).toMatch(/<b>const<\/b>.*<span class="s">`edge <\/span>.*<i>/)
    const passages = privatePassages(given, NOW)
    expect(found(page, passages, [])).toEqual([
      expect.objectContaining({ code: 'leak/passage', message: expect.stringContaining('in digests/2026-Q3.mdx:7') }),
    ])
    // From each place of it on, five words are enough: here those that lie in elements of three kinds.
    expect(found(page.slice(page.indexOf('vault')), passages, [])).toHaveLength(1)
    expect(found(page.slice(page.indexOf('<b>if')), passages, [])).toHaveLength(1)
    expect(found(page, passages, ['const [newest, oldest] = await vault.keys(`edge ${name}`) // both if (newest) return "no key is left"'])).toEqual(
      [],
    )
  })
  test('holds all of a document that is not public yet', () => {
    const later = read(
      '---\ntitle: Later\nsummary: soon\nstatus: ready\npublicOn: 2026-10-07\n---\n\n## Landed\n\nWords of it, five or more.\n\n* [a title that stands in public](https://x.example) and these words of mine\n',
      '2026-Q4',
    )
    const found = texts(content([later]))
    expect(found).toEqual(expect.arrayContaining(['Later', 'soon', 'Words of it, five or more.', 'and these words of mine']))
    expect(found).not.toContain('Landed')
  })
  test('leaves the name of a client that may be named', () => {
    expect(texts(content([], true))).toEqual(['Jo Doe', 'jo@acme.example', 'How keys rotate', 'We wait for it'])
  })
})
