import { expect, test } from 'vitest'
import { draft, type Drafted } from '../src/draft/draft.ts'
import type { Section } from '../src/model/section.ts'
import type { Story } from '../src/model/story.ts'
import { draftInput, story } from './stories.ts'

const SECTIONS: Section[] = [{ id: 'landed', title: 'Landed', match: {}, limit: 20 }]
const notable = story({ id: 'o/r#2', rank: 2, folded: 'tests', notable: ['public API'] })
const others = [story({ id: 'o/r#1' })]

function again(text: string, before: readonly Story[], stories: readonly Story[]): Drafted {
  return draft(draftInput({ sections: SECTIONS, text, before, stories, now: '2026-10-09T09:00:00Z' }))
}

const note = (text: string): string => /Not mentioned: [\s\S]*?\*\//.exec(text)?.[0] ?? ''

test('what must not be passed over and has no line is listed before the coverage, once', () => {
  const first = draft(draftInput({ sections: SECTIONS, stories: [...others, notable] }))
  expect(note(first.text)).toContain('Not mentioned: 1; they stand in no line.')
  expect(note(first.text)).toContain('\n    o/r#2 area: change o/r#2 (public API)\n')
  expect(first.text.indexOf('Not mentioned')).toBeLessThan(first.text.indexOf('Coverage from'))
  expect(first.unmentioned.map((one) => one.id)).toEqual(['o/r#2'])
  const second = again(first.text, first.stories, [...others, notable])
  expect([second.text, second.unmentioned]).toEqual([first.text, []])
})

test('deleting its line there waves it off, for good', () => {
  const first = draft(draftInput({ sections: SECTIONS, stories: [...others, notable] }))
  const waved = first.text.replace(/\n +o\/r#2 .*\(public API\)/, '')
  expect(waved).not.toContain('o/r#2')
  const second = again(waved, first.stories, [...others, notable])
  expect(second.text).toBe(waved)
  expect(again(second.text, second.stories, [...others, notable]).text).toBe(waved)
})

test('a line with its marker tells it', () => {
  const first = draft(draftInput({ sections: SECTIONS, stories: [...others, notable] }))
  const told = first.text.replace('## Landed\n', '## Landed\n\nMine. {/* o/r#2 */}\n')
  const second = again(told, first.stories, [...others, notable])
  expect([second.text, second.unmentioned]).toEqual([told, []])
  expect(second.stories.find((one) => one.id === 'o/r#2')?.drafted).toBe('2026-10-09T09:00:00Z')
  expect(again('Mine. {/* o/r#2 */} {/* o/r#1 */}\n', [], [...others, notable]).text).not.toContain('Not mentioned')
})

test('what was deleted before it was known what it is, is listed when that is known', () => {
  const plain = story({ id: 'o/r#2', rank: 2 })
  const first = draft(draftInput({ sections: SECTIONS, stories: [...others, plain] }))
  const edited = first.text.replace(/^\* \[area: change o\/r#2\][\s\S]*?\*\/\}\n(?=\n)/m, '')
  expect(edited).not.toContain('o/r#2')
  const accepted: Story = { ...plain, notable: ['accepted proposal'] }
  const second = again(edited, first.stories, [...others, accepted])
  expect(second.added).toEqual([])
  expect(note(second.text)).toContain('\n    o/r#2 area: change o/r#2 (accepted proposal)\n')
  expect(again(second.text, second.stories, [...others, accepted]).text).toBe(second.text)
  // Deleted when it was known: nothing more is said of it.
  const known = draft(draftInput({ sections: SECTIONS, stories: [...others, accepted] }))
  const gone = known.text.replace(/^\* \[area: change o\/r#2\][\s\S]*?\*\/\}\n(?=\n)/m, '')
  expect(again(gone, known.stories, [...others, accepted]).text).toBe(gone)
})
