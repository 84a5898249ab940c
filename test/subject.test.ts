import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { isBranch, type Subject, subjectOf } from '../src/curate/subject.ts'

const PLAIN = { areas: [], type: undefined, marks: [], breaking: false }

describe('subjectOf()', () => {
  test.each<[string, Partial<Subject>]>([
    ['shed/lathe: mend tickets', { areas: ['shed/lathe'], verb: 'mend', text: 'mend tickets' }],
    ['shed/lathe, net/anvil: Add x', { areas: ['shed/lathe', 'net/anvil'], verb: 'add', text: 'Add x' }],
    ['a,b: fix', { areas: ['a', 'b'], verb: 'fix', text: 'fix' }],
    ['net: tap: add x', { areas: ['net/tap'], verb: 'add', text: 'add x' }],
    ['feat(api)!: remove y', { areas: ['api'], type: 'feat', breaking: true, verb: 'remove', text: 'remove y' }],
    ['Fix: mend it', { type: 'fix', verb: 'mend', text: 'mend it' }],
    ['feat(a, b): add y', { areas: ['a', 'b'], type: 'feat', verb: 'add', text: 'add y' }],
    ['improve(core): oil y', { areas: ['core'], type: 'improve', verb: 'oil', text: 'oil y' }],
    ['shed!: drop x', { areas: ['shed'], breaking: true, verb: 'drop', text: 'drop x' }],
    ['[release-branch.1.30] [x] shed: mend', { areas: ['shed'], marks: ['release-branch.1.30', 'x'], verb: 'mend', text: 'mend' }],
    ['[lathe]: mend', { areas: ['lathe'], marks: ['lathe'], verb: 'mend', text: 'mend' }],
    ['[lathe][Belt] Add x', { areas: ['lathe', 'Belt'], marks: ['lathe', 'Belt'], verb: 'add', text: 'Add x' }],
    ['[3.12] gh-12: Mend x', { marks: ['3.12'], verb: 'mend', text: 'Mend x' }],
    ['[WIP] Add x', { marks: ['WIP'], verb: 'add', text: 'Add x' }],
    ['Mend it', { verb: 'mend', text: 'Mend it' }],
    ['Note that: this', { verb: 'note', text: 'Note that: this' }],
    ['#12 Add x', { verb: 'add', text: 'Add x' }],
    ['SHED-12: Add x', { verb: 'add', text: 'Add x' }],
    ['SHED-12 Add x', { verb: 'add', text: 'Add x' }],
    ['12345: Add x', { verb: 'add', text: 'Add x' }],
    ['Fixed #12 -- Added x', { verb: 'added', text: 'Added x' }],
    ['Fix #12 in the lathe', { verb: 'fix', text: 'Fix #12 in the lathe' }],
    ['UTF-8 decoding is back', { verb: 'utf', text: 'UTF-8 decoding is back' }],
    [':sparkles: Add x', { verb: 'add', text: 'Add x' }],
    ['✨ feat: add x', { type: 'feat', verb: 'add', text: 'add x' }],
    ['feat: ✨ add x', { type: 'feat', verb: 'add', text: 'add x' }],
    ['Überarbeite x', { verb: 'überarbeite', text: 'Überarbeite x' }],
    ['1.2.3', { verb: '', text: '1.2.3' }],
    ['', { verb: '', text: '' }],
  ])('of %j', (title, expected) => {
    expect(subjectOf(title)).toEqual({ ...PLAIN, ...expected })
  })

  test('takes apart what is put together', () => {
    const word = fc.constantFrom('lathe', 'shed/anvil', 'kettle')
    fc.assert(
      fc.property(
        fc.option(fc.constantFrom('feat', 'fix', 'docs'), { nil: undefined }),
        fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('add x', 'Mend the y (again)', 'drop `z` now'),
        (type, areas, text) => {
          const title = type === undefined ? `${areas.join(', ')}: ${text}` : `${type}(${areas.join(',')}): ${text}`
          expect(subjectOf(title)).toMatchObject({ areas, type, text })
        },
      ),
    )
  })

  test('the text is always the end of the title', () => {
    const piece = fc.constantFrom('a', 'Fix', ' ', ': ', '[', ']', '(', ')', '!', '#1', ',', '✨', ':x: ', 'feat', '-- ', 'É')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const title = pieces.join('')
        const { text, verb } = subjectOf(title)
        expect(title.endsWith(text)).toBe(true)
        expect(text.toLowerCase().startsWith(verb)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

test.each([
  ['release-branch.go1.30', true],
  ['dev.lathe', true],
  ['stable-2.x', true],
  ['3.12', true],
  ['4.2.x', true],
  ['v2', true],
  ['backport 1.x', true],
  ['lathe', false],
  ['1/3', false],
  ['devices', false],
  ['x86', false],
])('the mark %j is a branch: %j', (mark, holds) => {
  expect(isBranch(mark)).toBe(holds)
})
