import fc from './fast-check.ts'
import type { Nodes } from 'mdast'
import { describe, expect, test } from 'vitest'
import { check } from '../src/check/check.ts'
import { readDocument } from '../src/document.ts'
import { type DraftInput, draft } from '../src/draft/draft.ts'
import { markersOf } from '../src/markers-of.ts'
import { parseMdx } from '../src/mdx.ts'
import { commentOf } from '../src/mdx-nodes.ts'
import { DESK, NEXT, type Section } from '../src/model/section.ts'
import { siteSchema } from '../src/model/site.ts'
import type { Story } from '../src/model/story.ts'
import { change, story, draftInput } from './stories.ts'

const LANDED: Section = { id: 'landed', title: 'Landed', match: {}, limit: 50 }
const SECTIONS = [DESK, LANDED, NEXT]

const input = (given: Partial<DraftInput>): DraftInput => draftInput({ sections: SECTIONS, ...given })

type Drafted = ReturnType<typeof draft>

/** Drafts once more over what a draft left, or over its text as edited. */
function again(first: Drafted, stories: readonly Story[], given: Partial<DraftInput> = {}): Drafted {
  return draft(input({ text: first.text, before: first.stories, stories, now: '2026-10-09T09:00:00Z', ...given }))
}

const wrote = (id: string, given: Partial<Story> = {}) => story({ id, items: [change({ id, own: ['wrote'] })], ...given })
const decided = (id: string) => story({ id, items: [change({ id, own: ['decided'] })] })
const accepted = (id: string, given: Partial<Story> = {}) =>
  story({ id, items: [change({ id, kind: 'proposal', state: 'accepted', paths: [] })], ...given })
const open = (id: string) => wrote(id, { section: 'desk', items: [change({ id, own: ['wrote'], state: 'open' })] })
const numbered = (count: number, from = 1) => Array.from({ length: count }, (_, index) => wrote(`o/r#${from + index}`, { rank: from + index }))

/** What stands under a heading, up to the next one or the coverage, without what comments are set in by. */
function under(text: string, title: string): string {
  const [own = ''] = text.split(`## ${title}\n`)[1]?.split(/\n## |\n\{\/\*\n {2}Coverage/) ?? []
  return own.replace(/^ +/gm, '')
}
/** The ids that a text mentions, in order. */
function mentioned(text: string): string[] {
  return [...text.matchAll(/^[*-] (?:TODO read: )?(?:Wrote|Proposed|Decided|Accepted): \[area: change (\S+)\]\(\S+\)$/gm)].map(([, id]) => id ?? '')
}
const markers = (text: string): string[] => markersOf(parseMdx(text)).map((marker) => marker.id)
const lists = (text: string): Nodes[] => parseMdx(text).children.filter((node) => node.type === 'list')

describe('what is mentioned', () => {
  test('stands once, without markers, the same after drafting again; a new story adds its own', () => {
    const stories = [wrote('o/r#1'), accepted('o/r#2')]
    const first = draft(input({ stories }))
    expect(under(first.text, 'On my desk')).toMatch(/^\n\* Wrote: \[area: change o\/r#1\]\(\S+\)\n$/)
    expect(under(first.text, 'Coming next')).toMatch(/^\n\* Accepted: \[area: change o\/r#2\]\(\S+\)\n$/)
    expect([markers(first.text), first.added.length]).toEqual([['o/r#1', 'o/r#2'], 2])
    expect(again(first, stories).text).toBe(first.text)
    const more = again(first, [...stories, wrote('o/r#3'), accepted('o/r#4')])
    expect(mentioned(more.text)).toEqual(['o/r#1', 'o/r#3', 'o/r#2', 'o/r#4'])
    expect(again(more, [...stories, wrote('o/r#3'), accepted('o/r#4')]).text).toBe(more.text)
  })

  test('is what the maintainer wrote, proposed or decided, not what they reviewed', () => {
    const stories = [
      wrote('o/r#1'),
      story({ id: 'o/r#2', items: [change({ id: 'o/r#2', kind: 'proposal', own: ['wrote'] })] }),
      decided('o/r#3'),
      story({ id: 'o/r#4', items: [change({ id: 'o/r#4', own: ['reviewed'] })] }),
    ]
    const desk = under(draft(input({ stories })).text, 'On my desk')
    expect(desk.match(/\w+: \[area: change \S+\]/g)).toEqual([
      'Wrote: [area: change o/r#1]',
      'Proposed: [area: change o/r#2]',
      'Decided: [area: change o/r#3]',
    ])
  })

  test('is no folded story, and none beyond the limit of its section', () => {
    const sections = [DESK, { ...LANDED, limit: 1 }, NEXT]
    const stories = [wrote('o/r#1', { folded: 'tests' }), wrote('o/r#2', { rank: 2 }), wrote('o/r#3', { rank: 3 })]
    const first = draft(input({ sections, stories }))
    expect(mentioned(first.text)).toEqual(['o/r#2'])
    const text = '## On my desk\n\n## Landed\n'
    expect(mentioned(draft(input({ sections, stories, text })).text)).toEqual(['o/r#2'])
  })

  test('is no proposal that has a change in its story', () => {
    const landed = accepted('o/r#4', { items: [...accepted('o/r#4').items, change({ id: 'o/r#5' })] })
    expect(mentioned(draft(input({ stories: [landed, accepted('o/r#6', { rank: 2 })] })).text)).toEqual(['o/r#6'])
  })

  test("is no story of the desk's own, and none that comes next", () => {
    const own = accepted('o/r#2', {
      section: 'next',
      items: [change({ id: 'o/r#2', kind: 'proposal', state: 'accepted', own: ['wrote', 'decided'] })],
    })
    const first = draft(input({ stories: [open('o/r#1'), own, wrote('o/r#3')] }))
    expect(mentioned(first.text)).toEqual(['o/r#3'])
    expect(markers(first.text)).toEqual(['o/r#1', 'o/r#3', 'o/r#2'])
  })

  test('is no more than there is room for; the rest is listed', () => {
    const first = draft(input({ stories: numbered(14) }))
    expect(mentioned(first.text)).toEqual(numbered(12).map(({ id }) => id))
    expect(under(first.text, 'On my desk')).toContain(
      'Not shown: 2\n2 of your own, told in their sections\no/r#13 area: change o/r#13\no/r#14 area: change o/r#14\n',
    )
    expect([first.added.length, first.listed.length, markers(first.text).length]).toEqual([14, 0, 14])
    expect(again(first, numbered(14)).text).toBe(first.text)
    // What has no line takes no room.
    const folded = numbered(3, 20).map((one) => ({ ...one, rank: 1, folded: 'tests' }))
    expect(mentioned(draft(input({ stories: [...folded, ...numbered(12)] })).text)).toHaveLength(12)
    const next = draft(input({ stories: numbered(13).map(({ id, rank }) => accepted(id, { rank })) }))
    expect(mentioned(next.text)).toHaveLength(12)
    expect(under(next.text, 'Coming next')).toContain('Not shown: 1\n1 accepted, told in their sections\no/r#13 ')
  })

  test('is no more after drafting again', () => {
    const first = draft(input({ stories: numbered(11) }))
    const second = again(first, numbered(13))
    expect(mentioned(second.text)).toEqual(numbered(12).map(({ id }) => id))
    expect(under(second.text, 'On my desk')).toContain('New since the last draft: 1\n1 of your own, told in their sections\no/r#13 ')
    expect(again(second, numbered(13)).text).toBe(second.text)
  })

  test('stays in its comment and its line, whatever a title holds', () => {
    const title = '*/} {process.env.HOME} {/* <b>'
    const stories = numbered(14).map((one) => ({ ...one, title }))
    const { text } = draft(input({ stories }))
    const items = lists(text).flatMap((list) => (list.type === 'list' ? list.children : []))
    expect(JSON.stringify(items[0]?.children[0])).toContain(title)
    expect(
      parseMdx(text)
        .children.filter((node) => node.type === 'mdxFlowExpression')
        .every((node) => commentOf(node) !== undefined),
    ).toBe(true)
    expect(markers(text)).toEqual(numbered(14).map(({ id }) => id))
  })
})

describe('in a digest that is ready', () => {
  function findings(text: string): string[] {
    const document = readDocument(text, { kind: 'digests', id: '2026-Q3', file: 'digests/2026-Q3.mdx' })
    if (!('tree' in document)) throw new Error(document.message)
    const site = siteSchema.parse({ title: 'T', url: 'https://digest.example.org', author: { name: 'Ada', email: 'ada@example.org' }, tiers: [] })
    const content = { folder: '/', site, clients: new Map(), documents: [document], pages: [], images: [], records: [], faults: [] }
    return check({ content, collections: new Map(), assets: [], now: new Date('2026-10-09T00:00:00Z') })
      .filter(({ code, level }) => code === 'text/todo' && level === 'error')
      .map(({ line }) => text.split('\n')[(line ?? 0) - 1] ?? '')
  }

  test('a mention must be read: the check finds its TODO', () => {
    const first = draft(input({ stories: [wrote('o/r#1')] }))
    const ready = first.text.replace('status: draft', 'status: ready').replace(/TODO: .*/, 'Mine.')
    expect(findings(ready)).toEqual([])
    const second = again(first, [wrote('o/r#1'), wrote('o/r#2', { rank: 2 }), accepted('o/r#3', { rank: 3 })], { text: ready, ready: true })
    expect(findings(second.text).map((line) => line.replace(/\(.*/, ''))).toEqual([
      '* TODO read: Wrote: [area: change o/r#2]',
      '* TODO read: [area: change o/r#2]',
      '* TODO read: Accepted: [area: change o/r#3]',
      '* TODO read: Accepted: [area: change o/r#3]',
    ])
  })

  test('a mention over a text that no draft wrote must be read too', () => {
    const text = '---\ntitle: t\nsummary: s\nstatus: ready\n---\n\n## On my desk\n\nMine.\n\n## Landed\n'
    const { text: drafted } = draft(input({ stories: [wrote('o/r#1')], text, ready: true }))
    expect(findings(drafted).map((line) => line.replace(/\[.*/, ''))).toEqual(['* TODO read: Wrote: ', '* TODO read: '])
  })
})

describe('the section of mentions', () => {
  test('is not brought back for a mention alone when it was taken out', () => {
    const first = draft(input({ stories: [wrote('o/r#1')] }))
    const text = first.text.replace(/## On my desk\n\n.*\n\n/, '')
    expect(again(first, [wrote('o/r#1'), wrote('o/r#3', { rank: 2 })], { text }).text).not.toMatch(/Wrote: |On my desk/)
    const own = draft(input({ stories: [open('o/r#1')] }))
    const without = own.text.replace(/## On my desk[\s\S]*?(?=\{\/\*\n {2}Coverage)/, '')
    expect(without).not.toContain('o/r#1')
    expect(again(own, [open('o/r#1'), wrote('o/r#3', { rank: 2 })], { text: without }).text).not.toMatch(/Wrote: |On my desk/)
  })

  test('is not brought back into another one, to which its line was moved', () => {
    const first = draft(input({ stories: [open('o/r#1'), story({ id: 'o/r#2', rank: 2 })] }))
    const text = first.text.replace('## On my desk\n\n', '').replace('## Landed\n\n', '').replace('* [', '## Landed\n\n* [')
    expect(again(first, [open('o/r#1'), story({ id: 'o/r#2', rank: 2 }), wrote('o/r#3', { rank: 3 })], { text }).text).not.toContain('Wrote: ')
  })

  test('is begun where no draft had anything to write into it', () => {
    const plain = story({ id: 'o/r#1' })
    const first = draft(input({ stories: [plain] }))
    expect(first.text).not.toContain('## On my desk')
    const second = again(first, [plain, wrote('o/r#2', { rank: 2 }), accepted('o/r#3', { rank: 3 })])
    expect(mentioned(under(second.text, 'On my desk'))).toEqual(['o/r#2'])
    expect(mentioned(under(second.text, 'Coming next'))).toEqual(['o/r#3'])
    expect(again(second, [plain, wrote('o/r#2', { rank: 2 }), accepted('o/r#3', { rank: 3 })]).text).toBe(second.text)
  })

  test.each(['## On my desk {/* mine */}', '## ON MY DESK', '## _On_ my desk'])('is found as %j', (heading) => {
    const first = draft(input({ stories: [wrote('o/r#1')] }))
    const text = first.text.replace('## On my desk', heading)
    const second = again(first, [wrote('o/r#1'), wrote('o/r#2', { rank: 2 })], { text })
    expect(mentioned(second.text)).toEqual(['o/r#1', 'o/r#2'])
    expect(second.text.match(/on_? my desk/gi)).toHaveLength(1)
  })

  test('is found under another name by a line of its own', () => {
    const first = draft(input({ stories: [open('o/r#1')] }))
    const text = first.text.replace('## On my desk', '## What I am at')
    const second = again(first, [open('o/r#1'), wrote('o/r#2', { rank: 2 })], { text })
    expect(mentioned(under(second.text, 'What I am at'))).toEqual(['o/r#2'])
  })

  test('keeps one tight list', () => {
    const first = draft(input({ stories: [wrote('o/r#1'), accepted('o/r#2', { rank: 2 })] }))
    const text = first.text.replace('* Wrote: ', 'Words of mine.\n\n- Wrote: ')
    const stories = [wrote('o/r#1'), accepted('o/r#2', { rank: 2 }), wrote('o/r#3', { rank: 3 }), accepted('o/r#4', { rank: 4 })]
    const second = again(first, stories, { text })
    expect(under(second.text, 'On my desk')).toMatch(/^\nWords of mine\.\n\n- Wrote: \[.*\n- Wrote: \[.*\n$/)
    expect(lists(second.text).map((list) => list.type === 'list' && [list.spread, list.children.length])).toEqual([
      [false, 2],
      [false, 4],
      [false, 2],
    ])
  })

  test('is not begun inside a code block that is not closed', () => {
    const first = draft(input({ stories: [story({ id: 'o/r#1' })] }))
    const text = `${first.text.slice(0, first.text.indexOf('{/*\n  Coverage'))}## Other\n\n\`\`\`\ncode\n`
    expect(() => again(first, [story({ id: 'o/r#1' }), wrote('o/r#2', { rank: 2 })], { text })).toThrow(
      expect.objectContaining({ name: 'Problem', message: expect.stringContaining('not closed') }),
    )
  })
})

describe('a story that stood on the desk and has landed', () => {
  const merged = (id: string, given: Partial<Story> = {}) => wrote(id, given)

  const LANDED = '{/* Changed since the last draft: o/r#1: landed on 1 August 2026 (it was open) */}'

  test('gets its line in its section; the line on the desk stays, with a word on it, and is not doubled by a mention', () => {
    const first = draft(input({ stories: [open('o/r#1')] }))
    const text = first.text.replace('[area: change', 'My words: [area: change')
    const second = again(first, [merged('o/r#1')], { text })
    expect(under(second.text, 'Landed')).toContain('\n* [area: change o/r#1]')
    const desk = text.slice(0, text.indexOf('{/*\n  Coverage'))
    expect(second.text.startsWith(desk.replace('{/* o/r#1 */}\n', `{/* o/r#1 */}\n  ${LANDED}\n`))).toBe(true)
    expect([second.added.length, markers(second.text), mentioned(second.text)]).toEqual([1, ['o/r#1', 'o/r#1'], []])
    expect(second.stories.map((one) => one.drafted)).toEqual(['2026-10-09T09:00:00Z'])
    expect(again(second, [merged('o/r#1')]).text).toBe(second.text)
    // Written, but not recorded: the new line's own marker tells.
    expect(again(first, [merged('o/r#1')], { text: second.text }).text).toBe(second.text)
  })

  test('gets it too when its line on the desk was deleted, and that stays deleted', () => {
    const first = draft(input({ stories: [open('o/r#1'), open('o/r#2')] }))
    const text = first.text.replace(/^\* \[area: change o\/r#1\][\s\S]*?\*\/\}\n(?=\* )/m, '')
    const second = again(first, [merged('o/r#1'), open('o/r#2')], { text })
    expect([markers(under(second.text, 'On my desk')), markers(under(second.text, 'Landed'))]).toEqual([['o/r#2'], ['o/r#1']])
    expect(mentioned(second.text)).toEqual([])
    const without = second.text.replace(/## Landed[\s\S]*?(?=\{\/\*\n {2}Coverage)/, '')
    expect(markers(without)).toEqual(['o/r#2'])
    expect(again(second, [merged('o/r#1'), open('o/r#2')], { text: without }).text).toBe(without)
  })

  test('gets none where the maintainer moved its line there', () => {
    const first = draft(input({ stories: [open('o/r#1'), open('o/r#2'), story({ id: 'o/r#3', rank: 3 })] }))
    const line = /^\* \[area: change o\/r#1\][\s\S]*?\*\/\}\n(?=\* )/m.exec(first.text)?.[0] ?? ''
    const text = first.text.replace(line, '').replace('## Landed\n\n', `## Landed\n\n${line}`)
    const stories = [merged('o/r#1'), open('o/r#2'), story({ id: 'o/r#3', rank: 3 })]
    const told = (given: string): string => given.replace('{/* o/r#1 */}\n', `{/* o/r#1 */}\n  ${LANDED}\n`)
    expect(again(first, stories, { text }).text).toBe(told(text))
    // and so where nothing is left of the desk
    const alone = draft(input({ stories: [open('o/r#1'), story({ id: 'o/r#3', rank: 3 })] }))
    const moved = alone.text.replace('## Landed\n\n', '').replace('## On my desk', '## Landed')
    expect(again(alone, [merged('o/r#1'), story({ id: 'o/r#3', rank: 3 })], { text: moved }).text).toBe(told(moved))
  })

  test('is listed with the story that it joins, or with what is folded', () => {
    const other = story({ id: 'o/r#2', rank: 2 })
    const first = draft(input({ stories: [open('o/r#1'), other] }))
    const joined = story({ id: 'o/r#2', items: [...other.items, ...merged('o/r#1').items] })
    const second = again(first, [joined])
    expect(under(second.text, 'Landed')).toContain('that joined a story with a line\no/r#1 area: change o/r#1 (with o/r#2)')
    expect([second.added.length, again(second, [joined]).text]).toEqual([0, second.text])
    const folded = again(first, [merged('o/r#1', { folded: 'tests' }), other])
    expect(under(folded.text, 'Landed')).toContain('1 with nothing but tests\no/r#1 ')
    expect(again(folded, [merged('o/r#1', { folded: 'tests' }), other]).text).toBe(folded.text)
  })

  test('so does what came next, under another name too', () => {
    const waiting = accepted('old/r#1', { section: 'next' })
    const first = draft(input({ stories: [waiting] }))
    const items = [change({ id: 'new/r#2' }), change({ id: 'new/r#1', kind: 'proposal', state: 'accepted', aliases: ['old/r#1'] })]
    const second = again(first, [story({ id: 'new/r#2', refs: ['new/r#2', 'new/r#1', 'old/r#1'], items })])
    expect(markers(second.text)).toEqual(['old/r#1', 'new/r#2'])
    expect(mentioned(second.text)).toEqual([])
    expect(again(second, [story({ id: 'new/r#2', refs: ['new/r#2', 'new/r#1', 'old/r#1'], items })]).text).toBe(second.text)
  })
})

test('every byte of an edited digest survives, and drafting twice is drafting once, whatever stands there and whatever moved', () => {
  const block = fc.oneof(
    fc.constantFrom(
      '## On my desk',
      '## On my desk {/* mine */}',
      '## Landed',
      '## Coming next',
      '## Other',
      'Mine.',
      '* Wrote: mine',
      '- [x](https://x.example) {/* o/r#1 */}',
      '* gone {/* old/r#2 */}\n  {/*\n    evidence\n    */}',
      '<Clients>\n\n* private {/* o/r#3 */}\n\n</Clients>',
      '```js\n## On my desk\n```',
      '1. one {/* o/r#4 */}',
      '{/*\nCoverage from x\n*/}',
    ),
  )
  const kind = fc.constantFrom('open', 'wrote', 'accepted', 'waiting', 'folded', 'none')
  const stories = (kinds: readonly string[], name: string): Story[] =>
    kinds.flatMap((one, index) => {
      const id = `${name}/r#${index + 1}`
      const told = { open: open(id), wrote: wrote(id), accepted: accepted(id), waiting: accepted(id, { section: 'next' }) }[one]
      const found = told ?? (one === 'folded' ? wrote(id, { folded: 'tests' }) : undefined)
      const aliases = [`o/r#${index + 1}`, `old/r#${index + 1}`]
      return found ? [{ ...found, rank: index + 1, items: found.items.map((item) => ({ ...item, aliases, title: `area: ${index}` })) }] : []
    })
  const kinds = fc.array(kind, { minLength: 4, maxLength: 16 })
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), kinds, kinds, (blocks, then, now) => {
      const text = blocks.join('\n\n')
      const before = draft(input({ stories: stories(then, 'old') })).stories
      const first = draft(input({ text, before, stories: stories(now, 'o') }))
      let from = 0
      for (const character of text) {
        from = first.text.indexOf(character, from) + 1
        expect(from).toBeGreaterThan(0)
      }
      expect(markers(first.text)).toHaveLength(markers(text).length + first.added.length)
      const second = draft(input({ text: first.text, before: first.stories, stories: stories(now, 'o') }))
      expect(second.text).toBe(first.text)
      expect(again(second, stories(now, 'old')).text).toBe(first.text)
    }),
    { numRuns: 500 },
  )
})
