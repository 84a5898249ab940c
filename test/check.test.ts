import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { check, RULES } from '../src/check/check.ts'
import type { Content } from '../src/content.ts'
import { type ErratumText, readDocument, readPage } from '../src/document.ts'
import type { Client } from '../src/model/client.ts'
import { clientSchema } from '../src/model/client.ts'
import type { Repository } from '../src/model/repository.ts'
import { type Site, siteSchema } from '../src/model/site.ts'
import { story } from './stories.ts'

const SITE = siteSchema.parse({
  title: 'T',
  url: 'https://digest.example.org',
  author: { name: 'Ada', email: 'ada@example.org' },
  tiers: ['silver', 'gold'],
})
const client = (given: object): Client => clientSchema.parse({ name: 'Acme', tier: 'gold', since: '2026-01-01', ...given })
const ACME = client({ recipients: [{ id: 'jo', name: 'Jo', email: 'jo@acme.example' }] })

/** Findings over these files, each as `file line:column level code`. */
function found(
  files: Record<string, string>,
  given: {
    clients?: Record<string, Client>
    now?: string
    refs?: string[]
    repository?: Repository
    site?: Partial<Site>
    errata?: ErratumText[]
  } = {},
): string[] {
  const content: { -readonly [Key in keyof Content]: Content[Key] } = {
    folder: '/',
    site: { ...SITE, ...given.site },
    clients: new Map(Object.entries(given.clients ?? { acme: ACME })),
    documents: [],
    pages: [],
    faults: [],
    images: [],
    records: [],
  }
  for (const [file, text] of Object.entries(files)) {
    const [, kind = '', name = ''] = /^(\w+)\/(.*)\.mdx$/.exec(file) ?? []
    const read =
      kind === 'pages' ? readPage(text, { name, file }) : readDocument(text, { kind: kind as 'digests', id: name, file, errata: given.errata ?? [] })
    if ('code' in read) content.faults = [...content.faults, read]
    else if ('frontmatter' in read) content.documents = [...content.documents, read]
    else content.pages = [...content.pages, read]
  }
  const collections = new Map(
    given.refs
      ? [
          [
            '2026-Q3',
            {
              digest: '2026-Q3',
              since: '2026-07-01T00:00:00Z',
              until: '2026-10-01T00:00:00Z',
              sources: [],
              stories: [story({ id: 'go/cl/1', refs: given.refs })],
            },
          ],
        ]
      : [],
  )
  const { repository } = given
  return check({ content, collections, assets: ['favicon.svg'], now: new Date(given.now ?? '2026-10-06T00:00:00Z'), repository }).map(
    (finding) => `${finding.file} ${finding.line ?? ''}:${finding.column ?? ''} ${finding.level} ${finding.code}`,
  )
}

const ready = (body: string): string => `---\ntitle: t\nsummary: s\nstatus: ready\n---\n${body}\n`
const draft = (body: string): string => `---\ntitle: t\nstatus: draft\n---\n${body}\n`
const BEGINNING = '  {/* <Clients only="acme"> */}'
const OFFER = `${BEGINNING}\n  {/* What it might mean for Acme */}\n  {/* </Clients> */}`
const Q3 = 'digests/2026-Q3.mdx'
const at = (place: string, level: string, code: string, file = Q3): string => `${file} ${place} ${level} ${code}`

describe('check()', () => {
  test.each([
    ['public', ['clients/acme.yaml : error repository/public', `${Q3} : error repository/public`]],
    ['unknown', ['clients/acme.yaml : error repository/public', `${Q3} : error repository/public`]],
    ['private', []],
  ] as const)('finds what is private in a repository whose remote is %s', (visibility, findings) => {
    const tracked = new Set(['clients/acme.yaml', 'site.yaml', 'sealed/a.age', Q3, 'digests/2026-Q2.mdx'])
    const files = {
      [Q3]: ready('a\n\n<Clients>b</Clients>'),
      'digests/2026-Q2.mdx': ready('a'),
      'posts/untracked.mdx': ready('<Clients>b</Clients>'),
    }
    const dated = Object.fromEntries(Object.entries(files).map(([file, text]) => [file, text.replace('title', 'date: 2026-10-01\ntitle')]))
    expect(found(dated, { repository: { tracked, remotes: [{ name: 'x.example/a', visibility }] } })).toEqual(findings)
  })
  test('warns where git does not tell what it tracks', () => {
    expect(found({}, { repository: { unread: 'dubious ownership', tracked: new Set(), remotes: [] } })).toEqual([
      'repository.json : warning repository/public',
    ])
  })

  test('finds nothing in a document that is well', () => {
    expect(
      found(
        {
          [Q3]: ready(
            '## Landed\n\n* <Clients tier="gold">a</Clients> [b](https://x.example) [c](#landed) [d](/about/) {/* go/cl/1 */} {/* a note */} <kbd>k</kbd>\n\n`TODO`\n',
          ),
          'pages/about.mdx': '---\ntitle: About\n---\n\nimport X from "./x.astro"\n\n<X a={1} />\n',
        },
        { refs: ['go/cl/1'] },
      ),
    ).toEqual([])
  })

  test.each<[string, string, string[]]>([
    ['an expression', ready('a {process.env.HOME}'), [at('6:3', 'error', 'document/expression')]],
    ['live code between comments', ready('{/* x */ process.env.HOME /* y */}'), [at('6:1', 'error', 'document/expression')]],
    ['an import', ready('\nimport x from "y"'), [at('7:1', 'error', 'document/expression')]],
    ['an expression in a draft', draft('a {1}'), [at('5:3', 'error', 'document/expression'), at('1:1', 'warning', 'frontmatter/summary')].sort()],
    ['a lower-case mark', ready('<clients>x</clients>'), [at('6:1', 'error', 'audience/tag')]],
    ['a mistyped mark', ready('<Client>x</Client>'), [at('6:1', 'error', 'audience/tag')]],
    ['a tag of HTML that is not allowed', ready('<div>\n\nx\n\n</div>'), [at('6:1', 'error', 'audience/tag')]],
    ['an attribute on HTML', ready('a <b class="x">b</b>'), [at('6:3', 'error', 'audience/attribute')]],
    ['an unknown attribute', ready('<Clients level="gold">x</Clients>'), [at('6:1', 'error', 'audience/attribute')]],
    ['an attribute with an expression', ready('<Clients tier={"gold"}>x</Clients>'), [at('6:1', 'error', 'audience/attribute')]],
    ['an attribute twice', ready('<Clients tier="gold" tier="silver">x</Clients>'), [at('6:1', 'error', 'audience/attribute')]],
    ['tier with only', ready('<Clients tier="gold" only="acme">x</Clients>'), [at('6:1', 'error', 'audience/attribute')]],
    ['a day that is none', ready('<Clients until="soon">x</Clients>'), [at('6:1', 'error', 'audience/attribute')]],
    ['an unknown tier', ready('<Clients tier="bronze">x</Clients>'), [at('6:1', 'error', 'audience/tier')]],
    ['an unknown client', ready('<Clients only="nobody">x</Clients>'), [at('6:1', 'error', 'audience/client')]],
    ['Public inside Clients', ready('<Clients>\n\na <Public>x</Public>\n\n</Clients>'), [at('8:3', 'error', 'audience/nesting')]],
    ['Clients inside Public', ready('<Public>a <Clients>x</Clients></Public>'), [at('6:11', 'error', 'audience/nesting')]],
    ['a mark that holds nothing', ready('<Clients tier="gold"/> secret'), [at('6:1', 'error', 'audience/empty')]],
    ['an offer that nobody opened, once', ready(`* a\n${OFFER}`), [at('7:3', 'error', 'concern/offer')]],
    ['an offer in a draft', draft(`* a\n${OFFER}`), [at('1:1', 'warning', 'frontmatter/summary'), at('6:3', 'warning', 'concern/offer')]],
    ['two offers below one line', ready(`* a\n${OFFER}\n${OFFER}`), [at('7:3', 'error', 'concern/offer'), at('10:3', 'error', 'concern/offer')]],
    [
      'two offers of which one lost its end',
      ready(`* a\n${BEGINNING}\n${OFFER}`),
      [at('7:3', 'error', 'concern/offer'), at('8:3', 'error', 'concern/offer')],
    ],
    ['an offer that is opened and filled', ready('* a\n  <Clients only="acme">\n  {/* What it might mean */}\n  Words.\n  </Clients>'), []],
    [
      'an offer that is opened and left',
      ready('* a\n  <Clients only="acme">\n  {/* What it might mean */}\n  </Clients>'),
      [at('7:3', 'error', 'concern/offer')],
    ],
    [
      'an offer that is opened and left in a draft',
      draft('<Clients only="acme">\n{/* What it might mean */}\n\n{/* and more */}\n</Clients>'),
      [at('1:1', 'warning', 'frontmatter/summary'), at('5:1', 'warning', 'concern/offer')],
    ],
    [
      'words in an offer that nobody opened, which everyone would read',
      draft('* a\n  {/* <Clients only="acme"> */}\n  {/* c */}\n  Words.\n  {/* </Clients> */}'),
      [at('1:1', 'warning', 'frontmatter/summary'), at('6:3', 'error', 'concern/offer')],
    ],
    [
      'words between two offers',
      draft(`* a\n${OFFER}\n\n  Words.\n\n${BEGINNING}`),
      [at('1:1', 'warning', 'frontmatter/summary'), at('6:3', 'warning', 'concern/offer'), at('12:3', 'warning', 'concern/offer')],
    ],
    [
      'an end of an offer that is left over',
      ready('a\n\n{/* </Clients> */}\n\n{/* </Clients> */}'),
      [at('8:1', 'error', 'concern/offer'), at('10:1', 'error', 'concern/offer')],
    ],
    ['an end too many', ready(`* a\n${OFFER}\n  {/* </Clients> */}`), [at('7:3', 'error', 'concern/offer'), at('10:3', 'error', 'concern/offer')]],
    [
      'words behind a beginning whose end is lost',
      draft(`* a\n${BEGINNING}\n  Words.\n${OFFER}`),
      [at('1:1', 'warning', 'frontmatter/summary'), at('6:3', 'error', 'concern/offer'), at('8:3', 'warning', 'concern/offer')],
    ],
    ['an offer inside a line', ready('a {/* <Clients only="acme"> */} {/* b */} {/* </Clients> */} c'), [at('6:3', 'error', 'concern/offer')]],
    ['a mark inside a line that holds a comment', ready('a <Clients>{/* b */} </Clients>c'), [at('6:3', 'error', 'concern/offer')]],
    [
      'a mark inside a mark, which says nothing',
      ready('<Clients>\n\n<Clients tier="gold">\n{/* b */}\n</Clients>\n\n</Clients>'),
      [at('8:1', 'error', 'concern/offer')],
    ],
    ['a mark that holds a comment beside a picture', ready('<Clients>{/* b */}![c](https://x.example/d.png)</Clients>'), []],
    ['a note that speaks of a mark', ready('{/* <Clients only="acme"> would do */} {/* </Clients> too */}'), []],
    [
      'a mark of another kind that is a comment, beside which words are for everyone',
      draft('{/* <Clients tier="gold"> */} words'),
      [at('1:1', 'warning', 'frontmatter/summary'), at('5:1', 'error', 'concern/offer')],
    ],
    [
      'what was offered for one client, without its tags',
      draft(
        '{/* What it might mean for Acme: a */}\n\nWords.\n\n<Clients only="acme">\n\n{/* What it might mean for Acme: b */}\n\nWords.\n\n</Clients>',
      ),
      [at('1:1', 'warning', 'frontmatter/summary'), at('5:1', 'error', 'concern/offer')],
    ],
    ["a mark in a picture's words", ready('![plan <Clients>secret</Clients>](https://x.example/y.png)'), [at('6:1', 'error', 'audience/literal')]],
    ['a mark in the title of a link', ready('[a](https://x.example "t <Clients>secret</Clients>")'), [at('6:1', 'error', 'audience/literal')]],
    [
      'a mark in the frontmatter',
      '---\ntitle: "t <Clients>secret</Clients>"\nsummary: s\nstatus: ready\n---\n',
      [at('1:1', 'error', 'audience/literal')],
    ],
    ['a mark in the first line of a code block', ready('```<Clients>secret</Clients>\ny\n```'), [at('6:1', 'error', 'audience/literal')]],
    ['a mark in code', ready('`<Clients>x</Clients>`'), [at('6:1', 'error', 'audience/literal')]],
    [
      'a mark in code that was never closed, in a draft',
      draft('```go\na\n\n<clients>\n\nsecret\n\n</clients>'),
      [at('1:1', 'warning', 'frontmatter/summary'), at('5:1', 'error', 'audience/literal')],
    ],
    ['words about a mark', ready('Write <code>&lt;Clients></code> or \\<Clients>.'), []],
    [
      'a comment that ends with the marker in it',
      ready('{/*\n* a line {/* go/cl/1 */}\n* for nobody\n*/}'),
      [at('8:3', 'warning', 'audience/literal')],
    ],
    ['a mark whose tags are written as text', ready('\\<Clients>secret\\</Clients>'), [at('6:1', 'warning', 'audience/literal')]],
    ['a mark written with entities', ready('&lt;Clients&gt;secret&lt;/Clients&gt;'), [at('6:1', 'warning', 'audience/literal')]],
    ['a mark in wide characters', ready('\uff1cClients\uff1esecret\uff1c/Clients\uff1e'), [at('6:1', 'warning', 'audience/literal')]],
    [
      'a mark in the label of a reference',
      ready('[a][<Clients>]\n\n[<Clients>]: https://x.example'),
      [at('6:1', 'error', 'audience/literal'), at('8:1', 'error', 'audience/literal')],
    ],
    [
      'a mark in the label of a footnote',
      ready('a[^<Public>]\n\n[^<Public>]: b'),
      [at('6:2', 'error', 'audience/literal'), at('8:1', 'error', 'audience/literal')],
    ],
    [
      'a comment that an address takes in',
      ready('see https://x.example/a{/* secret */} [b](https://x.example/{id})'),
      [at('6:5', 'error', 'audience/literal'), at('6:26', 'warning', 'audience/literal')],
    ],
    ['a mark that holds white space', ready('<Clients> </Clients>secret'), [at('6:1', 'error', 'audience/empty')]],
    ['a mark that spans a heading', ready('## a <Clients>b\n\nc</Clients>'), [at('6:1', 'error', 'document/syntax')]],
    ['a TODO in what is ready', ready('TODO: write'), [at('6:1', 'error', 'text/todo')]],
    ['a TODO in a draft', draft('TODO: write'), [at('1:1', 'warning', 'frontmatter/summary'), at('5:1', 'warning', 'text/todo')]],
    ['a TODO in code or in the title of a link', ready('`TODO` [remove a TODO](https://x.example)'), []],
    ['a TODO in a comment', ready('a {/* TODO ask */}'), []],
    ['a missing summary', '---\ntitle: t\nstatus: ready\n---\n\na\n', [at('1:1', 'error', 'frontmatter/summary')]],
    ['what changed under a line', ready('a\n{/* Changed since the last draft: go/cl/1: b */}'), [at('7:1', 'error', 'story/changed')]],
    [
      'what is not mentioned',
      ready('a\n\n{/*\n  Not mentioned: 2; tell them\n    go/cl/1 a\n\n    go/cl/2, go/cl/3 b */}'),
      [at('10:1', 'warning', 'story/unmentioned'), at('12:1', 'warning', 'story/unmentioned')],
    ],
    ['a stray marker in what is ready', ready('a {/* go/cl/2 */}'), [at('6:3', 'error', 'marker/unknown')]],
    [
      'a stray marker in a draft',
      draft('a {/* golang/go#2 */}'),
      [at('1:1', 'warning', 'frontmatter/summary'), at('5:3', 'warning', 'marker/unknown')],
    ],
    ['a relative link', ready('[a](other.html) ![b](../b.png)'), [at('6:1', 'error', 'link/relative'), at('6:17', 'error', 'link/relative')]],
    ['a relative link in a definition', ready('[a][b]\n\n[b]: c.html'), [at('8:1', 'error', 'link/relative')]],
    [
      'a dead link',
      ready('[a](/2025-Q1/) [b](https://digest.example.org/nothing)'),
      [at('6:1', 'error', 'link/dead'), at('6:16', 'error', 'link/dead')],
    ],
    [
      'an anchor of a heading that is longer for clients',
      ready('## Fixes <Clients>for you</Clients> {/* note */}\n\n<Public>[a](#fixes)</Public> <Clients>[b](#fixes-for-you)</Clients>'),
      [],
    ],
    [
      'an anchor of a heading that is another for some who see the link',
      ready('## Fixes <Clients>for you</Clients>\n\n[a](#fixes) [b](#fixes-for-you)'),
      [at('8:1', 'error', 'link/dead'), at('8:13', 'error', 'link/dead')],
    ],
    ['a public link to a heading for clients', ready('[a](#x)\n\n<Clients>\n\n## X\n\n[b](#x)\n\n</Clients>'), [at('6:1', 'error', 'link/dead')]],
    [
      'a link of every client to a heading for some, or for one',
      ready('<Clients>[a](#x) [b](#y)</Clients>\n\n## <Clients tier="gold">X</Clients>\n\n## <Clients only="acme">Y</Clients>'),
      [at('6:10', 'error', 'link/dead'), at('6:18', 'error', 'link/dead')],
    ],
    [
      'anchors of headings as pages have them',
      ready('## A `b` ![c](/favicon.svg)[^1]\n\n## A b\n\n## Main\n\n## !\n\n[a](#a-b-c) [b](#a-b) [c](#main-1) [d](#section)\n\n[^1]: e'),
      [],
    ],
    [
      'a reference and a footnote of everyone whose definition is for clients',
      ready('[a][b] c[^1] ![d][b]\n\n<Clients>\n\n[b]: https://x.example\n\n[^1]: e\n\n</Clients>'),
      [at('6:1', 'warning', 'link/dead'), at('6:9', 'warning', 'link/dead'), at('6:14', 'warning', 'link/dead')],
    ],
    ['a dead anchor', ready('[a](#nowhere)'), [at('6:1', 'error', 'link/dead')]],
    [
      'links that are alive',
      ready('[a](/) [b](/archive/) [c](/2026-Q3) [d](/favicon.svg) [e](https://digest.example.org) [f](https://digest.example.org.evil.example/x)'),
      [],
    ],
    ['an address that runs', draft('[a](javascript:x)'), [at('1:1', 'warning', 'frontmatter/summary'), at('5:1', 'error', 'link/scheme')]],
    ['a key that is unknown', '---\ntitle: t\nstatus: ready\nsumary: s\n---\n', [at('4:1', 'error', 'frontmatter/shape')]],
    ['a status that is unknown', '---\ntitle: t\nstatus: final\n---\n', [at('3:1', 'error', 'frontmatter/shape')]],
    ['a key twice', '---\ntitle: t\ntitle: u\nstatus: ready\n---\n', [at('3:1', 'error', 'frontmatter/shape')]],
    ['no frontmatter', 'text\n', [at('1:1', 'error', 'frontmatter/shape')]],
    ['a tag that is not closed', ready('a <Clients> b'), [at('6:3', 'error', 'document/syntax')]],
  ])('%s', (_, text, expected) => {
    expect(found({ [Q3]: text }, { refs: ['go/cl/1'] })).toEqual(expected)
  })

  test('a link to a digest is dead until that is public', () => {
    const files = { [Q3]: ready('[a](/2026-Q4/)'), 'digests/2026-Q4.mdx': '---\ntitle: t\nsummary: s\nstatus: ready\npublicOn: 2027-01-05\n---\n' }
    expect(found(files)).toEqual([at('6:1', 'error', 'link/dead')])
    expect(found(files, { now: '2027-01-05T00:00:00Z' })).toEqual([])
  })

  test('a link to a story is dead where nobody may read of it; where nothing was collected it may be one', () => {
    const story = ready('* a {/* go/cl/1 */} <Clients>b</Clients>\n\n[a](/stories/go/cl/1/) [b](/stories/go/cl/2/)')
    expect(found({ [Q3]: story }, { refs: ['go/cl/1'] })).toEqual([at('8:24', 'error', 'link/dead')])
    expect(found({ [Q3]: story.replace('ready', 'draft') }, { refs: ['go/cl/1'] })).toEqual([at('8:24', 'warning', 'link/dead')])
    expect(found({ [Q3]: story.replace('* a', '* <Clients>a</Clients>') }, { refs: ['go/cl/1'] })).toHaveLength(2)
    expect(found({ [Q3]: story })).toEqual([])
  })

  test('a named digest needs a date to be ready, not before', () => {
    expect(found({ 'digests/special.mdx': ready('a') })).toEqual(['digests/special.mdx 1:1 error frontmatter/date'])
    expect(found({ 'digests/special.mdx': '---\ntitle: t\nsummary: s\nstatus: draft\n---\n' })).toEqual([])
    expect(found({ 'digests/special.mdx': '---\ntitle: t\nsummary: s\nstatus: ready\ndate: 2026-08-01\n---\n' })).toEqual([])
  })

  test('a mark in a page of the site, in any case', () => {
    expect(found({ 'pages/about.mdx': '---\ntitle: t\n---\n\n<clients>x</clients>\n' })).toEqual(['pages/about.mdx 5:1 error audience/page'])
    expect(found({ 'pages/about.mdx': '---\ntitle: t\n---\n\n<Public>x</Public>\n' })).toEqual(['pages/about.mdx 5:1 error audience/page'])
  })

  test("two publications at one path, in any case, and names of the site's own", () => {
    expect(found({ [Q3]: ready('a'), 'notices/2026-q3.mdx': '---\ntitle: t\nsummary: s\nstatus: ready\ndate: 2026-08-01\n---\n' })).toEqual([
      'notices/2026-q3.mdx : error site/path',
    ])
    expect(found({ 'pages/archive.mdx': '---\ntitle: t\n---\n' })).toEqual(['pages/archive.mdx : error site/path'])
  })

  test.each([
    ['ada@example.org', undefined, false],
    ['ada@example.org', 'no-reply@example.org', true],
    ['ada@example.org', 'NoReply+digest@example.org', true],
    ['ada@example.org', 'do-not-reply@example.org', true],
    ['ada@example.org', 'donotreply@example.org', true],
    ['ada@example.org', 'do_not.reply@example.org', true],
    ['ada@example.org', 'reply@example.org', false],
    ['ada@example.org', 'ada+no-reply@example.org', false],
    ['ada@example.org', 'nora.noreply@example.org', false],
    ['no-reply@example.org', undefined, true],
    ['no-reply@example.org', 'ada@example.org', false],
    ['1+ada@users.noreply.github.com', undefined, true],
  ])('an author %s and answers to %s that nobody reads', (email, replyTo, isFound) => {
    const site = { author: { ...SITE.author, email }, sender: { from: 'ada@example.org', ...(replyTo !== undefined && { replyTo }) } }
    expect(found({}, { site })).toEqual(isFound ? ['site.yaml : error site/reply-to'] : [])
    expect(found({}, { site: { author: site.author } })).toEqual([])
  })

  test('one address at two clients, a tier that is unknown, an end before the beginning', () => {
    expect(found({}, { clients: { acme: ACME, borealis: client({ recipients: [{ id: 'x', name: 'X', email: 'JO@acme.example' }] }) } })).toEqual([
      'clients/borealis.yaml : error client/address',
    ])
    expect(found({}, { clients: { acme: client({ tier: 'bronze' }) } })).toEqual(['clients/acme.yaml : error client/tier'])
    expect(found({}, { clients: { acme: client({ until: '2025-12-31' }) } })).toEqual(['clients/acme.yaml : error client/dates'])
    const concerns = [
      { id: 'vague', text: 'All of it' },
      { id: 'tickets', text: 'Tickets', match: { words: ['ticket'] } },
    ]
    expect(found({}, { clients: { acme: client({ concerns }) } })).toEqual(['clients/acme.yaml : warning client/concern'])
  })

  test('a client without credit, or a person of it, in what everyone may read', () => {
    const named = (body: string, given: object = {}, now = '2026-10-06T00:00:00Z'): string[] =>
      found(
        { [Q3]: ready(body) },
        { now, clients: { acme: client({ name: 'Acme Corp', recipients: [{ id: 'jo', name: 'Jo Doe', email: 'jo@acme.example' }], ...given }) } },
      )
    expect(named('Thanks to **Acme** Corp, and Jo Doe.')).toEqual([at('1:1', 'warning', 'client/named'), at('1:1', 'warning', 'client/named')])
    expect(named('Write to jo@acme.example.')).toEqual([at('1:1', 'error', 'client/named')])
    expect(named('Thanks to Acme Corp.', { credit: true })).toEqual([])
    expect(named('Acme, Corporal. <Clients>Acme Corp</Clients> {/* Jo Doe */}')).toEqual([])
    expect(named('<Clients until="2026-10-07">Acme Corp</Clients>')).toEqual([])
    expect(named('<Clients until="2026-10-06">Acme Corp</Clients>')).toEqual([at('1:1', 'warning', 'client/named')])
  })

  test('an erratum: what it must not hold, its marks, addresses and links, each where it stands in its own file', () => {
    const file = 'errata/2026-Q3.r1.mdx'
    const erratum = (text: string): string[] =>
      found({ [Q3]: ready('a') }, { errata: [{ revision: 'r1', file, text: `---\ndate: 2026-10-12\n---\n\n${text}\n` }] })
    expect(erratum('It was **wrong**.')).toEqual([])
    expect(erratum('')).toEqual([at('1:1', 'error', 'erratum/shape', file)])
    expect(erratum('{/* a note */}')).toEqual([at('1:1', 'error', 'erratum/shape', file)])
    expect(erratum('a\n\n## b')).toEqual([at('7:1', 'error', 'erratum/shape', file)])
    expect(erratum('a[^1] ![b](https://x.example/b.png)\n\n[^1]: c')).toEqual([
      at('5:2', 'error', 'erratum/shape', file),
      at('5:7', 'error', 'erratum/shape', file),
      at('7:1', 'error', 'erratum/shape', file),
    ])
    expect(erratum('<Clients tier="bronze">a</Clients> <Clients/> TODO')).toEqual([
      at('5:1', 'error', 'audience/tier', file),
      at('5:36', 'error', 'audience/empty', file),
      at('5:46', 'error', 'text/todo', file),
    ])
    expect(erratum('[a](/gone/) [b](c)')).toEqual([at('5:1', 'error', 'link/dead', file), at('5:13', 'error', 'link/relative', file)])
    expect(found({ [Q3]: ready('a') }, { errata: [{ revision: 'r1', file, text: 'no day' }] })).toEqual([
      at('1:1', 'error', 'frontmatter/shape', file),
    ])
  })

  test('finds notices whose state and days do not fit', () => {
    const file = 'notices/N-1.mdx'
    const notice = (front: string): string[] => found({ [file]: `---\ntitle: t\nsummary: s\nstatus: ready\ndate: 2026-10-05\n${front}\n---\n\na\n` })
    expect(notice('state: closed')).toEqual([])
    expect(notice('state: updated')).toEqual([at('1:1', 'error', 'notice/state', file)])
    expect(notice('state: pre-announced')).toEqual([at('1:1', 'error', 'notice/state', file)])
    expect(notice('state: heard\nembargo: 2026-10-06T00:00:00Z')).toEqual([at('1:1', 'warning', 'notice/state', file)])
  })

  test('every rule has a code of its own, and a case above in which it fires', () => {
    expect(new Set(RULES.map((rule) => rule.code)).size).toBe(RULES.length)
    const here = readFileSync(import.meta.filename, 'utf8')
    expect(RULES.map((rule) => rule.code).filter((code) => !new RegExp(`(error|warning)('?, '| )${code}'`).test(here))).toEqual([])
  })
})
