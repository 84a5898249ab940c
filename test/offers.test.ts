import fc from './fast-check.ts'
import type { Nodes } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkMdx from 'remark-mdx'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, test } from 'vitest'
import { beginning, END } from '../src/closed-mark.ts'
import { matchConcerns } from '../src/curate/match-concerns.ts'
import { draft } from '../src/draft/draft.ts'
import { offers, printOffers } from '../src/draft/offers.ts'
import { draftedNote } from '../src/drafted-note.ts'
import { parseMdx } from '../src/mdx.ts'
import { commentOf, isExpression, isTag } from '../src/mdx-nodes.ts'
import { type Client, clientSchema } from '../src/model/client.ts'
import { sectionSchema } from '../src/model/section.ts'
import type { Story } from '../src/model/story.ts'
import { cutFor } from '../src/render/audience.ts'
import { toHtml } from '../src/render/html.ts'
import { readAgain } from '../src/second-reading.ts'
import type { SuggestedBefore } from '../src/suggested-before.ts'
import { change, draftInput, story } from './stories.ts'

const client = (given: object = {}): Client =>
  clientSchema.parse({
    name: 'Acme Corp',
    tier: 'gold',
    since: '2026-01-01',
    concerns: [{ id: 'tickets', text: 'How tickets rotate', match: { paths: ['src/tls/**'], words: ['ticket', 'rotation'], labels: ['tls'] } }],
    ...given,
  })
const CLIENTS = new Map([
  ['acme', client()],
  ['borealis', client({ name: 'Borealis Grid' })],
])
const TICKET = change({ id: 'o/r#1', title: 'tls: keep a ticket', message: 'No rotation.', paths: ['src/tls/a.ts'], labels: ['TLS'] })
const STORY = story({ id: 'o/r#1', title: 'tls: keep a ticket', reasons: [], items: [TICKET] })
const proposal = (given: object = {}) =>
  change({ id: 'o/r#9', kind: 'proposal', title: 'rotate each ticket', state: 'likely-accept', paths: [], at: '2026-10-03T00:00:00Z', ...given })

function offered(one: Story, clients: ReadonlyMap<string, Client> = CLIENTS, suggested: readonly SuggestedBefore[] = []) {
  return offers(one, { matches: matchConcerns([one], clients, { day: '2026-10-06' }), clients, suggested })
}
/** What the first client is told. */
const told = (one: Story, given: object = {}): string => commentOf(offered(one, new Map([['acme', client(given)]]))[1] ?? { type: 'break' }) ?? ''

/** A drafted digest with offers below its one line, and a second line behind. */
function digest(nodes = offered(STORY)): string {
  const second = story({ id: 'o/r#2', rank: 2 })
  const { text } = draft(draftInput({ sections: [sectionSchema.parse({ id: 'landed', title: 'Landed' })], stories: [STORY, second] }))
  const lines = nodes.length > 0 ? `${printOffers(nodes, '  ')}\n` : ''
  return text.replace(/\n\* (?=\[area: change o\/r#2)/, () => `\n${lines}* `)
}

const remark = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).use(remarkMdx).freeze()
function both(text: string): Nodes[] {
  const tree = parseMdx(text)
  expect(() => readAgain(text, tree)).not.toThrow()
  return [tree, remark.parse(text)]
}
function below(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(below) : [])]
}
const shape = (node: Nodes): string => `${node.type}${'children' in node ? `(${node.children.map(shape).join(' ')})` : ''}`
const open = (text: string, name: string): string =>
  text.replace(new RegExp(`\\{/\\* (<Clients only="${name}">) \\*/\\}([\\s\\S]*?)\\{/\\* (</Clients>) \\*/\\}`), '$1$2$3')
const read = (text: string, name?: string): string =>
  toHtml(
    cutFor(name ? { edition: 'clients', tier: 'gold', client: name } : { edition: 'public' }, parseMdx(text), { tiers: ['gold'], now: new Date(0) }),
    { base: '' },
  )

describe('what is said', () => {
  test('what came of each concern before, the last three times', () => {
    const past = (id: string, given: Partial<SuggestedBefore>): SuggestedBefore => ({
      id,
      on: '2026-07-05',
      client: 'acme',
      concern: 'tickets',
      story: 'o/r#8',
      isSuggested: true,
      ...given,
    })
    const long = `${'Restart it. '.repeat(13)}Then wait for it.`
    const suggested = [
      past('2026-Q2', { outcome: 'taken', words: long }),
      past('GO-2026-0001', { story: undefined, outcome: 'taken', words: 'Act now.' }),
      past('2026-Q2', { outcome: 'taken', words: 'Other words.', client: 'borealis' }),
      past('2026-Q2', { outcome: 'taken', words: 'Other words.', concern: 'roots' }),
      past('2026-Q1', { outcome: 'open' }),
      past('2026-Q1', { isSuggested: false }),
      past('2025-Q4', { outcome: 'ignored', story: 'o/r#7' }),
      past('2025-Q3', { outcome: 'ignored', story: 'o/r#6' }),
    ]
    const said = commentOf(offered(STORY, new Map([['acme', client()]]), suggested)[1] ?? { type: 'break' })
    expect(said).toContain(
      `src/tls/a.ts). In 2026-Q2 you told it: "${long.slice(0, 160)}…" (o/r#8). In GO-2026-0001 you told it: "Act now.". Suggested and not used: 2025-Q4 o/r#7. Say in a sentence what changes for it. Open the two`,
    )
    expect(said).not.toMatch(/2026-Q1|2025-Q3|Other/)
    // What served two concerns is told once.
    const both = client({ concerns: ['tickets', 'roots'].map((id) => ({ id, text: `On ${id}`, match: { words: ['ticket'] } })) })
    const twice = [past('2026-Q2', { outcome: 'taken', words: 'Both.' }), past('2026-Q2', { outcome: 'taken', words: 'Both.', concern: 'roots' })]
    expect(commentOf(offered(STORY, new Map([['acme', both]]), twice)[1] ?? { type: 'break' })?.match(/Both\./g)).toHaveLength(1)
  })

  test('for whom, what it cares about, and what tells so', () => {
    expect(told(STORY)).toBe(
      'What it might mean for Acme Corp: it cares about "How tickets rotate" ("ticket" in the title of o/r#1; "rotation" in the message of o/r#1; label "TLS" of o/r#1; src/tls/a.ts). ' +
        'Say in a sentence what changes for it. Open the two tags and write below this, or delete the three comments. ' +
        'While this comment is kept, the passage stands at the head of the edition of that client.',
    )
  })

  test('for each client one passage, with all concerns that are met', () => {
    const concerns = [
      ...client().concerns,
      { id: 'other', text: 'Other things', match: {} },
      { id: 'files', text: 'Files', match: { paths: ['src/**'] } },
    ]
    const clients = new Map([...CLIENTS, ['acme', client({ concerns })]] as const)
    const texts = offered(STORY, clients).map((node) => commentOf(node) ?? '')
    expect(texts.map((text) => text.slice(0, 36))).toEqual([
      '<Clients only="acme">',
      'What it might mean for Acme Corp: it',
      '</Clients>',
      '<Clients only="borealis">',
      'What it might mean for Borealis Grid',
      '</Clients>',
    ])
    expect(texts[1]).toContain('src/tls/a.ts) and about "Files" (src/tls/a.ts). ')
    expect(texts[1]).not.toContain('Other things')
    expect(offered(STORY).map(draftedNote)).toEqual([undefined, 'offer', undefined, undefined, 'offer', undefined])
  })

  test('of much that tells so the first few', () => {
    const paths = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `src/tls/${name}.ts`)
    expect(told(story({ id: 'o/r#1', items: [change({ id: 'o/r#1', paths })] }))).toContain('src/tls/c.ts; src/tls/d.ts; and 2 more)')
  })

  test('what it means by the facts, instead of the plain sentence', () => {
    const text = told({ ...STORY, reasons: ['public API'] })
    expect(text).toContain('src/tls/a.ts). Public API is new or changed: ')
    expect(text).not.toContain('Say in a sentence')
  })

  test('a client or concern that is gone is passed over', () => {
    const matches = matchConcerns([STORY], CLIENTS, { day: '2026-10-06' })
    expect(offers(STORY, { matches, clients: new Map([['acme', client({ concerns: [] })]]), suggested: [] })).toEqual([])
    expect(offers(STORY, { matches: [], clients: CLIENTS, suggested: [] })).toEqual([])
  })

  test('the question about an open proposal, with the day of reply and where the answer goes', () => {
    const text = told(story({ id: 'o/r#9', reasons: [], items: [proposal()] }))
    expect(text).toContain(
      'Ask it: The proposal "rotate each ticket" (https://example.org/o%2Fr%239) is likely to be accepted. It touches what you care about: How tickets rotate.',
    )
    expect(text).toContain('Please answer by 9 October 2026, before it is decided.')
    expect(text).toContain('in clients/acme.yaml, below "answers:", as - { about: "o/r#9", on: 2026-10-09, text: "…" }.')
    expect(text).not.toContain('Say in a sentence')
    const both = told(story({ id: 'o/r#9', items: [proposal(), proposal({ id: 'o/r#8', state: 'declined' })] }))
    expect(both.match(/Ask it/g)).toHaveLength(1)
    const decided = told(story({ id: 'o/r#9', reasons: [], items: [proposal({ state: 'accepted' })] }))
    expect(decided).not.toContain('Ask it')
    expect(decided).toContain('was accepted on 3 October 2026')
  })

  test('what the client answered before, about anything that the story names', () => {
    const answers = [
      { about: 'O/R#9', on: '2026-09-08', text: 'We need it.' },
      { about: 'o/r#8', on: '2026-09-09', text: 'Something else' },
    ]
    const text = told(story({ id: 'o/r#9', items: [proposal()] }), { answers })
    expect(text).toContain('On 8 September 2026 it answered about O/R#9: "We need it."')
    expect(text).toContain('If that may have changed, ask it again: The proposal')
    expect(text).not.toContain('Something else')
    expect(told({ ...STORY, refs: ['o/r#8'] }, { answers })).toContain('it answered about o/r#8: "Something else". ')
    const landed = told({ ...STORY, refs: ['o/r#1', 'o/R#9'] }, { answers })
    expect(landed).toContain('it answered about O/R#9: "We need it."')
    expect(landed).not.toContain('ask it')
  })
})

describe('where it stands', () => {
  test('closed, below a line of a tight list: comments, and nothing is shown to anyone', () => {
    const text = digest()
    for (const tree of both(text)) {
      const list = below(tree).find((node) => node.type === 'list')
      expect(list && shape(list)).toBe(
        `list(listItem(paragraph(link(text) text mdxTextExpression)${' mdxFlowExpression'.repeat(7)}) listItem(paragraph(link(text) text mdxTextExpression) mdxFlowExpression))`,
      )
      expect(
        below(tree)
          .filter((node) => node.type === 'listItem')
          .map((node) => node.spread),
      ).toEqual([false, false])
      expect(below(tree).filter(isTag)).toEqual([])
    }
    expect(read(text, 'acme')).toBe(read(digest([])))
    expect(read(text)).toBe(read(digest([])))
  })

  test('opened: a passage inside that line, which says nothing yet', () => {
    const text = open(digest(), 'acme')
    for (const tree of both(text)) {
      const [first] = below(tree).filter((node) => node.type === 'listItem')
      expect(first?.children.map(shape)).toEqual([
        'paragraph(link(text) text mdxTextExpression)',
        'mdxFlowExpression',
        'mdxJsxFlowElement(mdxFlowExpression)',
        'mdxFlowExpression',
        'mdxFlowExpression',
        'mdxFlowExpression',
      ])
    }
    expect(read(text, 'acme')).toBe(read(digest([])))
  })

  test.each([
    [
      'below the comment',
      (text: string) => text.replace(/\n {2}<\/Clients>\n/, '\n  Your *plant* in Lyon\n  and so on.$&'),
      '<p>Your <em>plant</em> in Lyon\nand so on.</p>',
    ],
    ['above the comment', (text: string) => text.replace(/<Clients only="acme">\n/, '$&  Your plant in Lyon.\n'), '<p>Your plant in Lyon.</p>'],
    ['between empty lines', (text: string) => text.replace(/\n {2}<\/Clients>\n/, '\n\n  Your plant in Lyon.\n$&'), '<p>Your plant in Lyon.</p>'],
    ['as a list', (text: string) => text.replace(/\n {2}<\/Clients>\n/, '\n  * Lyon\n  * Oslo$&'), '<ul>\n<li>Lyon</li>\n<li>Oslo</li>\n</ul>'],
  ])("the maintainer's words, written %s, are for that client alone", (_, write, html) => {
    const text = write(open(digest(), 'acme'))
    both(text)
    expect(read(text, 'acme')).toMatch(/<li>[^]*tls: keep a ticket[^]*Lyon[^]*<\/li>[^]*o%2Fr%232/)
    expect(read(text, 'acme')).toContain(html)
    expect(read(text, 'acme')).not.toContain('might mean')
    for (const name of ['borealis', undefined]) expect(read(text, name)).toBe(read(digest([])))
  })

  test('two clients opened below one line get each their own words', () => {
    const filled = ['acme', 'borealis'].reduce((text, name) => open(text, name).replace(beginning(name), `$&\n  Words for ${name}.`), digest())
    both(filled)
    expect(['acme', 'borealis', undefined].map((name) => read(filled, name).match(/Words for \w+/g))).toEqual([
      ['Words for acme'],
      ['Words for borealis'],
      null,
    ])
  })

  test.each([
    ['a quotation', '> a line', '> '],
    ['a list inside a list', '* a\n  1. a line', '     '],
    ['a list inside a quotation', '> * a line', '>   '],
    ['the text itself', 'A line', ''],
  ])('in %s, behind what stands before a line there', (_, line, prefix) => {
    const text = `${line}\n${printOffers(offered(STORY), prefix)}\n\nEnd.\n`
    for (const tree of both(text)) {
      expect(
        below(tree)
          .filter(isExpression)
          .map((node) => commentOf(node) !== undefined),
      ).toEqual(Array(6).fill(true))
      expect(tree.type === 'root' && tree.children).toHaveLength(prefix === '' ? 8 : 2)
    }
    const opened = open(text, 'acme').replace(new RegExp(`\\n${prefix}</Clients>`), `\n${prefix}Words for acme.$&`)
    both(opened)
    expect([read(opened, 'acme'), read(opened, 'borealis')].map((html) => html.includes('Words for acme.'))).toEqual([true, false])
  })
})

describe('text from outside', () => {
  const AWKWARD = [
    '*/ process.env.HOME /*',
    '*/}',
    '*/} {process.env.HOME} {/*',
    '</Clients>',
    '<Clients>',
    '`ticks` and ``more',
    'a\u2028b\u2029c',
    'a\nb\r\n\n* c',
    '**/*',
    '*',
    '/',
    '//',
    '{',
    '}',
    '\\',
    '$&',
    '\ufeff\u202e\u0000\ud800',
    '<!--',
  ]
  /** Everything that comes from elsewhere says this. */
  function said(awkward: string) {
    const item = { title: `ticket ${awkward}`, message: awkward, paths: [`src/tls/${awkward}`], labels: [awkward, 'tls'] }
    const items = [
      proposal({ ...item, id: `o/r#9${awkward.toWellFormed()}`, url: undefined }),
      change({ ...item, id: `o/r#1${awkward.toWellFormed()}`, title: `remove ${awkward}`, reverts: [] }),
      change({ ...item, id: awkward.toWellFormed() || 'a', kind: 'vulnerability', message: `\n\nAffects ${awkward}` }),
    ]
    const name = awkward.replace(/[\r\n]/g, '') || 'a'
    const about = `o/r#9${awkward.replace(/\s/g, '')}`
    const given = {
      name,
      concerns: [{ id: 'c', text: awkward || 'a', match: { paths: ['**'], words: ['ticket', awkward || 'a'], labels: ['tls', awkward || 'a'] } }],
      answers: [{ about, on: '2026-09-08', text: awkward || 'a' }],
    }
    const before = { id: '2026-Q2', on: '2026-07-05', client: 'acme', concern: 'c', isSuggested: true }
    const suggested = [
      { ...before, story: awkward, outcome: 'taken' as const, words: awkward },
      { ...before, story: awkward, outcome: 'ignored' as const },
    ]
    return offered(story({ id: 'o/r#9', refs: [about], items }), new Map([['acme', client(given)]]), suggested)
  }
  const holds = (awkward: string): void => {
    const nodes = said(awkward)
    const lines = printOffers(nodes, '  ').split('\n')
    expect(lines).toHaveLength(3)
    const text = digest(nodes)
    for (const tree of both(text)) {
      expect(below(tree).filter(isTag)).toEqual([])
      expect(below(tree).filter((node) => node.type === 'mdxjsEsm' || (isExpression(node) && commentOf(node) === undefined))).toEqual([])
    }
    expect(text).toContain(lines.join('\n'))
    expect(read(text, 'acme')).toBe(read(digest([])))
    both(open(text, 'acme').replace(`\n  ${END}`, `\n  Words.\n  ${END}`))
  }

  test.each(AWKWARD)('%j stays in the comment', (awkward) => holds(awkward))

  test('so does any other', () => {
    const part = fc.oneof(
      fc.constantFrom(...AWKWARD),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(' ', '*', '/', '*/', '/*', '{', '}', '\n'),
    )
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
        holds,
      ),
      { numRuns: 60 },
    )
  })
})
