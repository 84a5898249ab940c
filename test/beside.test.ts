import type { Nodes } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkMdx from 'remark-mdx'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, test } from 'vitest'
import { draft, type Drafted } from '../src/draft/draft.ts'
import { draftedNote } from '../src/drafted-note.ts'
import { parseMdx } from '../src/mdx.ts'
import type { Section } from '../src/model/section.ts'
import type { Story } from '../src/model/story.ts'
import { change, draftInput, story } from './stories.ts'

const SECTIONS: Section[] = [{ id: 'landed', title: 'Landed', match: {}, limit: 20 }]
const reader = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).use(remarkMdx).freeze()
const retitled = story({ id: 'o/r#1', items: [change({ id: 'o/r#1', title: 'area: anew' })] })
const NOTE = '{/* Changed since the last draft: o/r#1: has another title now: "area: anew" (it was "area: change o/r#1") */}'

function again(
  text: string,
  { before, stories, complete = true }: { before: readonly Story[]; stories: readonly Story[]; complete?: boolean },
): Drafted {
  return draft(draftInput({ sections: SECTIONS, text, before, stories, complete, now: '2026-10-09T09:00:00Z' }))
}

/** A draft of a story with a new title into a text that tells it. */
function changed(text: string): Drafted {
  return again(text, { before: [{ ...story({ id: 'o/r#1' }), drafted: '2026-10-02T09:00:00Z' }], stories: [retitled] })
}

/** The types of what holds the comments on what changed. */
function holders(node: Nodes, within: string[] = []): string[][] {
  if (draftedNote(node) === 'changed') return [within]
  return 'children' in node ? node.children.flatMap((child) => holders(child, [...within, node.type])) : []
}

describe('what changed under a line stands below it', () => {
  test.each([
    ['a line', '* Mine {/* o/r#1 */}\n* More\n', '* Mine {/* o/r#1 */}\n  NOTE\n* More\n', ['list', 'listItem']],
    [
      'a line of many',
      '* Mine\n  goes on {/* o/r#1 */} and on\n\n  Below.\n',
      '* Mine\n  goes on {/* o/r#1 */} and on\n  NOTE\n\n  Below.\n',
      undefined,
    ],
    ['a numbered line', '10. Mine {/* o/r#1 */}\n', '10. Mine {/* o/r#1 */}\n    NOTE\n', ['list', 'listItem']],
    ['a nested line', '* Own\n  - Mine {/* o/r#1 */}\n', '* Own\n  - Mine {/* o/r#1 */}\n    NOTE\n', ['list', 'listItem', 'list', 'listItem']],
    ['a paragraph', 'Mine {/* o/r#1 */}\nand more.\n', 'Mine {/* o/r#1 */}\nand more.\nNOTE\n', undefined],
    ['a heading', '### Mine {/* o/r#1 */}\n\nWords.\n', '### Mine {/* o/r#1 */}\nNOTE\n\nWords.\n', []],
    ['a quote', '> Mine {/* o/r#1 */}\n\nWords.\n', '> Mine {/* o/r#1 */}\n> NOTE\n\nWords.\n', undefined],
    ['a list in a quote', '> * Mine {/* o/r#1 */}\n> * More\n', '> * Mine {/* o/r#1 */}\n>   NOTE\n> * More\n', undefined],
    ['a table', '| a |\n| - |\n| Mine {/* o/r#1 */} |\n| b |\n', '| a |\n| - |\n| Mine {/* o/r#1 */} |\n| b |\n\nNOTE\n', []],
    ['a table in a quote', '> | a |\n> | - |\n> | {/* o/r#1 */} |\n', '> | a |\n> | - |\n> | {/* o/r#1 */} |\n>\n> NOTE\n', ['blockquote']],
    ['a mark', '<Clients>\n\nMine {/* o/r#1 */}\n\n</Clients>\n', '<Clients>\n\nMine {/* o/r#1 */}\nNOTE\n\n</Clients>\n', undefined],
    [
      'an indented mark',
      '<Clients>\n\n  * Mine {/* o/r#1 */}\n\n</Clients>\n',
      '<Clients>\n\n  * Mine {/* o/r#1 */}\n    NOTE\n\n</Clients>\n',
      undefined,
    ],
    ['a footnote', 'Text[^1].\n\n[^1]: Mine {/* o/r#1 */}\n', 'Text[^1].\n\n[^1]: Mine {/* o/r#1 */}\n      NOTE\n', undefined],
    ['white space', '* Mine {/* o/r#1 */}  \n* More\n', '* Mine {/* o/r#1 */}  \n  NOTE\n* More\n', ['list', 'listItem']],
    ['a tab', '*\tMine {/* o/r#1 */}\n*\tMore\n', '*\tMine {/* o/r#1 */}\n \tNOTE\n*\tMore\n', ['list', 'listItem']],
    ['no line end', '* Mine {/* o/r#1 */}', '* Mine {/* o/r#1 */}\n  NOTE', ['list', 'listItem']],
  ])('%s', (_, line, expected, within) => {
    const { text, changed: lines } = changed(`## Landed\n\n${line}`)
    expect(text).toBe(`## Landed\n\n${expected.replace('NOTE', NOTE)}`)
    expect(lines).toHaveLength(1)
    expect([holders(parseMdx(text)).length, holders(reader.parse(text)).length]).toEqual([1, 1])
    if (within) expect(holders(parseMdx(text))).toEqual([['root', ...within]])
    const windows = changed(`## Landed\n\n${line}`.replaceAll('\n', '\r\n'))
    expect(windows.text).toBe(text.replaceAll('\n', '\r\n'))
  })

  test('once: it comes again neither where it stands nor where it was deleted', () => {
    const text = '## Landed\n\n* Mine {/* o/r#1 */}\n'
    const first = changed(text)
    expect(again(first.text, { before: first.stories, stories: [retitled] }).text).toBe(first.text)
    expect(again(text, { before: first.stories, stories: [retitled] }).text).toBe(text)
  })

  test('below the first of two lines that a line was split into', () => {
    const text = '## Landed\n\n* Mine {/* o/r#1 */}\n* The rest {/* o/r#1 */}\n'
    expect(changed(text).text).toBe(`## Landed\n\n* Mine {/* o/r#1 */}\n  ${NOTE}\n* The rest {/* o/r#1 */}\n`)
  })

  test('before the evidence of the line, and before new lines that come behind it', () => {
    const first = draft(draftInput({ sections: SECTIONS, stories: [story({ id: 'o/r#1' })] }))
    const { text } = again(first.text, { before: first.stories, stories: [retitled, story({ id: 'o/r#2', rank: 2 })] })
    expect(text).toMatch(/\{\/\* o\/r#1 \*\/\}\n {2}\{\/\* Changed since .* \*\/\}\n {2}\{\/\*\n {4}Why here[^}]*\*\/\}\n\* .*\{\/\* o\/r#2 \*\/\}\n/)
  })
})

test('of two told stories that become one, the line of the lesser says so, once', () => {
  const stories = [story({ id: 'o/r#1' }), story({ id: 'o/r#2', rank: 2 })]
  const first = draft(draftInput({ sections: SECTIONS, stories }))
  const one = [story({ id: 'o/r#1', refs: ['o/r#1', 'o/r#2'], items: [change({ id: 'o/r#1' }), change({ id: 'o/r#2' })] })]
  const second = again(first.text, { before: first.stories, stories: one })
  expect(second.text.match(/Changed since.*/g)).toEqual([
    'Changed since the last draft: o/r#2: is one story with o/r#1 now, whose line stands too */}',
  ])
  expect(second.text.indexOf('Changed since')).toBeGreaterThan(second.text.indexOf('{/* o/r#2 */}'))
  expect(again(second.text, { before: second.stories, stories: one }).text).toBe(second.text)
})

test('a line whose story vanished says so once, and not at all while a source is not complete', () => {
  const first = draft(draftInput({ sections: SECTIONS, stories: [story({ id: 'o/r#1' })] }))
  expect(again(first.text, { before: first.stories, stories: [], complete: false }).text).toBe(first.text)
  const second = again(first.text, { before: first.stories, stories: [] })
  expect(second.text).toContain('{/* o/r#1 */}\n  {/* Changed since the last draft: o/r#1: is no longer given by its source */}\n')
  expect(again(second.text, { before: second.stories, stories: [] }).text).toBe(second.text)
})
