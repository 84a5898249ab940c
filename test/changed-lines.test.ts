import { expect, test } from 'vitest'
import { changedLines } from '../src/draft/changed-lines.ts'
import { markersOf } from '../src/markers-of.ts'
import { parseMdx } from '../src/mdx.ts'
import type { Story } from '../src/model/story.ts'
import { change, story } from './stories.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }

/** A story of changes by their numbers, the first leads; what reverts is given by what it takes back. */
function of(numbers: number[], { rank = 1, reverts = {} }: { rank?: number; reverts?: Record<number, number> } = {}): Story {
  const items = numbers.map((number) => change({ id: `go/cl/${number}`, reverts: reverts[number] ? [`go/cl/${reverts[number]}`] : [] }))
  const refs = items.map((item) => item.id)
  return story({ id: refs[0] ?? '', rank, refs, items, drafted: '2026-08-01T00:00:00Z', ...(reverts && { state: `state of ${numbers[0]}` }) })
}

/** What is said of which story, when `before` is told by the lines of a text and `stories` is what there is now. */
function said(text: string, before: Story[], stories: Story[]): Record<string, string[]> {
  const found = changedLines(markersOf(parseMdx(text)), { before, stories, window: WINDOW, complete: true })
  return Object.fromEntries(found.map((line) => [line.story.id, line.facts]))
}

const TWO = '* one {/* go/cl/1 */}\n* two {/* go/cl/2 */}\n'

test('of two lines that tell one story now, the one that matters less says so; of lines that were merged, none does', () => {
  const before = [of([1], { rank: 2 }), of([2], { rank: 1 })]
  expect(said(TWO, before, [of([1, 2])])).toEqual({ 'go/cl/1': ['is one story with go/cl/2 now, whose line stands too'] })
  expect(said('* one and two {/* go/cl/1 */} {/* go/cl/2 */}\n', before, [of([1, 2])])).toEqual({})
})

test('a line of which a part is told elsewhere now says what, and with what', () => {
  const before = [of([1, 2, 3, 4])]
  expect(said('* one {/* go/cl/1 */}\n', before, [of([1]), of([2, 4], { rank: 2 }), of([3, 5], { rank: 3 })])).toEqual({
    'go/cl/1': ['go/cl/2, go/cl/4 are told apart now', 'go/cl/3 is told with go/cl/5 now'],
  })
})

test('another change that leads, or one that joined, is no change of what a line tells', () => {
  expect(said(TWO, [of([1, 2])], [of([2, 1])])).toEqual({})
  expect(said(TWO, [of([1])], [of([3, 1])])).toEqual({})
})

test('of what was told in one line, each revert says of which story it is, but for the one that the line leads with', () => {
  const stories = [of([1, 7], { reverts: { 7: 1 } }), of([2, 8], { rank: 2, reverts: { 8: 2 } })]
  expect(said('* one {/* go/cl/1 */}\n', [of([1, 2])], stories)).toEqual({
    'go/cl/1': [
      'go/cl/1 was reverted on 1 August 2026 (by go/cl/7)',
      'go/cl/2 was reverted on 1 August 2026 (by go/cl/8)',
      'go/cl/2 is told with go/cl/8 now',
    ],
  })
})
