import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { searchEditions } from '../scripts/search-editions.ts'
import { readContent } from '../src/content.ts'
import { plan } from '../src/deliver/plan.ts'
import { type Recorded, recordedSchema } from '../src/model/recorded.ts'
import { addressedIn, type RenderedVariant, renderVariant } from '../src/render/variant.ts'
import { legible, scratch, SITE } from './scratch.ts'

const NOW = new Date('2026-10-06T09:00:00Z')
const DIGEST = `---
title: The quarter
summary: s
status: ready
date: 2026-10-05
---

Everyone may read this sentence. <Clients>Each client may read this one too.</Clients> {/* a note that is only for me */}

<Clients tier="gold">

Gold clients should upgrade before the first Friday.

</Clients>

<Clients only="acme">

Your edge sets the ticket key at every start.

</Clients>

<Clients only="borealis">Your radio links are too slow for this group.</Clients>

<Clients until="2026-10-20">Soon everybody will know of this plan.</Clients>

{/* Each client may read this one too. You read this because your organisation is a client of mine. */}
`
const client = (name: string, tier: string, rest = ''): string =>
  `name: ${name} Industries\ntier: ${tier}\nsince: 2026-01-01\nrecipients: [{ id: jo, name: Jo of ${name}, email: jo@${name.toLowerCase()}.example }]\n${rest}`
const FILES = {
  'site.yaml': SITE,
  'sources.yaml': 'sources: []\n',
  'digests/2026-Q3.mdx': DIGEST,
  'digests/2026-Q4.mdx': '---\ntitle: Of winter and of snow\nsummary: later\nstatus: draft\n---\n\nThe next digest begins with these words.\n',
  'digests/2026-Q2.mdx':
    '---\ntitle: Q2\nsummary: s\nstatus: ready\npublicOn: 2026-12-01\n---\n\nClients got these words in the summer. <Clients tier="gold">And gold got these words of advice.</Clients>\n',
  'posts/later.mdx':
    '---\ntitle: Later\nsummary: s\nstatus: ready\ndate: 2026-12-01\npublicOn: 2026-12-01\n---\n\nPosts go to nobody by mail before.\n',
  'clients/acme.yaml': client('Acme', 'gold', 'concerns: [{ id: x, text: How the keys of tickets rotate }]\n'),
  'clients/borealis.yaml': client('Borealis', 'silver', 'answers: [{ about: o/r#1, on: 2026-08-01, text: We wait for that proposal }]\n'),
  'clients/cobalt.yaml': client('Cobalt', 'silver'),
  'clients/dorado.yaml': client('Dorado', 'gold', 'credit: true\n'),
}
const folderOf = (files: Record<string, string> = {}): string =>
  join(scratch(Object.fromEntries(Object.entries({ ...FILES, ...files }).map(([name, text]) => [`content/${name}`, text]))), 'content')

describe('searchEditions()', () => {
  const prepare = async (files: Record<string, string> = {}) => {
    const content = await readContent(folderOf(files), { now: new Date() })
    const document = content.documents.find((one) => one.id === '2026-Q3')
    if (!document) throw new Error('no digest')
    const { planned } = plan(content.clients, { day: '2026-10-06', addressed: addressedIn(document) })
    const render = (name: string, recorded?: Recorded): RenderedVariant =>
      renderVariant(document, { name }, { content, now: NOW, styles: 'p { margin: 0 }', recorded })
    const search = (variants: readonly RenderedVariant[], recorded?: Recorded) =>
      searchEditions(document, variants, { content, planned, now: NOW, collected: { recorded } })
    return { names: [...new Set(planned.map((one) => one.variant))], render, search }
  }

  test('lets pass the heading over what was suggested, also where another client reads it in its own passage', async () => {
    const note = '{/* What it might mean for Acme: it cares about "How the keys of tickets rotate". */}'
    const own = `<Clients only="acme">\n\n${note}\n\nYour edge sets the ticket key at every start.\n\n</Clients>\n\n<Clients only="borealis">\n\n## Why this matters to you\n\nIt does.\n\n</Clients>`
    const { names, render, search } = await prepare({ 'digests/2026-Q3.mdx': `${DIGEST.split('<Clients only')[0]}${own}\n` })
    const variants = names.map((name) => render(name))
    expect(variants.find(({ name }) => name === 'client-acme')?.text).toMatch(/Why this matters to you\n=+\n\n\* Gold clients.*\n\n  Your edge/)
    expect(search(variants)).toEqual([])
  })

  test('lets pass what an edition shows at a glance, whatever it is that another client cares about, and no name of a source', async () => {
    const { names, render, search } = await prepare({ 'clients/acme.yaml': client('Acme', 'gold', 'concerns: [{ id: x, text: crypto/tls }]\n') })
    const item = { kind: 'change', id: 'ex/p#1', title: 't', at: '2026-08-01T00:00:00Z', paths: ['src/crypto/tls/a.go'] }
    const recorded = recordedSchema.parse({
      digest: '2026-Q3',
      since: '2026-07-01T00:00:00Z',
      until: '2026-10-01T00:00:00Z',
      sources: [{ id: 'acme-industries', kind: 'git', complete: true, returned: 1, kept: 1, dropped: {}, requests: 0, problems: [] }],
      stories: [{ id: 'ex/p#1', title: 't', refs: ['ex/p#1'], items: [item] }],
    })
    const rendered = names.map((name) => render(name, recorded))
    expect(rendered[0]?.page).toContain('>crypto/tls</text>')
    const found = search(rendered, recorded).map(({ message }) => message)
    expect(found.filter((message) => message.includes('crypto'))).toEqual([])
    expect(found.filter((message) => message.includes('acme industries')).length).toBeGreaterThan(0)
  })

  test('finds nothing in what was rendered right, also where it is a draft', async () => {
    for (const status of ['ready', 'draft']) {
      const { names, render, search } = await prepare({ 'digests/2026-Q3.mdx': DIGEST.replace('ready', status) })
      expect(names.sort()).toEqual(['client-acme', 'client-borealis', 'tier-gold', 'tier-silver'])
      expect(search(names.map((name) => render(name)))).toEqual([])
    }
  })

  test('finds what is for others when a client gets the edition of another', async () => {
    const { names, render, search } = await prepare()
    const mixed = (name: string, other: string): string[] =>
      [...new Set(search([{ ...render(other), name }]).map(({ message }) => /digests\S+/.exec(message)?.[0]?.replace(/,$/, '') ?? message))].sort()
    const [gold, acme, borealis] = ['digests/2026-Q3.mdx:10', 'digests/2026-Q3.mdx:16', 'digests/2026-Q3.mdx:22']
    const reads: Record<string, (string | undefined)[]> = {
      'tier-silver': [],
      'tier-gold': [gold],
      'client-acme': [gold, acme],
      'client-borealis': [borealis],
    }
    for (const name of names)
      for (const other of names)
        expect([name, other, mixed(name, other)]).toEqual([name, other, reads[other]?.filter((one) => !reads[name]?.includes(one))])
  })

  test.each([
    ["the editor's notes", 'a note that is only for me'],
    ['a digest in work', 'The next digest begins with these words'],
    ['a post that is not public yet', 'Posts go to nobody by mail before'],
    ['what higher tiers got earlier', 'And gold got these words of advice'],
    ['the name of another client', 'Acme Industries'],
    ['the name of a person there', 'Jo of Acme'],
    ['an address there', 'jo@acme.example'],
    ['a concern of another client', 'how the keys of tickets rotate'],
    ['an answer of another client', 'we wait for that proposal'],
  ])('finds %s in each file of an edition', async (_, words) => {
    const { render, search } = await prepare()
    const silver = render('tier-silver')
    for (const [key, file] of Object.entries({ html: 'message.html', text: 'message.txt', page: 'page.html' })) {
      const findings = search([{ ...silver, [key]: `${key === 'text' ? silver.text : silver.html} ${words}` }])
      expect(findings.map((one) => [one.file, one.level, one.code])).toEqual([[`variants/tier-silver/${file}`, 'error', 'leak/edition']])
      expect(findings[0]?.message).toMatch(/which is private in .*, and cobalt gets this edition$/)
    }
  })

  test.each([
    ['what the client got earlier', 'tier-silver', 'Clients got these words in the summer'],
    ['its own name, people and concerns', 'client-acme', 'Acme Industries, Jo of Acme, jo@acme.example: How the keys of tickets rotate'],
    ['a client that may be named', 'tier-silver', 'Dorado Industries'],
  ])('lets %s pass', async (_, name, words) => {
    const { render, search } = await prepare()
    const variant = render(name)
    expect(search([{ ...variant, text: `${variant.text} ${words}` }])).toEqual([])
  })
})

describe('npm run send, with a fault in what renders,', () => {
  /** Loads a file of src/ with one expression replaced. */
  const HOOK = `import { registerHooks } from 'node:module'
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.endsWith('/src/' + process.env.FAULTY)) return loaded
    const source = String(loaded.source)
    if (!source.includes(process.env.FAULT_AT)) throw new Error('nothing to replace')
    return { ...loaded, source: source.replace(process.env.FAULT_AT, () => process.env.FAULT) }
  },
})
`
  test.each([
    ['that compares no tiers', 'shown-to.ts', 'context.tiers.indexOf(audience.tier) >= context.tiers.indexOf(mark.tier)', 'true'],
    ['that compares tiers the wrong way round', 'shown-to.ts', '(audience.tier) >=', '(audience.tier) <='],
    ['that passes over only=', 'shown-to.ts', 'mark.only === audience.client', 'true'],
    ['that shows every passage', 'render/audience.ts', 'if (!shownTo(cutting.audience, mark, cutting.context)) return []', ''],
    [
      'that names other clients around the text',
      'render/variant.ts',
      'please keep it inside',
      '${[...clients.values()].map((one) => one.name).join()}',
    ],
  ])('%s, stops and freezes nothing', (_, file, at, fault) => {
    const folder = folderOf({ 'hook.mjs': HOOK })
    const { status, stderr, stdout } = legible('send', ['2026-Q3'], folder, {
      NODE_OPTIONS: `--import=${join(folder, 'hook.mjs')}`,
      FAULTY: file,
      FAULT_AT: at,
      FAULT: fault,
    })
    expect(stderr).toMatch(
      /leak\/edition {2}holds "[^"]+", which is private in (digests\/2026-Q3\.mdx:\d+|clients\/\w+\.yaml), and[\s\S]*Nothing was frozen/,
    )
    expect([status, stdout, existsSync(join(folder, '../private/revisions'))]).toEqual([1, '', false])
  })

  test('says so in JSON, with the keys of a plan', () => {
    const folder = folderOf({ 'hook.mjs': HOOK })
    const { status, stdout } = legible('send', ['2026-Q3', '--json'], folder, {
      NODE_OPTIONS: `--import=${join(folder, 'hook.mjs')}`,
      FAULTY: 'shown-to.ts',
      FAULT_AT: 'mark.only === audience.client',
      FAULT: 'true',
    })
    expect([status, JSON.parse(stdout)]).toMatchObject([1, { digest: '2026-Q3', revision: null, hash: null, messages: 0 }])
    expect(JSON.parse(stdout).findings[0]).toMatchObject({ level: 'error', code: 'leak/edition' })
    expect(existsSync(join(folder, '../private/revisions'))).toBe(false)
  })
})
