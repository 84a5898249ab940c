import type { Nodes, Root } from 'mdast'
import { DRAFTED, draftedNote } from '../drafted-note.ts'
import { Problem } from '../errors.ts'
import { markersOf } from '../markers-of.ts'
import { parseMdx, printMdx, SyntaxFault } from '../mdx.ts'
import type { Coverage } from '../model/coverage.ts'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import type { Window } from '../model/window.ts'
import { type Earlier, earlier } from './earlier.ts'
import { findPlace } from './find-place.ts'
import { firstDraft } from './first-draft.ts'
import { type Fresh, type Listed, linesOf, listing } from './fresh.ts'
import { insertLines } from './insert-lines.ts'
import { mentionsOf } from './mentions.ts'

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

/**
 * The digest with a line for every story that has none yet and belongs above the fold, and the stories with their day of drafting.
 * Nothing that stands there is touched; a story that was drafted and is gone stays gone, unless the whole digest is. Folded ones, those
 * beyond a section's limit, and changes that joined a story which has its line already are listed in a comment at the section's end.
 * In a digest that is ready, new lines begin with "TODO read": nothing is published that nobody read.
 * `added` counts new lines, `listed` what such comments list that has no line.
 * @throws {Problem} when the digest as it stands cannot be parsed
 */
export function draft(given: DraftInput): { text: string; stories: Story[]; added: number; listed: number } {
  const mark = given.text?.startsWith('\ufeff') ? '\ufeff' : ''
  const input = { ...given, text: given.text?.slice(mark.length), before: given.text === undefined ? [] : given.before }
  const standing: Root = input.text === undefined ? { type: 'root', children: [] } : parse(input.text, input.file)
  const past = earlier(standing, input)
  const { stories } = past

  const found: (readonly [Section, Fresh])[] = []
  for (const section of input.sections) {
    const here = stories.filter((story) => story.section === section.id)
    const place = new Set(here.filter((story) => !story.folded).slice(0, section.limit))
    const shown = here.filter((story) => place.has(story) && !story.drafted)
    const listed = here.filter((story) => !shown.includes(story)).flatMap((story) => listedOf(story, past))
    found.push([section, { shown, listed, mentions: [], beyond: [] }])
  }
  const news = new Set(found.flatMap(([, { shown }]) => shown))
  const told = stories.filter((story) => news.has(story) || (story.drafted && !story.folded)).sort((a, b) => a.rank - b.rank)
  const fresh = new Map<Section, Fresh>()
  for (const [section, { shown, listed }] of found) {
    const all = mentionsOf(
      section,
      told.filter((story) => !past.stoodIn(story, section)),
    )
    // A section that the maintainer took out is not brought back for a mention alone.
    const wanted = shown.length > 0 || !isTakenOut(section, { input, standing })
    const mentions = wanted ? all.mentions.filter((story) => news.has(story)) : []
    const beyond = wanted ? all.beyond.filter((story) => news.has(story)).map((story) => ({ why: all.why, text: `${story.id} ${story.title}` })) : []
    if (shown.length + listed.length + mentions.length + beyond.length > 0) fresh.set(section, { shown, listed, mentions, beyond })
  }
  const text =
    input.text === undefined
      ? firstDraft(input, fresh)
      : insertLines(
          input.text,
          standing,
          [...fresh].map(([section, { shown, listed, mentions, beyond }]) => ({
            section,
            before: input.before,
            lines: shown.length + mentions.length > 0 ? printMdx(linesOf(section, { shown, mentions }, input.ready)) : '',
            list: listed.length + beyond.length > 0 ? printMdx(listing([...listed, ...beyond], DRAFTED.newSince)) : '',
          })),
        )
  const added = new Set([...fresh.values()].flatMap(({ shown }) => shown))
  const listings = [...fresh.values()].filter(({ listed, beyond }) => listed.length + beyond.length > 0).length
  const tree = parse(text, input.file)
  const read = new Set(markersOf(tree).map((marker) => marker.id))
  // In a code block that is not closed, what was put in would be text that everyone reads.
  const lined = [...fresh.values()].reduce((total, { shown, mentions }) => total + shown.length + mentions.length, 0)
  const isRead = [...added].every((story) => read.has(story.id)) && itemsIn(tree) >= itemsIn(standing) + lined
  if (!isRead || listingsIn(tree) !== listingsIn(standing) + listings) {
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
    stories: [...stories.map((story) => (added.has(story) ? { ...story, drafted: input.now } : story)), ...past.gone],
  }
}

/** What the listing says of a story without a new line: nothing, when all of it was there before. */
function listedOf(story: Story, past: Earlier): Listed {
  const unseen = past.unseen(story)
  if (unseen.length === 0) return []
  if (!story.drafted) {
    const why = story.folded ? (FOLDED[story.folded] ?? story.folded) : 'beyond the limit of the section'
    return [{ why, text: `${story.items.map((item) => item.id).join(', ')} ${story.title}` }]
  }
  const joined = story.items.find((item) => !unseen.includes(item))?.id ?? story.id
  const why = past.hasLine(story) ? 'that joined a story with a line' : 'that joined a story whose line was deleted'
  return [{ why, text: `${unseen.map((item) => `${item.id} ${item.title}`).join('; ')} (with ${joined})` }]
}

/** Whether an earlier draft can have written into a section that is no longer there. */
function isTakenOut(section: Section, { input, standing }: { input: DraftInput; standing: Root }): boolean {
  const drafted = input.before.filter((story) => story.drafted)
  const written = input.before.some((story) => story.section === section.id) || mentionsOf(section, drafted).mentions.length > 0
  return written && findPlace(standing, section, { before: input.before, others: input.sections }) === undefined
}

function itemsIn(node: Nodes): number {
  const below = 'children' in node ? node.children.reduce((total, child) => total + itemsIn(child), 0) : 0
  return below + (node.type === 'listItem' ? 1 : 0)
}

function listingsIn(tree: Root): number {
  return tree.children.filter((node) => ['notShown', 'newSince'].includes(draftedNote(node) ?? '')).length
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
