import { describe, expect, test } from 'vitest'
import { draft, type Drafted } from '../src/draft/draft.ts'
import type { Section } from '../src/model/section.ts'
import type { Story } from '../src/model/story.ts'
import { draftInput, story } from './stories.ts'

const SECTIONS: Section[] = [{ id: 'landed', title: 'Landed', match: {}, limit: 20 }]
const told = (...ranks: readonly number[]): Story[] => ranks.map((rank) => story({ id: `o/r#${rank}`, rank }))

/** A draft into a text in which stories of some ranks are told already. */
function into(text: string, { standing, all }: { standing: readonly number[]; all: readonly number[] }): Drafted {
  const before = told(...standing).map((one) => ({ ...one, drafted: '2026-10-02T09:00:00Z' }))
  return draft(draftInput({ sections: SECTIONS, text, before, stories: told(...all), now: '2026-10-09T09:00:00Z' }))
}

/** A text without the evidence below its lines; a new line as the word "new" and its marker. */
function brief(text: string): string {
  return text.replace(/\r?\n\s*\{\/\*\r?\n\s*Why here[\s\S]*?\*\/\}/g, '').replace(/\[area: change \S+\]\(\S+\)/g, 'new')
}

describe('where a new line goes', () => {
  test('by its rank: before, between and behind the lines that stand', () => {
    const { text } = into('## Landed\n\n* Mine {/* o/r#2 */}\n* Mine {/* o/r#4 */}\n', { standing: [2, 4], all: [1, 2, 3, 4, 5] })
    expect(brief(text)).toBe(
      '## Landed\n\n* new {/* o/r#1 */}\n* Mine {/* o/r#2 */}\n* new {/* o/r#3 */}\n* Mine {/* o/r#4 */}\n* new {/* o/r#5 */}\n',
    )
  })

  test('a line of the maintainer without a marker keeps its place, and a reordered list its order', () => {
    const { text } = into('## Landed\n\n- Mine {/* o/r#4 */}\n- Own words\n- Mine {/* o/r#2 */}\n', { standing: [2, 4], all: [2, 4, 5] })
    expect(brief(text)).toBe('## Landed\n\n- Mine {/* o/r#4 */}\n- Own words\n- Mine {/* o/r#2 */}\n- new {/* o/r#5 */}\n')
  })

  test('of places where it disagrees with equally few, to the last', () => {
    const { text } = into('## Landed\n\n* Mine {/* o/r#3 */}\n* Mine {/* o/r#1 */}\n', { standing: [1, 3], all: [1, 2, 3] })
    expect(brief(text)).toBe('## Landed\n\n* Mine {/* o/r#3 */}\n* Mine {/* o/r#1 */}\n* new {/* o/r#2 */}\n')
  })

  test('into the mark in which the heading of its section stands, as it is indented', () => {
    const list = '<Clients>\n\n  ## Landed\n\n  * Mine {/* o/r#1 */}\n\n</Clients>\n\n## After\n'
    expect(brief(into(list, { standing: [1], all: [1, 2] }).text)).toBe(list.replace('#1 */}\n', '#1 */}\n  * new {/* o/r#2 */}\n'))
    expect(into(list, { standing: [1], all: [1, 2] }).text).toContain('\n    {/*\n      Why here')
    const bare = '<Clients>\n\n## Landed\n\n</Clients>\n'
    expect(brief(into(bare, { standing: [], all: [1] }).text)).toBe('<Clients>\n\n## Landed\n\n* new {/* o/r#1 */}\n\n</Clients>\n')
  })

  test('behind white space that ends a line: every line stands as it stood', () => {
    const text = '## Landed \n\n* Mine {/* o/r#1 */}  \n'
    expect(brief(into(text, { standing: [1], all: [1, 2] }).text)).toBe('## Landed \n\n* Mine {/* o/r#1 */}  \n* new {/* o/r#2 */}\n')
    expect(brief(into('## Landed \t\n', { standing: [], all: [1] }).text)).toBe('## Landed \t\n\n* new {/* o/r#1 */}\n')
  })

  test('before the first line, where white space stands in front of the list', () => {
    const text = '## Landed\n\n  Some words.\n\n  ## Landed\n\n  * Mine {/* o/r#2 */}\n'.slice(11)
    expect(brief(into(text, { standing: [2], all: [1, 2] }).text)).toBe(text.replace('  * Mine', '  * new {/* o/r#1 */}\n  * Mine'))
  })

  test.each([
    ['* Mine {/* o/r#1 */}', '* Mine {/* o/r#1 */}\n* new {/* o/r#2 */}'],
    ['* Mine {/* o/r#1 */}\r\n', '* Mine {/* o/r#1 */}\r\n* new {/* o/r#2 */}\r\n'],
    ['* Mine {/* o/r#1 */}\n\n  ```\n  code\n  ```\n', '* Mine {/* o/r#1 */}\n\n  ```\n  code\n  ```\n* new {/* o/r#2 */}\n'],
    ['* Mine {/* o/r#1 */}\nlazy\n', '* Mine {/* o/r#1 */}\nlazy\n* new {/* o/r#2 */}\n'],
    ['* Mine {/* o/r#1 */}\n  1. nested\n', '* Mine {/* o/r#1 */}\n  1. nested\n* new {/* o/r#2 */}\n'],
    ['1. Mine {/* o/r#1 */}\n', '* new {/* o/r#2 */}\n\n1. Mine {/* o/r#1 */}\n'],
  ])('behind %j', (line, expected) => {
    expect(brief(into(`## Landed\n\n${line}`, { standing: [1], all: [1, 2] }).text).replaceAll('\r', '')).toBe(
      `## Landed\n\n${expected}`.replaceAll('\r', ''),
    )
  })
})

test('a section that is gone is written at the end, before what ends a draft, whatever stands in front of that on its line', () => {
  const text = 'Words.\n\n  {/* Coverage from then */}\n'
  expect(brief(into(text, { standing: [], all: [1] }).text)).toBe('Words.\n\n## Landed\n\n* new {/* o/r#1 */}\n\n  {/* Coverage from then */}\n')
  expect(brief(into('Words.', { standing: [], all: [1] }).text)).toBe('Words.\n\n## Landed\n\n* new {/* o/r#1 */}')
})
