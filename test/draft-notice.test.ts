import fc from './fast-check.ts'
import type { Nodes, Root } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { describe, expect, test } from 'vitest'
import { toAdvisory } from '../src/collect/osv/to-advisory.ts'
import { examine } from '../src/check/check.ts'
import { documentRules } from '../src/check/document-rules.ts'
import { offerRules } from '../src/check/offer-rules.ts'
import { readDocument } from '../src/document.ts'
import { draftNotice, type NoticeInput } from '../src/draft/notice/draft-notice.ts'
import { commentOf, isExpression } from '../src/mdx-nodes.ts'
import { clientSchema } from '../src/model/client.ts'
import { type OsvEntry, osvEntrySchema } from '../src/model/osv-entry.ts'
import type { Touched } from '../src/model/verdict.ts'
import { nodesIn } from '../src/nodes-in.ts'
import { siteSchema } from '../src/model/site.ts'
import { readYaml } from '../src/yaml.ts'
import { SITE } from './scratch.ts'
import { placeholdersIn } from '../src/placeholders-in.ts'
import { visit } from '../src/visit.ts'
import { entry } from './servers/vulndb.ts'

const NOW = '2026-10-06T09:00:00Z'
const ID = 'GO-2026-0007'

const site = readYaml(SITE, siteSchema, { file: 'site.yaml' })

const acme = clientSchema.parse({
  name: 'Acme Corp',
  tier: 'gold',
  since: '2026-01-01',
  concerns: [{ id: 'tickets', text: 'How tickets are keyed.' }],
  uses: 'gateways',
})

function osv(given: Record<string, unknown> = {}): OsvEntry {
  return osvEntrySchema.parse(entry(ID, given))
}

function input(given: OsvEntry, more: Partial<NoticeInput> = {}): NoticeInput {
  return {
    id: given.id,
    advisory: toAdvisory(given, { others: [], from: 'file that was given' }),
    site: { author: { name: 'Ada Example', email: 'ada@example.org', accounts: [] } },
    touched: [],
    clients: new Map([['acme', acme]]),
    stacks: new Map(),
    now: NOW,
    ...more,
  }
}

function read(text: string) {
  const read = readDocument(text, { kind: 'notices', id: ID, file: `notices/${ID}.mdx` })
  const document = 'tree' in read ? (read.withheld ?? read) : read
  if (!('tree' in document)) throw new Error(`${document.message} at ${document.line}:${document.column} in\n${text}`)
  return document
}

/** What everybody or somebody reads: all but comments and frontmatter. */
function shown(text: string): string {
  const parts: string[] = []
  visit(read(text).tree, (node: Nodes) => {
    if ((node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') && 'value' in node) parts.push(node.value)
  })
  return parts.join(' ')
}

/** Whole lines of text as a reader sees them: paragraphs, headings, commands. */
function lines(text: string): string[] {
  const found: string[] = []
  visit(read(text).tree, (node: Nodes) => {
    if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'code') found.push(toString(node))
  })
  return found
}

const affected = (...blocks: { name?: string; ecosystem?: string; events?: object[]; imports?: object[]; more?: object }[]) => ({
  affected: blocks.map(({ name = 'example.org/lattice', ecosystem = 'Go', events = [{ introduced: '0' }], imports = [], more = {} }) => ({
    package: { name, ecosystem },
    ranges: [{ type: 'SEMVER', events }],
    ecosystem_specific: { imports, ...more },
  })),
})

describe('draftNotice()', () => {
  test('has the parts in their order, the one for a client in its mark', () => {
    const touched: Touched[] = [{ client: 'acme', concerns: [{ id: 'tickets', evidence: [{ by: 'words', what: 'ticket', item: ID }] }] }]
    const { tree } = read(draftNotice(input(osv(), { touched })))
    expect(nodesIn(tree, 'heading').map((node) => toString(node))).toEqual([
      'Do you have to act?',
      'Names and severity',
      'What an attacker can do',
      'Who is affected, and who is not',
      'How to check',
      'What to do',
      "The maintainer's verdict",
      'What it means for you',
      'Status',
      'What you may do with this text',
      'Credits and links',
    ])
    const [mark] = nodesIn(tree, 'mdxJsxFlowElement')
    expect(mark && toString(mark)).toMatch(/^What it means for you.*It touches what you care about: How tickets are keyed\./)
    expect(nodesIn(tree, 'mdxJsxFlowElement')).toHaveLength(1)
  })

  test('a draft has no finding but what is to be done', () => {
    const touched: Touched[] = [{ client: 'acme', concerns: [{ id: 'tickets', evidence: [{ by: 'words', what: 'ticket', item: ID }] }] }]
    const document = read(draftNotice(input(osv(), { touched })))
    const context = { collection: undefined } as never
    const codes = [...documentRules, ...offerRules].flatMap((rule) => rule.document?.(document, context) ?? []).map(({ code }) => code)
    expect(new Set(codes)).toEqual(new Set(['frontmatter/summary', 'text/todo']))
  })

  test('says every branch in version order, with what mends it and the first pre-release in words', () => {
    const events = [
      { introduced: '1.26.0-0' },
      { fixed: '1.26.6' },
      { introduced: '0' },
      { fixed: '1.25.13' },
      { introduced: '1.27.0-0' },
      { fixed: '1.27.0-rc.3' },
    ]
    const said = lines(draftNotice(input(osv(affected({ name: 'stdlib', events })))))
    expect(said).toContain(
      'The standard library of Go (stdlib): all versions before 1.25.13; versions from 1.26.0-0 on, before 1.26.6; versions from 1.27.0-0 on, before 1.27.0-rc.3',
    )
    expect(said).toContain('From 1.26.0-0 on means from the first pre-release of 1.26.0 on: "-0" stands before all of them.')
    expect(said).toContain('The standard library of Go (stdlib): fixed in 1.25.13, 1.26.6 and 1.27.0-rc.3.')
    expect(said).toContain('Build with Go 1.25.13, 1.26.6 or 1.27.0-rc.3, whichever is of your branch, or a later one, and roll out what you built.')
  })

  test.each([
    [[{ introduced: '0' }], 'all versions', 'no fix.'],
    [[{ introduced: '1.2.0' }], 'all versions from 1.2.0 on', 'no fix from 1.2.0 on.'],
    [[{ introduced: '0' }, { last_affected: '1.4.0' }], 'all versions up to and including 1.4.0', 'no longer affected after 1.4.0.'],
    [
      [{ introduced: '0' }, { fixed: '1.4.1' }, { introduced: '2.0.0' }],
      'all versions before 1.4.1; all versions from 2.0.0 on',
      'fixed in 1.4.1; no fix from 2.0.0 on.',
    ],
  ])('%j is told as it is', (events, ranges, fixes) => {
    const said = lines(draftNotice(input(osv(affected({ events })))))
    expect(said).toContain(`example.org/lattice: ${ranges}`)
    expect(said).toContain(`example.org/lattice: ${fixes}`)
  })

  test("tells the project's own numbers, commits and versions named one by one apart", () => {
    const given = osv({
      affected: [
        {
          package: { name: 'example.org/lattice', ecosystem: 'Go' },
          ranges: [
            { type: 'SEMVER', events: [{ introduced: '0' }] },
            { type: 'GIT', repo: 'https://git.example/lattice', events: [{ introduced: '0' }, { fixed: 'abc123' }] },
          ],
          versions: ['0.9.0', '0.9.1'],
          ecosystem_specific: { custom_ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '7.2.0' }, { fixed: '7.4.1' }] }] },
        },
      ],
    })
    const said = lines(draftNotice(input(given)))
    expect(said).toContain(
      "example.org/lattice: all versions; in the project's own version numbers: versions from 7.2.0 on, before 7.4.1; in git.example/lattice: all commits before abc123; named one by one: 0.9.0 and 0.9.1",
    )
    expect(said).toContain("example.org/lattice: in the project's own version numbers fixed in 7.4.1; in git.example/lattice fixed in commit abc123.")
  })

  test('tells what a program calls from what is inside, and the platforms', () => {
    const imports = [
      { path: 'example.org/lattice/ssh', symbols: ['Dial', 'conn.read', 'Client.Close'], goos: ['windows', 'plan9'], goarch: ['amd64'] },
    ]
    const said = lines(draftNotice(input(osv(affected({ imports })))))
    expect(said).toContain('package example.org/lattice/ssh, only on windows or plan9 (GOOS), only on amd64 (GOARCH), through Dial and Client.Close')
    expect(said).toContain('inside it: conn.read')
  })

  test('gives commands of the ecosystem, and none with what a shell would take for more', () => {
    const some = affected(
      { name: 'example.org/lattice', events: [{ introduced: '0' }, { fixed: '1.4.1' }] },
      { name: '@lattice/core', ecosystem: 'npm', events: [{ introduced: '0' }, { fixed: '2.0.0' }] },
      { name: 'lattice', ecosystem: 'crates.io', events: [{ introduced: '0' }, { fixed: '3.0.0' }] },
      { name: 'x;rm -rf $HOME', events: [{ introduced: '0' }, { fixed: '1.0.0' }] },
      { name: '-rf', ecosystem: 'npm', events: [{ introduced: '0' }, { fixed: '1.0.0' }] },
      { name: 'example.org/odd', events: [{ introduced: '0' }, { fixed: '1.0.0`id`' }] },
    )
    const text = draftNotice(input(osv(some)))
    const code = nodesIn(read(text).tree, 'code').map((node) => node.value)
    expect(code.slice(1)).toEqual([
      'go get example.org/lattice@v1.4.1\ngo mod tidy',
      'npm install @lattice/core@2.0.0',
      'cargo update -p lattice --precise 3.0.0',
    ])
    expect(code[0]?.split('\n').map((line) => line.replace(/\s+#.*/, ''))).toEqual([
      'go list -m example.org/lattice',
      'go list -m example.org/odd',
      'govulncheck ./...',
      'go version -m PROGRAM',
      'npm ls @lattice/core',
      'cargo tree -i lattice',
    ])
  })

  test('severity is what somebody said, by name, and never anything else', () => {
    expect(shown(draftNotice(input(osv())))).toContain(
      'Severity: none was given where the entry was looked up. The Go vulnerability database gives none, by policy.',
    )
    const other = osvEntrySchema.parse({
      ...entry('GHSA-aaaa-bbbb-cccc'),
      severity: [
        { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:N' },
        { type: 'CVSS_V4', score: 'CVSS:4.0/AV:N' },
      ],
      database_specific: { severity: 'HIGH' },
    })
    const advisory = toAdvisory(osv(), { others: [other], from: 'x' })
    expect(lines(draftNotice(input(osv(), { advisory })))).toContain(
      'Severity: 5.9 (CVSS 3), CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:N, CVSS 4 CVSS:4.0/AV:N and HIGH by GitHub.',
    )
  })

  test.each([
    ['2026-10-06T09:00:00Z', 'public', 'TLP:CLEAR'],
    ['2026-10-06T09:00:01Z', 'heard', 'TLP:AMBER'],
    ['', 'heard', 'TLP:AMBER'],
    ['0001-01-01T00:00:00Z', 'heard', 'TLP:AMBER'],
  ])('published "%s" it is %s', (published, state, sharing) => {
    const text = draftNotice(input(osv({ published })))
    expect(read(text).frontmatter.state).toBe(state)
    expect(shown(text)).toContain(sharing)
    expect(/public since/.test(shown(text))).toBe(state === 'public')
  })

  test('says what was withdrawn, and what nobody has reviewed', () => {
    const said = shown(draftNotice(input(osv({ withdrawn: '2026-09-01T00:00:00Z', database_specific: { review_status: 'UNREVIEWED' } }))))
    expect(said).toContain('Withdrawn on 1 September 2026')
    expect(said).toContain('1 September 2026: the entry was withdrawn')
    expect(said).toContain('(UNREVIEWED)')
  })

  test('a title is the id and the summary without marks, at most 150 characters, cut between words', () => {
    const titleOf = (summary: string): string => read(draftNotice(input(osv({ summary })))).frontmatter.title
    expect(titleOf('Panic in `Dial` of [lattice](https://x.example).')).toBe(`${ID}: Panic in Dial of lattice`)
    expect(titleOf(`Panic ${'words '.repeat(60)}`)).toMatch(new RegExp(`^${ID}: Panic (words )+…$`))
    expect(titleOf(`Panic ${'words '.repeat(60)}`).length).toBeLessThanOrEqual(150)
    expect(titleOf('')).toBe(`${ID}: A peer can cause trouble.`.replace(/\.$/, ''))
  })

  test('a client reads what of its stack is affected, in words for it, and what is private stands nowhere else', () => {
    const module = { ecosystem: 'Go', name: 'example.org/lattice', version: '0.14.0', from: 'stacks/acme/go.mod', on: '2026-09-01' }
    const bare = { ...module, version: undefined, from: 'clients/acme.yaml' }
    const text = draftNotice(
      input(osv(affected({})), {
        touched: [
          {
            client: 'acme',
            concerns: [],
            verdict: {
              says: 'affected',
              why: 'it is old',
              modules: [
                { module, says: 'affected', why: 'it is old', fixedIn: '0.17.0' },
                { module: bare, says: 'cannot tell', why: 'it did not say' },
              ],
            },
          },
        ],
      }),
    )
    const [mark] = nodesIn(read(text).tree, 'mdxJsxFlowElement')
    expect(mark && toString(mark)).toContain(
      'Of what you run, example.org/lattice 0.14.0 (go.mod of 1 September 2026) is affected; the first version after it that is not affected is 0.17.0; example.org/lattice (as you told it on 1 September 2026) may be affected: it is not known which version of it you run.',
    )
    const outside = text.replace(/<Clients only="acme">[\s\S]*?<\/Clients>/, '')
    expect(outside).not.toMatch(/0\.14\.0|gateways|Acme|it is old/)
  })

  test('clients without a passage are named in a comment alone, by what is known of them', () => {
    const borealis = { ...acme, name: 'Borealis Grid' }
    const former = { ...acme, until: '2026-10-05' }
    const clients = new Map([
      ['acme', acme],
      ['borealis', borealis],
      ['former', former],
    ])
    const text = draftNotice(input(osv(affected({})), { clients, stacks: new Map([['borealis', { modules: [], whole: ['Go'] }]]) }))
    expect(text).toContain(
      '{/* No passage for other clients. They told all that they run, and this is not in it: borealis. Whether they run it is not known: acme. */}',
    )
    expect(shown(text)).not.toMatch(/borealis|acme/i)
  })

  test.each([
    ['{\\', '}'],
    ['`', '{/*'],
    ['}', '{`}'],
  ])('names such as %s and %s read alike in both parsers', (module, path) => {
    const imports = [{ path, symbols: [module, path], goos: [module] }]
    expect(() => read(draftNotice(input(osv(affected({ name: module, imports })))))).not.toThrow()
    expect(shown(draftNotice(input(osv(affected({ name: module, imports })))))).toContain(path)
  })

  test('whatever an entry says, it stays data: comments, words, code and links of the web, and nothing more to do', () => {
    const unit = fc.constantFrom(
      ...'{}<>[]()*_`#!|~\\/&;:.-+=1"\' \n@$abC',
      'TODO',
      'XXX',
      '*/',
      '{/*',
      '</Clients>',
      '<Clients only="acme">',
      'www.x.example',
      'https://x.example',
      'javascript:',
    )
    const outside = fc.string({ unit, maxLength: 12 })
    const name = outside.map((text) => text || 'x')
    const expected = [8, 1]
    const toDo = (tree: Root): number[] => [placeholdersIn(tree).length, nodesIn(tree, 'mdxJsxFlowElement', 'mdxJsxTextElement').length]
    fc.assert(
      fc.property(
        fc.tuple(outside, outside, name, name, name, name),
        fc.tuple(outside, outside, outside, outside),
        ([summary, details, module, path, symbol, version], [url, credit, word, alias]) => {
          const given = osv({
            summary,
            details,
            aliases: alias ? [alias] : [],
            ...affected({ name: module, events: [{ introduced: '0' }, { fixed: version }], imports: [{ path, symbols: [symbol], goos: [word] }] }),
            references: [{ type: 'WEB', url }],
            credits: [{ name: credit, type: word }],
            database_specific: { severity: '', review_status: 'REVIEWED' },
          })
          const text = draftNotice(input(given))
          const { tree, frontmatter } = read(text)
          expect(
            nodesIn(tree, 'mdxFlowExpression', 'mdxTextExpression')
              .filter(isExpression)
              .every((node) => commentOf(node) !== undefined),
          ).toBe(true)
          expect(toDo(tree)).toEqual(expected)
          expect(frontmatter.title).not.toMatch(/\b(TODO|FIXME|TBD|XXX)\b/)
          for (const link of nodesIn(tree, 'link')) expect(link.url).toMatch(/^(https?|mailto):/i)
          expect(nodesIn(tree, 'html', 'image', 'definition')).toEqual([])
          expect(nodesIn(tree, 'heading')).toHaveLength(10)
        },
      ),
      { numRuns: 200 },
    )
  })
})

test('no text of an entry is an error in what is drafted of it, which would stop a build', () => {
  const texts = [
    '<Clients only="acme">',
    '</Clients>',
    '<Public>',
    '*/}',
    '{/* go/cl/1 */}',
    '{process.env.HOME}',
    '<script>',
    '`',
    '[x](javascript:y)',
    'TODO',
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...texts, 'Dial', ' '), { minLength: 1, maxLength: 4 }), (parts) => {
      const text = parts.join('')
      const bad = text.trim() || 'x'
      const given = osv({
        aliases: [bad],
        related: [bad],
        summary: text,
        details: text,
        severity: [{ type: bad, score: bad }],
        affected: [
          {
            package: { name: bad, ecosystem: bad },
            ranges: [{ type: 'GIT', repo: bad, events: [{ introduced: '0' }, { fixed: bad }] }],
            versions: [bad],
            ecosystem_specific: { imports: [{ path: bad, symbols: [bad], goos: [bad], goarch: [bad] }] },
          },
        ],
        references: [
          { type: bad, url: bad },
          { type: 'WEB', url: `https://x.example/${bad}` },
        ],
        credits: [{ name: bad, type: bad }],
        database_specific: { review_status: bad, severity: bad, url: bad },
      })
      const document = readDocument(draftNotice(input(given)), { kind: 'notices', id: ID, file: 'notices/x.mdx', now: new Date(NOW) })
      if (!('tree' in document)) throw new Error(document.message)
      const { findings } = examine(document, { site, clients: new Map([['acme', acme]]), images: [], now: new Date(NOW) })
      expect(findings.filter(({ level }) => level === 'error')).toEqual([])
    }),
  )
})

test('details of any length are told as far as a person reads them, and the notice can be read', () => {
  const details = 'All of it {a} <b> */ '.repeat(50_000)
  const text = draftNotice(input(osv({ details })))
  expect(text.length).toBeLessThan(30_000)
  expect(text).toContain('more characters stand in the entry)')
  // What was drafted before with all of it can be told from a note all the same.
  expect(commentOf({ type: 'mdxFlowExpression', value: `/* ${'a'.repeat(10_000_000)} */ /* b */` })?.length).toBe(10_000_002)
})

test('no database is named for what none has yet, and no severity is called its own', () => {
  const severity = [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }]
  const heard = toAdvisory(osv({ id: 'CVE-2026-1111', published: '', severity }), { others: [], from: 'file that was given' })
  expect(heard).toMatchObject({ database: 'report to the maintainer', scores: [{ by: 'the report to the maintainer', number: 7.5 }] })
  expect(heard).not.toHaveProperty('url')
  const known = toAdvisory(osv({ id: 'CVE-2026-1111', severity }), { others: [], from: 'file that was given' })
  expect(known).toMatchObject({ database: 'CVE list', url: 'https://www.cve.org/CVERecord?id=CVE-2026-1111' })
})
