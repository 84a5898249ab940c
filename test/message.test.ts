import { describe, expect, test } from 'vitest'
import { toItem } from '../src/collect/change.ts'
import { pullNumber, references, reverts, reviewedOn, splitMessage } from '../src/collect/message.ts'

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
    expect(references(text, 'owner/repo').map(({ verb, id }) => `${verb} ${id}`)).toEqual(expected)
  })

  test('a bare number names nothing without a tracker', () => {
    expect(references('Fixes #1, golang/go#2', undefined)).toEqual([{ id: 'golang/go#2', verb: 'fixes' }])
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
  ]
  for (const part of odd) {
    const text = part.repeat(size / part.length)
    expect(references(`${text}\n\nFixes #7`, 'o/r')).toContainEqual({ id: 'o/r#7', verb: 'fixes' })
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
