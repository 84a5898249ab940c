import { expect, test } from 'vitest'
import { draft } from '../src/draft/draft.ts'
import { sectionSchema } from '../src/model/section.ts'
import type { Story } from '../src/model/story.ts'
import { change, draftInput, story } from './stories.ts'

const drafted = (given: Partial<Story> & { id: string }): string =>
  draft(draftInput({ sections: [sectionSchema.parse({ id: 'landed', title: 'Landed' })], stories: [story(given)] })).text
const lineOf = (text: string): string => text.split('\n').find((line) => line.startsWith('* ')) ?? ''
const proposal = change({ id: 'o/r#9', kind: 'proposal', title: 'add X', state: 'accepted', paths: [] })

test('tells where a story stands whose title does not: what was decided, or taken back', () => {
  const landed = change({ id: 'o/r#1', title: 'a: add X' })
  const state = 'accepted 3 May, landed 1 August'
  expect(lineOf(drafted({ id: 'o/r#1', title: 'a: add X', state, items: [landed, proposal], refs: ['o/r#1', 'o/r#9'] }))).toBe(
    '* [a: add X](https://example.org/o%2Fr%231) ([#9](https://github.com/o/r/issues/9)), accepted 3 May, landed 1 August {/* o/r#1 */}',
  )
  const again = change({ id: 'o/r#2', title: 'Revert "a: add X"', reverts: ['o/r#1'] })
  expect(lineOf(drafted({ id: 'o/r#1', state: 'landed 1 August, reverted 2 August', items: [landed, again] }))).toContain(', reverted 2 August {/*')
})

test('a proposal that tells its story is not called accepted twice', () => {
  const text = drafted({ id: 'o/r#9', title: 'add X', state: 'accepted 3 May, landed 1 August', items: [proposal, change({ id: 'o/r#1' })] })
  expect(lineOf(text)).toMatch(/^\* \[add X\]\([^)]*\), accepted 3 May/)
  expect(lineOf(drafted({ id: 'o/r#9', title: 'add X', state: 'accepted 3 May', items: [proposal] }))).toMatch(/^\* Accepted: \[add X\]\([^)]*\) \{/)
})

test('of changes that landed, the comment alone says in how many', () => {
  const text = drafted({ id: 'o/r#1', state: 'landed in 2 changes', items: [change({ id: 'o/r#1' }), change({ id: 'o/r#2' })] })
  expect(lineOf(text)).not.toContain('landed')
  expect(text).toContain('It stands: landed in 2 changes')
})

test('gives reasons for a story, then those against it', () => {
  expect(drafted({ id: 'o/r#1', score: 1.25, reasons: ['public API', '2 changes', 'against: inside only', 'against: a clean-up'] })).toContain(
    'Why here: public API; 2 changes · against it: inside only; a clean-up (score 1.25)',
  )
  expect(drafted({ id: 'o/r#1', score: -1, reasons: ['against: inside only'] })).toContain(
    'Why here: nothing speaks for it · against it: inside only (score -1)',
  )
})
