import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { toItem } from '../src/collect/change.ts'
import { joinWording, quotable, wording } from '../src/collect/wording.ts'
import { plain } from '../src/plain.ts'

const texts = (message: string): string[] => wording(message).map(({ text }) => text)

describe('wording()', () => {
  test.each([
    ['```release-note\nThe client now retries.\n```', ['The client now retries.']],
    ['Why.\r\n\r\n```release-note\r\nTwo lines\r\nof text.\r\n```\r\n', ['Two lines\nof text.']],
    ['```release-note:bug\nOne thing.\n```\n\n```release-note:feature\nOther thing.\n```', ['One thing.', 'Other thing.']],
    ['RELNOTE=The flag is gone.', ['The flag is gone.']],
    ['RELNOTE: The flag is gone.', ['The flag is gone.']],
    ['RELNOTES[new]: x y', []],
    ['Release note: Tickets now\nrotate every day.\n\nNot this.', ['Tickets now\nrotate every day.']],
    ['Release note (bug fix): No longer panics.', ['No longer panics.']],
    ['**Release note:** It is faster.', ['It is faster.']],
    ['Release note: It is faster.\nChange-Id: I1', ['It is faster.']],
    ['Release note: It is faster.\nFixes #1', ['It is faster.']],
    ['Release note: It is faster.\nRELNOTE=It is smaller.', ['It is faster.', 'It is smaller.']],
    ['Release note:\nIt is faster.', ['It is faster.']],
    ['Release note: 更快了', ['更快了']],
    // What is none.
    ['```release-note\nNONE\n```', []],
    ['```release-note\n\n```', []],
    ['```release-note\nn/a\n```', []],
    ['```release-note\nIt is not closed.', []],
    ['```\nIt is code.\n```', []],
    ['<!--\n```release-note\nSay what changed.\n```\n-->', []],
    ['RELNOTE=yes', []],
    ['RELNOTE=no', []],
    ['RELNOTE=yes by mistake.', []],
    ['RELNOTE=No more panics.', ['No more panics.']],
    ['RELNOTES: n/a.', []],
    ['Release note: None', []],
    ['Release notes: not needed', []],
    ['Release notes: https://example.org/releases/v1', []],
    ['It needs a release note: say it well.', []],
    ['Prelease note: x y', []],
  ])('%j says %j', (message, expected) => {
    expect(texts(message)).toEqual(expected)
  })

  test('is safe to show, and at most 2,000 characters', () => {
    const [text = ''] = texts(`\`\`\`release-note\n\u202eA note\u0007 ${'🎉 '.repeat(2000)}\n\`\`\``)
    expect(text).toMatch(/^\\u202eA note\uFFFD 🎉/)
    expect(text).toMatch(/ …$/)
    expect(text.length).toBe(2000)
    expect(text.isWellFormed()).toBe(true)
    expect(quotable(`x ${'y'.repeat(1998)}`)).toHaveLength(2000)
    expect(quotable(`x ${'y'.repeat(1998)}`)).not.toContain('…')
  })

  test('whatever is quoted is plain, well formed and short, whatever the message', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '```release-note',
        '```',
        '\n',
        '\r\n',
        'RELNOTE=',
        'Release note: ',
        '<!--',
        '-->',
        'none',
        ' ',
        '\u202e',
        '\ud83c',
        '*/',
        '{',
      ),
      fc.string({ unit: 'binary', maxLength: 9 }),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        for (const { text, path } of wording(parts.join(''))) {
          expect(path).toBeUndefined()
          expect(plain(text)).toBe(text)
          expect(text.trim()).toBe(text)
          expect(text.length).toBeGreaterThan(0)
          expect(text.length).toBeLessThanOrEqual(2000)
        }
      }),
    )
  })

  test.each(['release note: ', 'release note (', '```release-note\n', '`', ' ', '\n', '- ', '<!--', 'A-', '*_', 'RELNOTE=x\n'])(
    'takes no time for 200 kB of %j',
    (part) => {
      const from = performance.now()
      wording(part.repeat(200_000 / part.length))
      wording(`Release note: a\n${part.repeat(200_000 / part.length)}`)
      expect(performance.now() - from).toBeLessThan(1000)
    },
  )
})

describe('joinWording()', () => {
  test('has each text once, with its path where one is known, at most 8', () => {
    const one = { text: 'One thing.' }
    const two = { text: 'Two things.' }
    expect(joinWording([one, two, { ...one, path: 'a.md' }, { ...one, path: 'b.md' }])).toEqual([{ ...one, path: 'a.md' }, two])
    expect(joinWording(Array.from({ length: 20 }, (_, index) => ({ text: `${index}` })))).toHaveLength(8)
  })
})

test("a change has what its commits' messages say to readers, and its subject is none of it", () => {
  const commit = (message: string) => ({ hash: 'a'.repeat(40), parents: [], committedAt: 1, author: 'A', message, files: [] })
  const item = toItem(
    commit('Release notes: mend a word (#5)\n\nRELNOTE=The word is mended.'),
    [commit('wip'), commit('x\n\nRelease-note: It is mended for good.\n')],
    {
      source: { name: 'owner/repo', changes: 'github', tracker: undefined },
      older: [],
      accounts: [],
    },
  )
  expect(item.wording).toEqual([{ text: 'The word is mended.' }, { text: 'It is mended for good.' }])
})
