import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { toAdvisory } from '../src/collect/osv/to-advisory.ts'
import { draftNotice, type NoticeInput } from '../src/draft/notice/draft-notice.ts'
import { redraftNotice } from '../src/draft/notice/redraft-notice.ts'
import { Problem } from '../src/errors.ts'
import { clientSchema } from '../src/model/client.ts'
import { osvEntrySchema } from '../src/model/osv-entry.ts'
import type { Touched } from '../src/model/verdict.ts'
import { entry } from './servers/vulndb.ts'

const ID = 'GO-2026-0007'
const file = `notices/${ID}.mdx`
const client = (name: string) =>
  clientSchema.parse({ name, tier: 'gold', since: '2026-01-01', concerns: [{ id: 'one', text: `What ${name} cares about` }] })
const clients = new Map([
  ['acme', client('Acme Corp')],
  ['borealis', client('Borealis Grid')],
])
const meets = (name: string): Touched => ({ client: name, concerns: [{ id: 'one', evidence: [{ by: 'words', what: 'trouble', item: ID }] }] })

function input(given: Record<string, unknown> = {}, more: Partial<NoticeInput> = {}): NoticeInput & { file: string; isPartial: boolean } {
  return {
    id: ID,
    advisory: toAdvisory(osvEntrySchema.parse(entry(ID, given)), { others: [], from: 'file that was given' }),
    site: { author: { name: 'Ada Example', email: 'ada@example.org', accounts: [] } },
    touched: [],
    clients,
    stacks: new Map(),
    now: '2026-10-06T09:00:00Z',
    file,
    isPartial: false,
    ...more,
  }
}

/** Changes of an entry, and what an update says of each. */
const CHANGES: [string, Record<string, unknown>, string[]][] = [
  [
    'a fix',
    { fixed: ['1.26.2'] },
    ['affected Go stdlib: all versions before 1.26.1 → all versions before 1.26.2', 'fixed Go stdlib: 1.26.1 → 1.26.2'],
  ],
  ['a package', { paths: ['crypto/tls', 'crypto/x509'] }, ['new package crypto/x509: Dial']],
  ['a withdrawal', { withdrawn: '2026-10-05T00:00:00Z' }, ['withdrawn: no → 2026-10-05T00:00:00Z']],
  ['a reference', { references: [{ type: 'FIX', url: 'https://fix.example' }] }, ['new link FIX: https://fix.example']],
  ['a credit', { credits: [{ name: 'Jo Doe' }] }, ['new credit: Jo Doe']],
  ['a score', { severity: [{ type: 'CVSS_V4', score: 'x' }] }, ['new severity by the Go vulnerability database: CVSS_V4 x']],
  ['an alias', { aliases: ['CVE-2026-1'] }, ['new also known as: CVE-2026-1']],
]

test.each(CHANGES)('%s is told at the top, once', (_, changed, expected) => {
  const first = draftNotice(input())
  const next = input(changed, { now: '2026-10-08T09:00:00Z' })
  const second = redraftNotice(first, next)
  expect(second.changes).toEqual(expected)
  const update =
    /^\{\/\*\n {2}Move[\s\S]*?\*\/\}\n\n\*\*Update, 8 October 2026:\*\* TODO: .*\n\n\{\/\*\n {2}Changed since the facts of this notice:\n([\s\S]*?)\n {2}\*\/\}\n\n## Do you have to act\?/m.exec(
      second.text,
    )
  expect(update?.[1]?.split('\n').map((line) => line.trim())).toEqual(expected)
  expect(redraftNotice(second.text, next)).toEqual({ text: second.text, changes: [], passages: [], hasFacts: true })
  expect(redraftNotice(second.text, input({}, { now: next.now })).changes).toHaveLength(expected.length)
})

test('when the database touched an entry and changed nothing in it, there is nothing to say', () => {
  const first = draftNotice(input())
  expect(redraftNotice(first, input({ modified: '2026-10-07T00:00:00Z', details: 'Other words.' })).text).toBe(first)
})

test('a score of somebody who could not be asked is not told as gone, and stays known', () => {
  const theirs = osvEntrySchema.parse({ ...entry('GHSA-aaaa-bbbb-cccc'), database_specific: { severity: 'HIGH' } })
  const scored = (given: Record<string, unknown>) => ({
    advisory: toAdvisory(osvEntrySchema.parse(entry(ID, given)), { others: [theirs], from: 'x' }),
  })
  const first = draftNotice(input({}, scored({})))
  expect(redraftNotice(first, { ...input(), isPartial: true }).changes).toEqual([])
  expect(redraftNotice(first, input()).changes).toEqual(['no longer severity by GitHub: word HIGH'])
  const second = redraftNotice(first, { ...input({ fixed: ['1.26.2'] }), isPartial: true })
  expect(second.changes).toHaveLength(2)
  expect(redraftNotice(second.text, input({}, scored({ fixed: ['1.26.2'] }))).changes).toEqual([])
})

test('a client that is touched now gets its passage before the status; one whose passage was deleted gets none again', () => {
  const first = draftNotice(input({}, { touched: [meets('acme')] }))
  const deleted = first.replace(/<Clients only="acme">[\s\S]*?<\/Clients>\n\n/, '')
  expect(deleted).not.toBe(first)
  const both = input({ fixed: ['1.26.2'] }, { touched: [meets('acme'), meets('borealis')] })
  const second = redraftNotice(deleted, both)
  expect(second.passages).toEqual(['borealis'])
  expect(second.text).toMatch(/<Clients only="borealis">[\s\S]*What Borealis Grid cares about[\s\S]*<\/Clients>\n\n## Status/)
  expect(second.text).not.toContain('only="acme"')
  expect(redraftNotice(second.text, both).text).toBe(second.text)
})

const stand = (says: 'affected' | 'not affected'): Touched => ({ client: 'acme', verdict: { says, why: 'so', modules: [] }, concerns: [] })

test('what changed for one client alone is told to that client alone', () => {
  const first = draftNotice(input({}, { touched: [stand('affected')] }))
  for (const [touched, change] of [
    [[stand('not affected')], 'client acme: affected → not affected'],
    [[], 'no longer client acme: affected'],
  ] as const) {
    const second = redraftNotice(first, input({}, { touched }))
    expect([second.changes, second.passages]).toEqual([[change], []])
    const [top = ''] = second.text.split('## Do you have to act?')
    expect(top).toMatch(
      /\n\n<Clients only="acme">\n\n\*\*Update, 6 October 2026:\*\* TODO: [^\n]* whether this client has to do [^\n]*\n\n<\/Clients>\n\n\{\/\*\n {2}Changed since/,
    )
    expect(top.match(/Update,/g)).toHaveLength(1)
    // What is for everyone is said once, to everyone.
    expect(redraftNotice(first, input({ fixed: ['1.26.2'] }, { touched })).text.split('## Do you have')[0]).not.toContain('only="acme"')
  }
})

test('a client that is touched only now, or is none any more, is no update for anybody else', () => {
  const first = draftNotice(input())
  const second = redraftNotice(first, input({}, { touched: [meets('acme')] }))
  expect([second.changes, second.passages]).toEqual([['new client acme: meets a concern'], ['acme']])
  expect(second.text).not.toContain('Update,')
  expect(second.text).toContain('Changed since the facts of this notice:')
  const gone = redraftNotice(second.text, input({}, { clients: new Map() }))
  expect([gone.changes, gone.text.includes('Update,')]).toEqual([['no longer client acme: meets a concern'], false])
})

test('without its facts nothing can be compared, and nothing is added', () => {
  const text = '---\ntitle: My own\nstatus: draft\ndate: 2026-10-06\n---\n\nMy own words.\n'
  expect(redraftNotice(text, input())).toEqual({ text, changes: [], passages: [], hasFacts: false })
})

test('what would not be read as what it is is not written', () => {
  const first = `${draftNotice(input())}\n\`\`\`\nnever closed\n`
  expect(() => redraftNotice(first, input({ fixed: ['1.26.2'] }))).toThrow(Problem)
  expect(() => redraftNotice(`${first}\`\`\`\n`, input({ fixed: ['1.26.2'] }))).not.toThrow()
})

test('every line of an edited notice stands as it stood, in its order, and drafting again adds nothing', () => {
  const first = draftNotice(input({}, { touched: [meets('acme')] })).split('\n')
  const facts = first.findLastIndex((line) => line === '{/*')
  const own = [
    '',
    'Words of my own.',
    '* a line',
    '## Status',
    '## Another heading',
    '{/* a note */}',
    '<Clients>',
    '</Clients>',
    '> quoted',
    'TODO: mine',
  ]
  const edit = fc.record({ at: fc.nat({ max: facts - 1 }), drop: fc.nat({ max: 3 }), add: fc.subarray(own, { maxLength: 3 }) })
  let read = 0
  fc.assert(
    fc.property(
      fc.array(edit, { maxLength: 4 }),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('', '\ufeff'),
      fc.constantFrom(...CHANGES),
      (edits, newline, mark, [, changed]) => {
        const lines = [...first]
        // The facts and the frontmatter stay: without them there is no notice to add to.
        for (const { at, drop, add } of edits.map((one) => ({ ...one, at: Math.max(one.at, 7) })).sort((a, b) => b.at - a.at))
          lines.splice(at, Math.min(drop, Math.max(0, facts - at)), ...add)
        const text = mark + lines.join(newline)
        const next = input(changed, { touched: [meets('acme'), meets('borealis')] })
        let result: ReturnType<typeof redraftNotice>
        try {
          result = redraftNotice(text, next)
        } catch (error) {
          // An edit may have torn a comment or a mark: then nothing is written.
          expect(error).toBeInstanceOf(Problem)
          return
        }
        if (!result.hasFacts) return
        read++
        const after = result.text.split('\n')
        let from = 0
        for (const line of text.split('\n')) {
          const index = after.indexOf(line, from)
          expect(index, `"${line}" is gone`).toBeGreaterThanOrEqual(0)
          from = index + 1
        }
        if (newline === '\r\n') expect(after.slice(0, -1).filter((line) => !line.endsWith('\r'))).toEqual([])
        expect([result.changes.length > 0, result.passages]).toEqual([true, ['borealis']])
        expect(redraftNotice(result.text, next).text).toBe(result.text)
      },
    ),
    { numRuns: 150 },
  )
  expect(read).toBeGreaterThan(40)
})
