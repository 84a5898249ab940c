import { expect, test } from 'vitest'
import { applyEdit, type Edit } from '../scripts/real-weeks-apply.ts'
import { blocksOf } from '../scripts/real-weeks-blocks.ts'
import { differences, type Weekly } from '../scripts/real-weeks-differences.ts'
import { editWeek } from '../scripts/real-weeks-edits.ts'
import { endingOf } from '../scripts/real-weeks-faults.ts'
import { orderOf } from '../scripts/real-weeks-order.ts'
import { faultsOfRun } from '../scripts/real-weeks-steps.ts'
import { change, story } from './stories.ts'

const NUMBERS = Array.from({ length: 18 }, (_, index) => index + 1)
const now = NUMBERS.map((number) => story({ id: `go/cl/${number}`, rank: number }))
const line = (number: number): string =>
  `* [change ${number}](https://example.org/${number}) {/* go/cl/${number} */}\n  {/*\n    Why here: it is new\n    */}`
const SINGLE = `---\ntitle: T\n---\n\n## Landed\n\n${NUMBERS.map(line).join('\n')}\n\n{/*\n  Coverage from then\n  */}\n`
const CHANGES = now.map(({ id }) => id)

/** A digest that was drafted at once and edited as in a busy week, and what the checks are to find nothing wrong with. */
function edited(): Weekly {
  const log: Edit[] = []
  let text = SINGLE
  for (let week = 1; week <= 12; week++) {
    const done = editWeek(text, { before: text, week, titles: ['Landed'], log })
    log.push(...done.edits)
    text = done.text
  }
  return { text, now, past: new Map(now.map((one) => [one.id, one])), log }
}

const whole = edited()
const by = (kind: Edit['kind']): Edit => whole.log.find((edit) => edit.kind === kind) ?? expect.fail(`no edit: ${kind}`)
const faults = (text: string): string[] => endingOf({ ...whole, text }, CHANGES).faults
const unexplained = (text: string): string[][] =>
  differences({ ...whole, text }, SINGLE)
    .different.filter((one) => one.why === undefined)
    .map((one) => one.stories)
/** A line that no edit touched. */
const plain = NUMBERS.find((number) => !whole.log.some((edit) => [edit.marker, edit.other].includes(`go/cl/${number}`))) ?? 0

test('edits of several kinds, no line twice, and nothing wrong with what they leave', () => {
  expect(new Set(whole.log.map((edit) => edit.kind)).size).toBeGreaterThan(5)
  expect(plain).toBeGreaterThan(0)
  expect(faults(whole.text)).toEqual([])
  expect(differences(whole, SINGLE).different).toEqual([])
})

test('finds a line that was lost, one that came back, and one that is told twice', () => {
  const without = whole.text.replace(`${line(plain)}\n`, '')
  expect(without).not.toBe(whole.text)
  expect(faults(without)).toEqual([`is lost: the change go/cl/${plain}`, `has neither line nor listing: the story go/cl/${plain}`])
  expect(unexplained(without)).toEqual([[`go/cl/${plain}`]])
  const gone = Number(by('delete').marker.slice('go/cl/'.length))
  const back = whole.text.replace(line(plain), `${line(plain)}\n${line(gone)}`)
  expect(faults(back)).toEqual([expect.stringMatching(/^the edit does not stand: delete/), `came back: the story go/cl/${gone}`])
  expect(unexplained(back)).toEqual([[`go/cl/${gone}`]])
  const double = whole.text.replace(line(plain), `${line(plain)}\n${line(plain)}`)
  expect(faults(double)).toEqual([`is told twice without a word: go/cl/${plain}`])
  expect(unexplained(double)).toEqual([[`go/cl/${plain}`]])
})

test('a listing keeps a story from being lost, and its id in the words of another line does not', () => {
  const without = whole.text.replace(`${line(plain)}\n`, '')
  expect(faults(without.replace('{/*\n  Coverage', `{/*\n  Not shown: 1\n    go/cl/${plain} a title\n  */}\n\n{/*\n  Coverage`))).toEqual([])
  expect(faults(without.replace('it is new', `it follows go/cl/${plain}`))).toHaveLength(2)
})

test('finds each edit that does not stand any more', () => {
  for (const edit of whole.log.filter(({ text }) => text !== ''))
    expect(faults(whole.text.replace(edit.kind === 'heading' ? `## ${edit.text}` : edit.text, '* something else')), edit.kind).toContain(
      `the edit does not stand: ${edit.kind} of week ${edit.week}, ${edit.marker || edit.other}`,
    )
})

test('finds a line that says something else, or stands below another heading, unless the digest says why', () => {
  const other = whole.text.replace(`[change ${plain}]`, '[another title]')
  expect(unexplained(other)).toEqual([[`go/cl/${plain}`]])
  const word = `{/* Changed since the last draft: go/cl/${plain}: has another title now */}`
  expect(unexplained(other.replace(line(plain).split('\n').slice(1).join('\n'), `  ${word}`))).toEqual([])
  expect(unexplained(whole.text.replace(line(plain), `\n## Elsewhere\n\n${line(plain)}`))).not.toEqual([])
})

test('what grew must have a listing, and what only leads with another of its changes need not', () => {
  const grown = story({ id: 'go/cl/1', items: [change({ id: 'go/cl/1' }), change({ id: 'go/cl/2' })], refs: ['go/cl/1', 'go/cl/2'] })
  const weekly = (text: string, told: typeof grown): Weekly => ({ text, now: [grown], past: new Map([[told.id, told]]), log: [] })
  const whys = (given: Weekly): (string | undefined)[] => differences(given, '* both {/* go/cl/1 */}').different.map((one) => one.why)
  expect(whys(weekly('* one {/* go/cl/1 */}', story({ id: 'go/cl/1' })))).toEqual([undefined])
  expect(whys(weekly('* one {/* go/cl/1 */}\n\n{/*\n    go/cl/2 two (with go/cl/1)\n*/}', story({ id: 'go/cl/1' })))).toEqual([
    'grew by what a listing names',
  ])
  const turned = { ...grown, id: 'go/cl/2', items: grown.items.toReversed() }
  expect(whys(weekly('* two {/* go/cl/2 */}', turned))).toEqual(['hold the same changes, of which another leads now'])
})

test('of one draft, finds a line that moved or is gone, and a new one that is not at its place', () => {
  const left = [1, 3, 5].map(line).join('\n')
  const run = (drafted: number[]): string[] => faultsOfRun({ week: 2, left, drafted: drafted.map(line).join('\n'), stories: now })
  expect(run([1, 2, 3, 4, 5])).toEqual([])
  expect(run([3, 1, 5])).toEqual([expect.stringContaining('gone or moved')])
  expect(run([1, 5])).toEqual([expect.stringContaining('gone or moved')])
  expect(run([1, 3, 5, 3])).toContain('week 2: a second line was drafted for go/cl/3')
  expect(run([1, 3, 5, 2])).toEqual([`week 2: not at its place: ${line(2).split('\n')[0]}`])
  expect(run([1, 3, 5, 9, 8])).toEqual([`week 2: not in the order of ranks: ${line(8).split('\n')[0]}`])
})

test('order is counted by pairs, without what an edit moved', () => {
  const weekly = (numbers: number[], log: Edit[] = []): Weekly => ({
    text: `## Landed\n\n${numbers.map(line).join('\n')}`,
    now,
    past: new Map(),
    log,
  })
  expect(orderOf(weekly([2, 1, 3]), SINGLE)).toEqual({ pairs: 3, same: 2 })
  expect(orderOf(weekly([2, 1, 3], [{ week: 1, kind: 'up', marker: 'go/cl/2', other: '', text: '' }]), SINGLE)).toEqual({ pairs: 1, same: 1 })
})

test('an edit of a line that is not there does nothing, but for a line of one’s own', () => {
  const blocks = blocksOf(SINGLE)
  expect(applyEdit(blocks, { week: 1, kind: 'delete', marker: 'go/cl/99', other: '', text: '' })).toEqual(blocks)
  expect(applyEdit(blocks, { week: 1, kind: 'own', marker: 'go/cl/99', other: '', text: '* mine' })).toHaveLength(blocks.length + 1)
})
