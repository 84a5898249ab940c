import type { List, Root, RootContent } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { stringify } from 'yaml'
import { DRAFTED, draftedNote } from '../drafted-note.ts'
import { Problem } from '../errors.ts'
import { markersOf } from '../markers-of.ts'
import { parseMdx, printMdx, SyntaxFault } from '../mdx.ts'
import type { Coverage } from '../model/coverage.ts'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import type { Window } from '../model/window.ts'
import { comment } from './comment.ts'
import { coverageLines } from './coverage-lines.ts'
import { insertLines } from './insert-lines.ts'
import { lines } from './lines.ts'
import { mentionLines, mentionsOf } from './mentions.ts'

const FOLDED: Record<string, string> = {
  tests: 'with nothing but tests',
  dependencies: 'of dependencies that moved',
  cleanup: 'of clean-ups across the tree',
  reverted: 'that landed and were reverted',
}

/** What a draft starts from. `before`: stories of the last draft of this digest; `text`: the digest as it stands, undefined when there is none; `ready`: it was ready to be published. */
export type DraftInput = {
  title: string
  window: Window
  stories: readonly Story[]
  sections: readonly Section[]
  coverage: readonly Coverage[]
  before: readonly Story[]
  text: string | undefined
  ready: boolean
  now: string
  file: string
}

/** Stories without a line of their own, or changes that joined one with a line: why, and a line of ids and titles each. */
type Listed = { why: string; text: string }[]
/** What is new in a section. `mentions`: stories of other sections that it mentions. */
type Fresh = { shown: Story[]; listed: Listed; mentions: Story[] }

/**
 * The digest with a line for every story that has none yet and belongs above the fold, and the stories with their day of drafting.
 * Nothing that stands there is touched; a story that was drafted and is gone stays gone, unless the whole digest is. Folded ones, those
 * beyond a section's limit, and changes that joined a story which has its line already are listed in a comment at the section's end.
 * In a digest that is ready, new lines begin with "TODO read": nothing is published that nobody read.
 * `added` counts new lines, `listed` the entries of such comments.
 * @throws {Problem} when the digest as it stands cannot be parsed
 */
export function draft(given: DraftInput): { text: string; stories: Story[]; added: number; listed: number } {
  const mark = given.text?.startsWith('\ufeff') ? '\ufeff' : ''
  const input = { ...given, text: given.text?.slice(mark.length), before: given.text === undefined ? [] : given.before }
  const known = new Set(input.before.flatMap((story) => story.items.map((item) => item.id)))
  const standing: Root = input.text === undefined ? { type: 'root', children: [] } : parse(input.text, input.file)
  const markers = markersOf(standing).map((marker) => marker.id)
  const stories = withDrafted(input, markers)

  const fresh = new Map<Section, Fresh>()
  const found: (readonly [Section, Fresh])[] = []
  for (const section of input.sections) {
    const here = stories.filter((story) => story.section === section.id)
    const place = new Set(here.filter((story) => !story.folded).slice(0, section.limit))
    const shown = here.filter((story) => place.has(story) && !story.drafted)
    const listed = here.filter((story) => !shown.includes(story)).flatMap((story) => listedOf(story, { known, markers }))
    found.push([section, { shown, listed, mentions: [] }])
  }
  const news = found.flatMap(([, { shown }]) => shown).sort((a, b) => a.rank - b.rank)
  for (const [section, { shown, listed }] of found) {
    // A section that the maintainer took out is not brought back for a mention alone.
    const mentions = input.text === undefined || shown.length > 0 || hasHeading(standing, section) ? mentionsOf(section, news) : []
    if (shown.length + listed.length + mentions.length > 0) fresh.set(section, { shown, listed, mentions })
  }
  const text =
    input.text === undefined
      ? firstDraft(input, fresh)
      : insertLines(
          input.text,
          standing,
          [...fresh].map(([section, { shown, listed, mentions }]) => ({
            section,
            before: input.before,
            lines: shown.length + mentions.length > 0 ? printMdx(linesOf(section, { shown, listed, mentions }, input.ready)) : '',
            list: listed.length > 0 ? printMdx(listing(listed, DRAFTED.newSince)) : '',
          })),
        )
  const added = new Set([...fresh.values()].flatMap(({ shown }) => shown))
  const listings = [...fresh.values()].filter(({ listed }) => listed.length > 0).length
  const tree = parse(text, input.file)
  const read = new Set(markersOf(tree).map((marker) => marker.id))
  // In a code block that is not closed, what was put in would be text that everyone reads.
  if (![...added].every((story) => read.has(story.id)) || listingsIn(tree) !== listingsIn(standing) + listings) {
    throw new Problem({
      what: `Cannot draft into ${input.file}: what is added would stand inside a block that is not closed`,
      where: input.file,
      fix: 'Close the code block or tag near the end of the text; nothing was written',
    })
  }
  return {
    text: mark + text,
    added: added.size,
    listed: [...fresh.values()].reduce((total, { listed }) => total + listed.length, 0),
    stories: [...stories.map((story) => (added.has(story) ? { ...story, drafted: input.now } : story)), ...gone(input)],
  }
}

/** What the listing says of a story without a new line: nothing, when all of it was there before. */
function listedOf(story: Story, { known, markers }: { known: ReadonlySet<string>; markers: readonly string[] }): Listed {
  const unseen = story.items.filter((item) => !known.has(item.id) && !(story.drafted && (markers.includes(item.id) || known.size === 0)))
  if (unseen.length === 0) return []
  if (!story.drafted) {
    const why = story.folded ? (FOLDED[story.folded] ?? story.folded) : 'beyond the limit of the section'
    return [{ why, text: `${story.items.map((item) => item.id).join(', ')} ${story.title}` }]
  }
  const joined = story.items.find((item) => known.has(item.id))?.id ?? story.id
  return [{ why: 'that joined a story with a line', text: `${unseen.map((item) => `${item.id} ${item.title}`).join('; ')} (with ${joined})` }]
}

function listingsIn(tree: Root): number {
  return tree.children.filter((node) => ['notShown', 'newSince'].includes(draftedNote(node) ?? '')).length
}

/** Stories that had a line and are not among those of this run: kept at the end, so that what was deleted stays deleted when they come back. */
function gone(input: DraftInput): Story[] {
  const here = new Set(input.stories.flatMap((story) => story.items.map((item) => item.id)))
  return input.before
    .filter((story) => story.drafted && !story.items.some((item) => here.has(item.id)))
    .map((story, index) => ({ ...story, rank: input.stories.length + index + 1 }))
}

/** Stories with the day on which their line was drafted: as the last draft recorded it for one of their changes, or now where a marker stands for them. */
function withDrafted(input: DraftInput, markers: readonly string[]): Story[] {
  const before = new Map(input.before.flatMap((story) => (story.drafted ? story.items.map((item) => [item.id, story.drafted] as const) : [])))
  // A number can be a change of one story and be named by another: the marker is the story's that holds it as its own.
  const owners = new Map([...input.stories].reverse().flatMap((story) => story.refs.map((ref) => [ref, story] as const)))
  for (const story of input.stories) for (const item of story.items) owners.set(item.id, story)
  const marked = new Set(markers.map((id) => owners.get(id)))
  return input.stories.map((story): Story => {
    const since = story.items.map((item) => before.get(item.id)).find(Boolean) ?? (marked.has(story) ? input.now : undefined)
    return { ...story, ...(since && { drafted: since }) }
  })
}

function firstDraft(input: DraftInput, fresh: ReadonlyMap<Section, Fresh>): string {
  const note = (text: string): RootContent => ({ type: 'mdxFlowExpression', value: `/*\n${comment(text)}\n*/` })
  const children: RootContent[] = [
    { type: 'yaml', value: stringify({ title: input.title, summary: '', status: 'draft' }, { lineWidth: 0 }).trimEnd() },
    note(
      [
        `${DRAFTED.help} The short comment at the end of a line is the marker of its story: keep one to a`,
        'line. A line that you delete stays deleted. Comments stand in no edition. What only clients may read goes between <Clients> and',
        '</Clients>; <Clients tier="NAME"> is for that tier and above, <Clients only="NAME"> for one client. When it is done: write the',
        'summary and set status: ready.',
      ].join('\n'),
    ),
    { type: 'heading', depth: 2, children: [{ type: 'text', value: 'Executive summary' }] },
    { type: 'paragraph', children: [{ type: 'text', value: 'TODO: what happened, and what to do about it, in two or three paragraphs.' }] },
  ]
  for (const [section, news] of fresh) {
    const { shown, listed, mentions } = news
    children.push({ type: 'heading', depth: 2, children: [{ type: 'text', value: section.title }] })
    if (shown.length + mentions.length > 0) children.push(linesOf(section, news, false))
    if (listed.length > 0) children.push(listing(listed, DRAFTED.notShown))
  }
  children.push(note(coverageText(input)))
  const root: Root = { type: 'root', children }
  return printMdx(root)
}

/** The lines of a section, its own first. */
function linesOf(section: Section, { shown, mentions }: Fresh, unread: boolean): List {
  const own = lines(shown, { unread })
  return { ...own, children: [...own.children, ...mentionLines(section, mentions, { unread }).children] }
}

function hasHeading(tree: Root, section: Section): boolean {
  return tree.children.some((node) => node.type === 'heading' && toString(node).trim().toLowerCase() === section.title.toLowerCase())
}

/** What has no line, counted by why, as one comment. */
function listing(listed: Listed, heading: string): RootContent {
  const told = [...Map.groupBy(listed, (one) => one.why)].flatMap(([why, members]) => [
    `${members.length} ${why}`,
    ...members.map((one) => `  ${one.text}`),
  ])
  return { type: 'mdxFlowExpression', value: `/*\n${comment([`${heading}${listed.length}`, ...told].join('\n'))}\n*/` }
}

function coverageText(input: DraftInput): string {
  return [
    `${DRAFTED.coverage}${input.window.since} to ${input.window.until}`,
    ...coverageLines(input.coverage).flatMap(({ source, asked, problems }) => [source, ...[...asked, ...problems].map((line) => `  ${line}`)]),
  ].join('\n')
}

function parse(text: string, file: string): Root {
  try {
    return parseMdx(text)
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error
    throw new Problem(
      {
        what: `Cannot draft into ${file}:${error.line}:${error.column}: ${error.message}`,
        where: `${file}:${error.line}:${error.column}`,
        fix: 'Mend the digest there; nothing was written',
      },
      { cause: error },
    )
  }
}
