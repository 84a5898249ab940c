import { expect, test } from 'vitest'
import { saidNo, storyRules } from '../src/check/story-rules.ts'
import { type Document, readDocument } from '../src/document.ts'
import { draft } from '../src/draft/draft.ts'
import type { Collection } from '../src/model/collection.ts'
import type { Section } from '../src/model/section.ts'
import { siteSchema } from '../src/model/site.ts'
import type { Story } from '../src/model/story.ts'
import { draftInput, story } from './stories.ts'

const SITE = siteSchema.parse({ title: 'T', url: 'https://digest.example.org', author: { name: 'Ada', email: 'ada@example.org' } })
const SECTIONS: Section[] = [{ id: 'landed', title: 'Landed', match: {}, limit: 1 }]
const STORIES: Story[] = [1, 2, 3].map((number) =>
  story({ id: `go/cl/${number}`, rank: number, ...(number < 3 && { notable: ['public API' as const] }) }),
)

function read(text: string): Document {
  const document = readDocument(text, { kind: 'digests', id: '2026-Q3', file: 'digests/2026-Q3.mdx' })
  if (!('tree' in document)) throw new Error(document.message)
  return document
}
const recorded = (stories: Story[]): Collection => ({
  digest: '2026-Q3',
  since: '2026-07-01T00:00:00Z',
  until: '2026-10-01T00:00:00Z',
  sources: [],
  stories,
})

function found(text: string, stories: Story[]): string[] {
  const context = { site: SITE, clients: new Map(), images: [], collection: recorded(stories), now: new Date('2026-10-06T00:00:00Z') }
  const document = read(text)
  return storyRules
    .flatMap((rule) => rule.document?.(document, context) ?? [])
    .map(({ line, level, code, message }) => `${line} ${level} ${code}: ${message}`)
}
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length

test('what must not be passed over is listed where it has no line, and waved off by deleting its line in the list', () => {
  const first = draft(draftInput({ sections: SECTIONS, stories: STORIES }))
  const at = lineOf(first.text, 'go/cl/2 area')
  expect(found(first.text, first.stories)).toEqual([
    `${at} warning story/unmentioned: go/cl/2 area: change go/cl/2 (public API) stands in no line: tell it, or delete this line to wave it off`,
  ])
  const told = first.text.replace('{/* go/cl/1 */}', 'And more. {/* go/cl/1 */} {/* go/cl/2 */}')
  expect(found(told, first.stories)).toEqual([])
  const waved = first.text.replace(/^ *go\/cl\/2 area.*\n/m, '')
  expect(found(waved, first.stories)).toEqual([])
  const again = draft(draftInput({ sections: SECTIONS, stories: STORIES, text: waved, before: first.stories }))
  expect([again.text, again.unmentioned]).toEqual([waved, []])
  expect(saidNo(read(waved), recorded(again.stories)).map((one) => one.id)).toEqual(['go/cl/2'])
  expect(saidNo(read(first.text), recorded(first.stories))).toEqual([])
})

test('a line that was deleted is waved off too, until more becomes of its story', () => {
  const first = draft(draftInput({ sections: SECTIONS, stories: STORIES.slice(0, 1) }))
  const text = first.text.replace(/^\* \[area[\s\S]*?\*\/\}\n/m, '')
  const again = draft(draftInput({ sections: SECTIONS, stories: STORIES.slice(0, 1), text, before: first.stories }))
  expect([again.text, found(text, again.stories)]).toEqual([text, []])
  expect(saidNo(read(text), recorded(again.stories)).map((one) => one.id)).toEqual(['go/cl/1'])
  const [grown] = STORIES.map((one): Story => ({ ...one, notable: ['accepted proposal', 'public API'] }))
  const third = draft(draftInput({ sections: SECTIONS, stories: grown ? [grown] : [], text, before: again.stories }))
  expect(third.unmentioned.map((one) => one.id)).toEqual(['go/cl/1'])
  expect(found(third.text, third.stories)).toHaveLength(1)
  const fourth = draft(draftInput({ sections: SECTIONS, stories: grown ? [grown] : [], text: third.text, before: third.stories }))
  expect(fourth.text).toBe(third.text)
})

test('what changed under a line is found at the comment below it: a warning in a draft, an error in what is ready', () => {
  const first = draft(draftInput({ sections: SECTIONS, stories: STORIES.slice(2) }))
  const mine = first.text.replace('[area: change go/cl/3]', '**My words.** [More]')
  const [retitled] = STORIES.slice(2).map((one) => ({ ...one, title: 'b', items: one.items.map((item) => ({ ...item, title: 'b */ {x} `' })) }))
  const again = draft(draftInput({ sections: SECTIONS, stories: retitled ? [retitled] : [], text: mine, before: first.stories }))
  const comment = '  {/* Changed since the last draft: go/cl/3: has another title now: "b * / {x} `" (it was "area: change go/cl/3") */}\n'
  expect(again.text.replace(comment, '')).toBe(mine)
  expect(again.text).toMatch(/My words.*go\/cl\/3 \*\/\}\n {2}\{\/\* Changed/)
  const at = lineOf(again.text, 'Changed since')
  const words =
    'story/changed: go/cl/3: has another title now: "b * / {x} `" (it was "area: change go/cl/3"). Say so in the line above, if it matters, and delete this comment'
  expect(found(again.text, again.stories)).toEqual([`${at} warning ${words}`])
  expect(found(again.text.replace('status: draft', 'status: ready'), again.stories)).toEqual([`${at} error ${words}`])
  const settled = again.text.replace(comment, '')
  expect(draft(draftInput({ sections: SECTIONS, stories: retitled ? [retitled] : [], text: settled, before: again.stories })).text).toBe(settled)
})

test('what was waved off stays so when its story was away for a run, or came under another name', () => {
  const first = draft(draftInput({ sections: SECTIONS, stories: STORIES }))
  const waved = first.text.replace(/^ *go\/cl\/2 area.*\n/m, '')
  const away = draft(draftInput({ sections: SECTIONS, stories: STORIES.slice(0, 1), text: waved, before: first.stories, complete: false }))
  expect(away.text).toBe(waved)
  expect(draft(draftInput({ sections: SECTIONS, stories: STORIES.slice(0, 2), text: waved, before: away.stories })).text).toBe(waved)
  const renamed = STORIES.map((one) => ({
    ...one,
    id: `new/${one.id}`,
    refs: [`new/${one.id}`, ...one.refs],
    items: one.items.map((item) => ({ ...item, id: `new/${item.id}`, aliases: [item.id] })),
  }))
  expect(draft(draftInput({ sections: SECTIONS, stories: renamed, text: waved, before: first.stories })).unmentioned).toEqual([])
})

test('a title that goes back and forth is told each time, the newest next to the line', () => {
  const titled = (title: string): Story[] => STORIES.slice(2).map((one) => ({ ...one, title, items: one.items.map((item) => ({ ...item, title })) }))
  let last = draft(draftInput({ sections: SECTIONS, stories: titled('A') }))
  for (const [title, before] of [
    ['B', 'A'],
    ['A', 'B'],
    ['B', 'A'],
  ]) {
    last = draft(draftInput({ sections: SECTIONS, stories: titled(title ?? ''), text: last.text, before: last.stories }))
    expect(last.changed).toHaveLength(1)
    expect(/\{\/\* Changed.*/.exec(last.text)?.[0]).toContain(`"${title}" (it was "${before}")`)
  }
  // Written, but not recorded.
  const again = draft(
    draftInput({
      sections: SECTIONS,
      stories: titled('B'),
      text: last.text,
      before: last.stories.map((one) => ({ ...one, items: one.items.map((item) => ({ ...item, title: 'A' })) })),
    }),
  )
  expect(again.text).toBe(last.text)
})

test('does not list what is not mentioned into a code block that is not closed', () => {
  const text = '## Landed\n\n* One. {/* go/cl/1 */}\n\n```\ncode\n'
  expect(() =>
    draft(draftInput({ sections: SECTIONS, stories: STORIES.slice(0, 2), text, before: STORIES.map((one) => ({ ...one, notable: undefined })) })),
  ).toThrow('not closed')
})
