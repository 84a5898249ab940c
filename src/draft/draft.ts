import type { Root, RootContent } from 'mdast'
import { stringify } from 'yaml'
import { DRAFTED } from '../drafted-note.ts'
import { Problem } from '../errors.ts'
import { parseMdx, printMdx, SyntaxFault } from '../mdx.ts'
import type { Coverage } from '../model/coverage.ts'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import type { Window } from '../model/window.ts'
import { comment } from './comment.ts'
import { insertLines } from './insert-lines.ts'
import { lines } from './lines.ts'
import { markersOf } from '../markers-of.ts'

const FOLDED: Record<string, string> = { tests: 'with nothing but tests', dependencies: 'of dependencies that moved', cleanup: 'of clean-ups across the tree', reverted: 'that landed and were reverted' }

/** What a draft starts from. `before`: stories of the last draft of this digest; `text`: the digest as it stands, undefined when there is none. */
export type DraftInput = {
  title: string
  window: Window
  stories: readonly Story[]
  sections: readonly Section[]
  coverage: readonly Coverage[]
  before: readonly Story[]
  text: string | undefined
  now: string
  file: string
}

/**
 * The digest with a line for every story that has none yet and belongs above the fold, and the stories with their day of drafting.
 * Nothing that stands there is touched; a story that was drafted and is gone stays gone; folded ones and those beyond a section's
 * limit are listed in a comment at the section's end. `added` counts new lines, `listed` those that only stand in such a comment.
 * @throws {Problem} when the digest as it stands cannot be parsed
 */
export function draft(given: DraftInput): { text: string; stories: Story[]; added: number; listed: number } {
  const mark = given.text?.startsWith('\ufeff') ? '\ufeff' : ''
  const input = { ...given, text: given.text?.slice(mark.length) }
  const drafted = new Map(input.before.flatMap((story) => (story.drafted ? story.refs.map((ref) => [ref, story.drafted] as const) : [])))
  const known = new Set(input.before.flatMap((story) => story.refs))
  const marked = new Set(input.text === undefined ? [] : markersOf(parse(input.text, input.file)).map((marker) => marker.id))
  const stories = input.stories.map((story): Story => {
    const ids = [story.id, ...story.items.map((item) => item.id)]
    const since = ids.map((id) => drafted.get(id)).find(Boolean) ?? (story.refs.some((ref) => marked.has(ref)) ? input.now : undefined)
    return { ...story, ...(since && { drafted: since }) }
  })
  const fresh = new Map<Section, { shown: Story[]; listed: Story[] }>()
  for (const section of input.sections) {
    const here = stories.filter((story) => story.section === section.id)
    const place = new Set(here.filter((story) => !story.folded).slice(0, section.limit))
    const shown = here.filter((story) => place.has(story) && !story.drafted)
    const listed = here.filter((story) => !place.has(story) && !story.drafted && !story.items.some((item) => known.has(item.id)))
    if (shown.length + listed.length > 0) fresh.set(section, { shown, listed })
  }
  const text = input.text === undefined ? firstDraft(input, fresh) : insertLines(input.text, parse(input.text, input.file), [...fresh].map(([section, { shown, listed }]) => ({
    section, before: input.before, lines: shown.length > 0 ? printMdx(lines(shown)) : '', list: listed.length > 0 ? printMdx(listing(listed, DRAFTED.newSince)) : '',
  })))
  parse(text, input.file)
  const added = new Set([...fresh.values()].flatMap(({ shown }) => shown))
  return {
    text: mark + text, added: added.size, listed: [...fresh.values()].reduce((total, { listed }) => total + listed.length, 0),
    stories: stories.map((story) => (added.has(story) ? { ...story, drafted: input.now } : story)),
  }
}

function firstDraft(input: DraftInput, fresh: ReadonlyMap<Section, { shown: Story[]; listed: Story[] }>): string {
  const note = (text: string): RootContent => ({ type: 'mdxFlowExpression', value: `/*\n${comment(text)}\n*/` })
  const children: RootContent[] = [
    { type: 'yaml', value: stringify({ title: input.title, summary: '', status: 'draft' }, { lineWidth: 0 }).trimEnd() },
    note([
      `${DRAFTED.help} The short comment at the end of a line is the marker of its story: keep one to a`,
      'line. A line that you delete stays deleted. Comments stand in no edition. What only clients may read goes between <Clients> and',
      '</Clients>; tier="gold" for that tier and above, only="acme" for one client. When it is done: write the summary, set status: ready.',
    ].join('\n')),
    { type: 'heading', depth: 2, children: [{ type: 'text', value: 'Executive summary' }] },
    { type: 'paragraph', children: [{ type: 'text', value: 'TODO: what happened, and what to do about it, in two or three paragraphs.' }] },
  ]
  for (const [section, { shown, listed }] of fresh) {
    children.push({ type: 'heading', depth: 2, children: [{ type: 'text', value: section.title }] })
    if (shown.length > 0) children.push(lines(shown))
    if (listed.length > 0) children.push(listing(listed, DRAFTED.notShown))
  }
  children.push(note(coverageText(input)))
  const root: Root = { type: 'root', children }
  return printMdx(root)
}

/** Stories without a line of their own, counted by why, each with its id and title, as one comment. */
function listing(stories: readonly Story[], heading: string): RootContent {
  const groups = Map.groupBy(stories, (story) => (story.folded ? FOLDED[story.folded] ?? story.folded : 'beyond the limit of the section'))
  const told = [...groups].flatMap(([why, members]) => [
    `${members.length} ${why}`,
    ...members.map((story) => `  ${story.items.map((item) => item.id).join(', ')} ${story.title}`),
  ])
  return { type: 'mdxFlowExpression', value: `/*\n${comment([`${heading}${stories.length} ${stories.length === 1 ? 'story' : 'stories'}`, ...told].join('\n'))}\n*/` }
}

function coverageText(input: DraftInput): string {
  return [
    `${DRAFTED.coverage}${input.window.since} to ${input.window.until}`,
    ...input.coverage.flatMap((source) => [
      `${source.id} (${source.kind}): ${source.complete ? '' : 'NOT COMPLETE, '}returned ${source.returned}, kept ${source.kept}${Object.entries(source.dropped).map(([why, count]) => `, ${count} ${why}`).join('')}`,
      ...source.problems.map((problem) => `  ${problem}`),
    ]),
  ].join('\n')
}

function parse(text: string, file: string): Root {
  try {
    return parseMdx(text)
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error
    throw new Problem({ what: `Cannot draft into ${file}:${error.line}:${error.column}: ${error.message}`, where: `${file}:${error.line}:${error.column}`, fix: 'Mend the digest there; nothing was written' }, { cause: error })
  }
}
