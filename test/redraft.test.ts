import fc from './fast-check.ts'
import type { Nodes, Root } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkMdx from 'remark-mdx'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { expect, test, vi } from 'vitest'
import { changedComment } from '../src/draft/changed-lines.ts'
import { draft, type Drafted } from '../src/draft/draft.ts'
import { Problem } from '../src/errors.ts'
import { markersOf } from '../src/markers-of.ts'
import { parseMdx } from '../src/mdx.ts'
import { commentOf, isExpression, isTag } from '../src/mdx-nodes.ts'
import type { Item } from '../src/model/item.ts'
import type { Story } from '../src/model/story.ts'
import { markedOf, ownersOf } from '../src/owners-of.ts'
import { EDITS, edit, edited, toldLines, type Edit } from './edits.ts'
import { draftInput, story } from './stories.ts'
import { after, emptyWorld, happening, type Happening, SECTIONS, storiesOf, type World } from './worlds.ts'

type Step = Happening | Edit | 'draft'
/** A digest as it stands, what was recorded of it, and what is remembered of its past: ids that were ever written, and those whose lines were deleted. */
type Desk = { text: string | undefined; before: readonly Story[]; written: Set<string>; deleted: Map<string, string>; drafts: number }

const runs = Number(process.env['REDRAFT_RUNS'] ?? 1)
const reader = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).use(remarkMdx).freeze()
// Thousands of drafts take longer than one test may by default.
vi.setConfig({ testTimeout: 60_000 * runs })
const SETTINGS = { limit: [50, 2] }

function drafted(desk: Pick<Desk, 'text' | 'before' | 'drafts'>, stories: readonly Story[], limit: number): Drafted {
  const sections = SECTIONS.map((section) => ({ ...section, limit }))
  return draft(
    draftInput({ sections, stories, text: desk.text, before: desk.before, now: `2026-10-02T09:00:${String(desk.drafts).padStart(2, '0')}Z` }),
  )
}

/** Goes through happenings, edits and drafts, and looks at each draft. */
function go(steps: readonly Step[], limit: number, look: (desk: Desk, stories: readonly Story[], result: Drafted) => void): Desk & { world: World } {
  let world = emptyWorld()
  let desk: Desk = { text: undefined, before: [], written: new Set(), deleted: new Map(), drafts: 10 }
  for (const step of [...steps, 'draft' as const]) {
    if (step !== 'draft' && 'does' in step) world = after(world, step)
    else if (step !== 'draft') desk = desk.text === undefined ? desk : { ...desk, text: edited(desk.text, step) }
    else {
      const stories = storiesOf(world)
      remember(desk)
      let result: Drafted
      try {
        result = drafted(desk, stories, limit)
      } catch (error) {
        // A code block that is not closed.
        if (error instanceof Problem && desk.text?.includes('```')) return { ...desk, world }
        throw error
      }
      look(desk, stories, result)
      desk = { ...desk, text: result.text, before: result.stories, drafts: desk.drafts + 1 }
      for (const [id] of result.text.matchAll(/(?:old|new)\/r#\d+|GO-2026-\d+/g)) desk.written.add(nameless(id))
    }
  }
  return { ...desk, world }
}

/** Whose line is gone now: the maintainer said no. */
function remember({ text, before, deleted }: Desk): void {
  if (text === undefined) return
  const stands = markedOf(before, markersOf(parseMdx(text)))
  for (const story of before)
    if (story.drafted && !stands.has(story))
      for (const item of story.items) if (!deleted.has(nameless(item.id))) deleted.set(nameless(item.id), story.section)
}

/** An id whatever the name of its repository. */
function nameless(id: string): string {
  return id.replace('new/', 'old/')
}

function ids(text: string): string[] {
  return markersOf(parseMdx(text.replace(/^\ufeff/, ''))).map((marker) => marker.id)
}

/** Lines of one text, with their ends, are among those of another, in order; the last may get the end that it lacked. */
function expectWithin(old: string, text: string): void {
  const newline = old.includes('\r\n') ? '\r\n' : '\n'
  const linesOf = (one: string): string[] => (one.endsWith('\n') ? one : one + newline).split(/(?<=\n)/)
  const lines = linesOf(text)
  let from = 0
  for (const line of linesOf(old)) {
    const at = lines.indexOf(line, from)
    expect(at, `lost or moved: ${JSON.stringify(line)} in\n${old}\n=>\n${text}`).toBeGreaterThanOrEqual(0)
    from = at + 1
  }
}

const isBeside = (section: string): boolean => section === 'desk' || section === 'next'

/** What holds for every draft. */
function expectHonest(desk: Desk, stories: readonly Story[], result: Drafted, limit: number): void {
  const second = drafted({ text: result.text, before: result.stories, drafts: desk.drafts + 50 }, stories, limit)
  expect(second.text).toBe(result.text)
  expect(second.stories).toEqual(result.stories)
  const had = desk.text === undefined ? [] : ids(desk.text)
  const has = ids(result.text)
  const added = result.added.map((story) => story.id)
  if (desk.text !== undefined) expectWithin(desk.text, result.text)
  expectMarkers({ had, has, added })
  const owners = ownersOf(stories)
  const told = new Set(had.map((id) => owners.get(id)))
  const wasBeside = new Set(desk.before.filter((story) => isBeside(story.section)).flatMap((story) => story.items.map((item) => nameless(item.id))))
  for (const story of stories) {
    const isNew = result.added.some((one) => one.id === story.id)
    const left =
      story.items.some((item) => wasBeside.has(nameless(item.id))) || story.items.some((item) => isBeside(desk.deleted.get(nameless(item.id)) ?? ''))
    if (isNew && !left) {
      expect(told.has(story), `a second line for ${story.id} in\n${result.text}`).toBe(false)
      for (const item of story.items) expect(desk.deleted.has(nameless(item.id)), `${item.id} was deleted and came back:\n${result.text}`).toBe(false)
    }
    for (const item of story.items)
      expect(
        result.text.includes(item.id) || item.aliases.some((alias) => result.text.includes(alias)) || desk.written.has(nameless(item.id)),
        `${item.id} is lost: ${JSON.stringify(desk.text)} =>\n${result.text}`,
      ).toBe(true)
  }
  expectChanged(desk, stories, result)
}

/** The maintainer's markers as they were; of each new story one more. */
function expectMarkers({ had, has, added }: { had: readonly string[]; has: readonly string[]; added: readonly string[] }): void {
  const news = [...added]
  let from = 0
  for (const id of has) {
    if (had[from] === id) from += 1
    else expect(news.splice(news.indexOf(id), news.includes(id) ? 1 : 0), `${id} in ${has.join()} of ${had.join()}`).toEqual([id])
  }
  expect([from, news]).toEqual([had.length, []])
}

/** Whether a change that landed takes back one that a story told. */
function takesBack(story: Story): (item: Item) => boolean {
  const names = new Set(story.items.filter((one) => one.kind === 'change').flatMap((one) => [one.id, ...one.aliases].map(nameless)))
  return (item) => item.state !== 'open' && item.reverts.some((name) => names.has(nameless(name)))
}

/** A comment below each line that tells what is no longer so, in its container. */
function expectChanged(desk: Desk, stories: readonly Story[], result: Drafted): void {
  if (desk.text === undefined) return
  const [old, tree] = [parseMdx(desk.text), parseMdx(result.text)]
  const notes = changedIn(tree)
  expect(notes.length, `${JSON.stringify(desk.text)} =>\n${result.text}`).toBe(changedIn(old).length + result.changed.length)
  const had = markersOf(old).map((marker) => marker.id)
  const standing = ownersOf(desk.before)
  const marked = new Set(had.map((id) => standing.get(id)))
  const now = ownersOf(stories)
  for (const story of desk.before) {
    const [lead] = story.items
    const current = lead && now.get(lead.id)?.items.find((item) => nameless(item.id) === nameless(lead.id))
    if (!lead || !current || !story.drafted || !marked.has(story)) continue
    const grew = (now.get(lead.id)?.items ?? []).filter((item) => !story.items.some((one) => nameless(one.id) === nameless(item.id)))
    if (lead.title !== current.title || lead.state !== current.state || grew.some(takesBack(story)))
      expect(
        result.changed.some((line) => line.story.id === story.id) || desk.text.includes(`Changed since the last draft: ${story.id}`),
        `${story.id} changed:\n${result.text}`,
      ).toBe(true)
  }
  for (const line of result.changed) {
    const { story } = line
    const note = notes.find(({ says }) => `{/* ${says} */}` === changedComment(line))
    const first = holders(tree).findLast((one) => one.marker !== undefined && standing.get(one.marker) === story && one.line < (note?.line ?? 0))
    expect(note?.within, `the note on ${story.id} stands elsewhere:\n${result.text}`).toEqual(first?.within)
    expect([note, first]).not.toContain(undefined)
    // Nothing but the rest of the line's block, and other comments, stands between.
    const between = result.text.split(/\r?\n/).slice(first?.line ?? 0, (note?.line ?? 1) - 1)
    expect(
      between.filter((line) => /^[>\s]*(?:[*-]|\d+\.|#+) /.test(line) || /Why here/.test(line)),
      result.text,
    ).toEqual([])
  }
}

type Held = { marker: string | undefined; says: string; line: number; within: string[] }

/** Comments with what holds them. */
function holders(node: Nodes, within: string[] = []): Held[] {
  const says = commentOf(node)
  const line = node.position?.start.line ?? 0
  if (says !== undefined) return [{ marker: markersOf(node)[0]?.id, says, line, within }]
  const holds = ['list', 'listItem', 'blockquote', 'footnoteDefinition', 'mdxJsxFlowElement'].includes(node.type)
  return 'children' in node ? node.children.flatMap((child) => holders(child, holds ? [...within, `${node.type} ${line}`] : within)) : []
}

function changedIn(tree: Root): Held[] {
  return holders(tree).filter(({ says }) => says.startsWith('Changed since the last draft: '))
}

/** Nothing but comments runs, in either parser, no tag came, and both see the same markers. */
function expectRead(text: string, tags: number): void {
  const bare = text.replace(/^\ufeff/, '')
  for (const tree of [parseMdx(bare), reader.parse(bare)]) {
    const live: Nodes[] = []
    let found = 0
    const walk = (node: Nodes): void => {
      if ((isExpression(node) && commentOf(node) === undefined) || node.type === 'mdxjsEsm') live.push(node)
      if (isTag(node)) found += 1
      if ('children' in node) node.children.forEach(walk)
    }
    walk(tree)
    expect([live, found], text).toEqual([[], tags])
    expect(markersOf(tree).map((marker) => marker.id)).toEqual(ids(bare))
  }
}

function tagsIn(node: Nodes): number {
  return (isTag(node) ? 1 : 0) + ('children' in node ? node.children.reduce((total, child) => total + tagsIn(child), 0) : 0)
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: happening() },
  { weight: 5, arbitrary: edit() },
  { weight: 2, arbitrary: fc.constant('draft' as const) },
)
const beginning: fc.Arbitrary<Step[]> = fc.array(happening(['add']), { minLength: 1, maxLength: 6 }).map((adds) => [...adds, 'draft' as const])
const steps = fc.tuple(beginning, fc.array(step, { maxLength: 16 })).map((parts) => parts.flat())

test('any interleaving of what happens, edits and drafts keeps every line and marker, tells each story once, and brings nothing back', () => {
  fc.assert(
    fc.property(steps, fc.constantFrom(...SETTINGS.limit), (all, limit) => {
      go(all, limit, (desk, stories, result) => expectHonest(desk, stories, result, limit))
    }),
    { numRuns: 550 * runs },
  )
})

test('what is drafted reads as comments and lines in both parsers, whatever stood there and whatever titles say', () => {
  fc.assert(
    fc.property(steps, (all) => {
      go(all, 50, (desk, _, result) => expectRead(result.text, desk.text === undefined ? 0 : tagsIn(parseMdx(desk.text))))
    }),
    { numRuns: 100 * runs },
  )
})

const GROWS = ['add', 'add', 'grow', 'lead', 'retitle', 'restate', 'revert', 'vulnerability', 'rename', 'follow', 'notable'] as const
const plainly = (one: fc.Arbitrary<Happening>) => one.map(({ does, a, b }) => ({ does, a, b: [0, 1, 2, 4, 6][b % 5] ?? 0 }))
const STAYS = ['reword', 'delete', 'delete', 'add line', 'delete comments', 'bullets', 'line ends', 'loosen', 'add to line', 'split'] as const
const MOVES = ['merge', 'merge without', 'to clients', 'to quote', 'to table', 'to nested list', 'move', 'to heading', 'to footnote'] as const

/** An edit with the markers that it was made for. */
type Made = Edit & { on: string[]; with: string[] }

/** What many drafts with edits in between leave, and what one draft of the last world with the same edits after it leaves. `keeps`: no marker is dropped. */
function bothWays(all: readonly Step[], { keeps }: { keeps: boolean } = { keeps: false }): { many: string; once: string; stories: Story[] } {
  const made: Made[] = []
  let desk: Pick<Desk, 'text' | 'before' | 'drafts'> = { text: undefined, before: [], drafts: 10 }
  let world = emptyWorld()
  for (const one of [...all, 'draft' as const]) {
    if (one === 'draft') {
      const result = drafted(desk, storiesOf(world), 500)
      desk = { text: result.text, before: result.stories, drafts: desk.drafts + 1 }
    } else if ('does' in one) world = after(world, one)
    else if (desk.text !== undefined) {
      const lines = toldLines(desk.text)
      const at = (nth: number): string[] => lines[nth % Math.max(1, lines.length)] ?? []
      const result = edited(desk.text, one)
      const text = keeps && new Set(ids(desk.text)).size > new Set(ids(result)).size ? desk.text : result
      if (text !== desk.text) made.push({ ...one, on: at(one.a), with: at(one.b) })
      desk.text = text
    }
  }
  const stories = storiesOf(world)
  const owners = ownersOf(stories)
  const once = made.reduce(
    (text, one) => {
      const lines = toldLines(text).map((line) => line.map((id) => owners.get(id)))
      const line = (ids: readonly string[]): number => lines.findIndex((those) => ids.some((id) => those.includes(owners.get(id))))
      const [a, b] = [line(one.on), line(one.with)]
      const kind = ['delete comments', 'bullets', 'line ends'].includes(one.edits)
      return kind ? edited(text, one) : a < 0 ? text : edited(text, { ...one, a, b: b < 0 || ['add to line'].includes(one.edits) ? one.b : b })
    },
    drafted({ text: undefined, before: [], drafts: 10 }, stories, 500).text,
  )
  return { many: desk.text ?? '', once, stories }
}

const grown = (edits: readonly Edit['edits'][], happenings: readonly Happening['does'][] = GROWS) =>
  fc
    .tuple(
      fc.array(plainly(happening(['add'])), { minLength: 1, maxLength: 5 }),
      fc.array(fc.oneof(plainly(happening(happenings)), edit(edits), fc.constant('draft' as const)), { maxLength: 14 }),
    )
    .map(([adds, others]): Step[] => [...adds, 'draft', ...others])

test('many drafts with edits in between tell what one draft with the same edits after it tells', () => {
  fc.assert(
    fc.property(grown([...STAYS.filter((one) => one !== 'split'), ...MOVES]), (all) => {
      const { many, once, stories } = bothWays(all)
      const told = (text: string): string[] => [...markedOf(stories, markersOf(parseMdx(text.replace(/^\ufeff/, ''))))].map((one) => one.id).sort()
      expect(told(many), `${many}\n=====\n${once}`).toEqual(told(once))
    }),
    { numRuns: 250 * runs },
  )
})

test('where no line was moved, they tell it in the same order under each heading', () => {
  fc.assert(
    // What is added to a line may end its list: new lines go to the last list of a section.
    fc.property(grown(STAYS.filter((one) => one !== 'add to line')), (all) => {
      const { many, once, stories } = bothWays(all)
      const owners = ownersOf(stories)
      const told = (text: string) =>
        Map.groupBy(
          [...new Set(ids(text).map((id) => owners.get(id)))].map((one) => [one?.section, one?.id]),
          ([section]) => section,
        )
      expect(told(many), `${many}\n=====\n${once}`).toEqual(told(once))
    }),
    { numRuns: 250 * runs },
  )
})

test('as long as no line is deleted, every story has one, however they join and part', () => {
  fc.assert(
    fc.property(grown(EDITS, ['add', 'grow', 'lead', 'join', 'part', 'rank', 'revert', 'rename']), (all) => {
      const { many, stories } = bothWays(all, { keeps: true })
      const told = markedOf(stories, markersOf(parseMdx(many.replace(/^\ufeff/, ''))))
      expect(
        stories.filter((one) => !told.has(one)).map((one) => one.items.map((item) => item.id)),
        many,
      ).toEqual([])
    }),
    { numRuns: 250 * runs },
  )
})

test('a new line disagrees with as few lines of a list as it can, however that was ordered', () => {
  const order = fc.integer({ min: 1, max: 8 }).chain((count) =>
    fc.shuffledSubarray(
      Array.from({ length: count }, (_, nth) => nth + 1),
      { minLength: 1 },
    ),
  )
  fc.assert(
    fc.property(order, fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 4 }), (standing, others) => {
      const fresh = others.filter((rank) => !standing.includes(rank)).sort((a, b) => a - b)
      const told = (rank: number): Story => story({ id: `o/r#${rank}`, rank })
      const text = `## Landed\n\n${standing.map((rank) => `* Mine {/* o/r#${rank} */}\n`).join('')}`
      const stories = [...standing, ...fresh].sort((a, b) => a - b).map(told)
      const before = standing.map((rank) => ({ ...told(rank), drafted: '2026-10-02T09:00:00Z' }))
      const ranks = ids(drafted({ text, before, drafts: 10 }, stories, 50).text).map((id) => Number(id.slice(4)))
      expect(ranks.filter((rank) => standing.includes(rank))).toEqual(standing)
      expect(ranks.filter((rank) => fresh.includes(rank))).toEqual(fresh)
      const cost = (rank: number, index: number): number => standing.filter((one, nth) => (nth < index ? one > rank : one < rank)).length
      for (const rank of fresh) {
        const index = ranks.slice(0, ranks.indexOf(rank)).filter((one) => standing.includes(one)).length
        expect(cost(rank, index)).toBe(Math.min(...Array.from({ length: standing.length + 1 }, (_, nth) => cost(rank, nth))))
      }
    }),
    { numRuns: 300 * runs },
  )
})
