import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { joinItems, toItem } from '../src/collect/change.ts'
import { follows } from '../src/collect/follows.ts'
import { pullNumber, references, reviewedOn, splitMessage, strongest } from '../src/collect/message.ts'
import { reverts } from '../src/collect/reverts.ts'

const GITHUB = { name: 'owner/repo', gerrit: false }
const GERRIT = { name: 'go', gerrit: true }

describe('references()', () => {
  test.each([
    ['Fixes #12', ['fixes owner/repo#12']],
    ['Fixes golang/go#12', ['fixes golang/go#12']],
    ['For #12.', ['updates owner/repo#12']],
    ['Updates #1, #2 and #3', ['updates owner/repo#1', 'updates owner/repo#2', 'updates owner/repo#3']],
    ['Fixes #1\nUpdates #1', ['fixes owner/repo#1']],
    ['Updates #1\nFixes #1', ['fixes owner/repo#1']],
    ['closes: #4', ['fixes owner/repo#4']],
    ['Resolves https://github.com/a/b/issues/5', ['fixes a/b#5']],
    ['For https://go.dev/issue/6', ['updates golang/go#6']],
    ['see #7, prefixes #8', []],
    ['Fixes issue #9', ['fixes owner/repo#9']],
    ['for golang.org/x/foo#123abc', []],
  ])('%j names %j', (text, expected) => {
    expect(references(text, 'owner/repo', GITHUB).map(({ verb, id }) => `${verb} ${id}`)).toEqual(expected)
  })

  test('a bare number names nothing without a tracker', () => {
    expect(references('Fixes #1, golang/go#2', undefined, GERRIT)).toEqual([{ id: 'golang/go#2', verb: 'fixes' }])
  })

  test.each([
    ['Depends on #12\nFixes #12', ['fixes owner/repo#12']],
    ['Updates #12. Stacked on Owner/Repo#12', ['updates owner/repo#12']],
    ['Stacked on #11. Fixes #12', ['fixes owner/repo#12', 'follows owner/repo#11']],
    ['Fixes Owner/Repo#12, updates #12', ['fixes Owner/Repo#12']],
  ])('%j names %j: what it fixes or updates it does not follow', (text, expected) => {
    expect(references(text, 'owner/repo', GITHUB).map(({ verb, id }) => `${verb} ${id}`)).toEqual(expected)
  })
})

describe('follows()', () => {
  test.each([
    ['Depends on #12', ['owner/repo#12']],
    ['This depends on #12.', ['owner/repo#12']],
    ['Depends-On: #12', ['owner/repo#12']],
    ['**Depends on:** #12', ['owner/repo#12']],
    ['Stacked on #12', ['owner/repo#12']],
    ['(stacked on top of PR #12)', ['owner/repo#12']],
    ['Based on #12', ['owner/repo#12']],
    ['rebased on top of #12', ['owner/repo#12']],
    ['Builds on #12 and other/repo#3', ['owner/repo#12', 'other/repo#3']],
    ['Built upon pull request #12', ['owner/repo#12']],
    ['Follow-up to #12', ['owner/repo#12']],
    ['A followup of\n#12', ['owner/repo#12']],
    ['follow up to other/repo#12', ['other/repo#12']],
    ['Following up on https://github.com/a/b/pull/12#issuecomment-5', ['a/b#12']],
    ['Follows #12', ['owner/repo#12']],
    ['Continues #12', ['owner/repo#12']],
    ['A continuation of <https://github.com/a/b/pull/12>', ['a/b#12']],
    ['Depends on #12, #13 & #14, and #15; not on #16', ['owner/repo#12', 'owner/repo#13', 'owner/repo#14', 'owner/repo#15']],
    ['Depends on:\n\n- [x] #12\n- [ ] a/b#13\n- nothing else, see #14', ['owner/repo#12', 'a/b#13']],
    ['Depends on #12\n#13 was another try', ['owner/repo#12']],
    ['Depends on #12. Stacked on OWNER/repo#12', ['owner/repo#12']],
    ['Depends on https://go-review.googlesource.com/c/go/+/12345', ['go/cl/12345']],
    ['Depends on https://go-review.googlesource.com/c/go/+/12345/3', ['go/cl/12345']],
    ['Depends-On: https://review.example.org/r/c/group/project/+/7', ['group/project/cl/7']],
    ['Depends on https://go.dev/cl/12345', ['go/cl/12345']],
    // What is none.
    ['Follow-up: #12', []],
    ['Does not depend on #12', []],
    ['it no longer\ndepends on #12', []],
    ["This isn't based on #12", []],
    ['#13 depends on #12', []],
    ['It fixes #13\nDepends on #12', ['owner/repo#12']],
    ['<!-- Depends on #123 -->', []],
    ['Depends on CL 12345, change 6', []],
    ['Depends on https://github.com/a/b/issues/12', []],
    ['It depends on the weather, #12', []],
    ['Depends on #12abc or #1234567890123', []],
    ['independs on #12', []],
  ])('%j follows %j', (text, expected) => {
    expect(follows(text, GITHUB)).toEqual(expected)
  })

  test.each([
    ['Followup of CL 12345', ['go/cl/12345']],
    ['This is a follow-up\nto CL 12345 and CL 12346.', ['go/cl/12345', 'go/cl/12346']],
    ['Depends on change 12345', ['go/cl/12345']],
    ['Depends on golang.org/cl/12345', ['go/cl/12345']],
    ['Stacked on https://golang.org/cl/12345.', ['go/cl/12345']],
    ['Builds on https://go-review.googlesource.com/c/crypto/+/5', ['crypto/cl/5']],
    ['Depends on https://github.com/golang/go/pull/8', ['golang/go#8']],
    ['CL 5 depends on CL 6', []],
    // In a project on Gerrit that is an issue.
    ['Depends on #12', []],
    ['Depends on CL 12345678901', []],
  ])('on Gerrit %j follows %j', (text, expected) => {
    expect(follows(text, GERRIT)).toEqual(expected)
  })

  test('every name in a list of them is found, whatever stands around', () => {
    const word = fc.constantFrom('depends', 'on', 'CL', '#', '12', 'top of', 'and', ',', '\n', '- ', 'a/b', '(', 'stacked on', ' ', 'not')
    const before = fc.array(word).map((words) => words.join(' '))
    fc.assert(
      fc.property(before, fc.uniqueArray(fc.integer({ min: 1, max: 99_999 }), { minLength: 1 }), (text, numbers) => {
        const found = follows(`${text}.\n\nIt is stacked on ${numbers.map((number) => `o/r#${number}`).join(', ')}`, GERRIT)
        expect(found.filter((id) => id.startsWith('o/r#'))).toEqual(numbers.map((number) => `o/r#${number}`))
      }),
    )
  })
})

test('strongest() keeps the order and spelling of the first mention', () => {
  expect(
    strongest([
      { id: 'O/r#1', verb: 'follows' },
      { id: 'o/r#2', verb: 'fixes' },
      { id: 'o/r#1', verb: 'updates' },
      { id: 'o/r#2', verb: 'follows' },
    ]),
  ).toEqual([
    { id: 'O/r#1', verb: 'updates' },
    { id: 'o/r#2', verb: 'fixes' },
  ])
})

describe('toItem() and joinItems()', () => {
  const item = (message: string, changes: 'github' | 'gerrit' = 'github') =>
    toItem({ hash: 'a'.repeat(40), parents: [], committedAt: 1, author: 'A', message, files: [] }, [], {
      source: { name: changes === 'gerrit' ? 'go' : 'owner/repo', changes, tracker: undefined },
      older: [],
      accounts: [],
    })

  test('a change never names itself', () => {
    expect(item('x (#5)\n\nDepends on Owner/repo#5 and #4').references).toEqual([{ id: 'owner/repo#4', verb: 'follows' }])
    expect(item('x\n\nFollow-up to CL 6 and CL 7.\n\nReviewed-on: https://x.example/c/go/+/6', 'gerrit').references).toEqual([
      { id: 'go/cl/7', verb: 'follows' },
    ])
  })

  test('what one commit of a change fixes the other does not follow', () => {
    expect(joinItems(item('x (#5)\n\nDepends on #4'), item('y (#5)\n\nFixes #4')).references).toEqual([{ id: 'owner/repo#4', verb: 'fixes' }])
  })
})

describe('reverts()', () => {
  test.each([
    ['Revert "a: b"', 'This reverts CL 636257.', ['go/cl/636257', 'a: b'], true],
    ['Revert "a: b"', 'This reverts commit 0123abcd0123.', ['0123abcd0123', 'a: b'], true],
    ['Revert "a: b" (#9)', 'Reverts owner/repo#8', ['owner/repo#8', 'a: b'], false],
    ['Revert "Revert "a: b""', '', ['Revert "a: b"'], false],
    ['Revert "perf: inline (#42)" (#43)', 'Slower.', ['owner/repo#42', 'perf: inline'], false],
    ['a: mend it', 'In part: reverts #1.', [], false],
    ['a: revert to plain text', 'Nothing.', [], false],
  ])('%j with %j', (subject, body, expected, gerrit) => {
    expect(reverts(subject, body, { name: gerrit ? 'go' : 'owner/repo', gerrit })).toEqual(expected)
  })
})

describe('pullNumber()', () => {
  test.each([
    ['feat: x (#12)', 12],
    ['x (#1) (#12)', 12],
    ['x (#12) y', undefined],
    ['Merge pull request #3 from a/b', 3],
    ['Auto merge of #4 - a:b, r=c', 4],
    ['mention #5', undefined],
  ])('%j is %j', (subject, number) => {
    expect(pullNumber(subject)).toBe(number)
  })
})

describe('splitMessage()', () => {
  test('takes the trailers off, not the paragraph before them', () => {
    expect(splitMessage('s1\ns2\n\nOne: this stays.\n\nFixes #1\n\nChange-Id: I1\nReviewed-on: https://x.example/1\n')).toEqual({
      subject: 's1 s2',
      body: 'One: this stays.\n\nFixes #1',
    })
  })
  test('leaves text that looks like a trailer, and the first paragraph of a merge', () => {
    expect(splitMessage('s\n\nWarning: importing x now raises.\nMigration: use y.').body).toBe('Warning: importing x now raises.\nMigration: use y.')
    expect(splitMessage('Merge pull request #1 from a/b\n\nRe-land: the thing', { keep: 1 }).body).toBe('Re-land: the thing')
  })
  test('takes an empty message', () => {
    expect(splitMessage('\n')).toEqual({ subject: '', body: '' })
  })
})

test('reviewedOn() takes https addresses alone', () => {
  expect(reviewedOn('Reviewed-on: javascript:alert(1)/123\nReviewed-on: http://x.example/5')).toBeUndefined()
})

test('long and odd messages do not hang: what is quadratic on them runs into the time limit', () => {
  const size = 100_000
  const odd = [
    ' ',
    '\n',
    '\n \n',
    '#1, ',
    'Fixes #1, ',
    'a/',
    '(#1) ',
    'Revert "',
    'Reviewed-on: https://x/c/',
    'Reviewed-by: ',
    'https://github.com/a/b/issues/',
    'word ',
    'depends on ',
    'Depends on #1, ',
    'stacked on:\n- #1\n- ',
    'on top of ',
    'follow-up\n',
    'https://x/c/',
    '<!--',
  ]
  for (const part of odd) {
    const text = part.repeat(size / part.length)
    expect(references(`${text}\n\nFixes #7`, 'o/r', GITHUB)).toContainEqual({ id: 'o/r#7', verb: 'fixes' })
    for (const lead of ['', 'depends on', 'depends on ', 'depends on #1'])
      expect(follows(`${lead}${text}.\n\nStacked on top of #7`, GITHUB)).toContain('owner/repo#7')
    expect(reverts(`Revert "x${text.replaceAll('\n', ' ')}"`, text, { name: 'o/r', gerrit: true })).not.toEqual([])
    expect(splitMessage(`first\n\n${text}x${text}`).subject).toBe('first')
    expect(reviewedOn(`${text}\nReviewed-on: https://x.example/c/a/+/5`)?.number).toBe(5)
    const message = `x\n\nReviewed-by: ${text}x y${text}<\nReviewed-by: Ada <ada@example.org>`
    const item = toItem({ hash: 'a'.repeat(40), parents: [], committedAt: 1, author: 'A', message, files: [] }, [], {
      source: { name: 'o/r', changes: 'github', tracker: undefined },
      older: [],
      accounts: ['ada@example.org'],
    })
    expect(item.own).toEqual(['reviewed'])
  }
})
