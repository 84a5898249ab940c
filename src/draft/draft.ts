import type { Nodes, Root } from 'mdast'
import type { MdxFlowExpression } from 'mdast-util-mdx'
import { draftedNote } from '../drafted-note.ts'
import { Problem } from '../errors.ts'
import { markersOf } from '../markers-of.ts'
import { parseMdx, SyntaxFault } from '../mdx.ts'
import type { Client } from '../model/client.ts'
import type { Coverage } from '../model/coverage.ts'
import type { Match } from '../model/matches.ts'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import type { Window } from '../model/window.ts'
import { ownersOf } from '../owners-of.ts'
import { type Earlier, earlier } from './earlier.ts'
import { chooseOffers } from './choose-offers.ts'
import { type ChangedLine, changedLines, isSaid } from './changed-lines.ts'
import { findPlace } from './find-place.ts'
import { firstDraft } from './first-draft.ts'
import type { Fresh, Listed } from './fresh.ts'
import { mentionsOf } from './mentions.ts'
import { offers } from './offers.ts'
import { type News, redraft } from './redraft.ts'
import { unmentioned } from './unmentioned.ts'

const FOLDED: Record<string, string> = {
  tests: 'with nothing but tests',
  dependencies: 'of dependencies that moved',
  cleanup: 'of clean-ups across the tree',
  reverted: 'that landed and were reverted',
  waiting: 'told last time as under way, and not moved since',
}

/**
 * What a draft starts from. `before`: stories of the last draft of this digest; `text`: the digest as it stands, undefined when there is none;
 * `ready`: it was ready to be published; `complete`: every source gave all it has; `matches`: which stories meet which concerns of `clients`;
 * `known`: the matches of the last draft, undefined where none were recorded.
 */
export type DraftInput = {
  title: string
  window: Window
  stories: readonly Story[]
  sections: readonly Section[]
  coverage: readonly Coverage[]
  complete: boolean
  before: readonly Story[]
  text: string | undefined
  ready: boolean
  matches: readonly Match[]
  known: readonly Match[] | undefined
  clients: ReadonlyMap<string, Client>
  now: string
  file: string
}

/**
 * What a draft gives. `stories`: with their day of drafting; `added`: those with a new line; `listed`: those that are listed without one, and
 * why; `changed`: what the lines that stand tell and is no longer so; `unmentioned`: what must not be passed over in silence and has no line;
 * `offers`: what is offered to clients now, by story; `matches`: with the day on which they were offered.
 */
export type Drafted = {
  text: string
  stories: Story[]
  added: Story[]
  listed: Listed
  changed: ChangedLine[]
  unmentioned: Story[]
  offers: ReadonlyMap<Story, readonly Match[]>
  matches: Match[]
}

/**
 * The digest with a line for every story that has none yet and belongs above the fold, and the stories with their day of drafting.
 * Nothing that stands there is touched; a story that was drafted and is gone stays gone, unless the whole digest is. Folded ones, those
 * beyond a section's limit, and changes that joined a story which has its line already are listed in a comment at the section's end; what
 * changed under a line stands in a comment below it. In a digest that is ready, new lines begin with "TODO read": nothing is published that
 * nobody read.
 * @throws {Problem} when the digest as it stands cannot be parsed
 */
export function draft(given: DraftInput): Drafted {
  const mark = given.text?.startsWith('\ufeff') ? '\ufeff' : ''
  const input = { ...given, text: given.text?.slice(mark.length), ...(given.text === undefined && { before: [], known: [] }) }
  const standing: Root = input.text === undefined ? { type: 'root', children: [] } : parse(input.text, input.file)
  const past = earlier(standing, input)
  const fresh = freshOf(past, { input, standing })
  const added = [...fresh.values()].flatMap(({ shown }) => shown)
  const news = new Set(added)
  const changed = changedLines(past.markers, input).filter((line) => !isSaid(line, input.text ?? ''))
  const missing = unmentioned(past.stories, { before: input.before, hasLine: (story) => news.has(story) || past.hasLine(story) })
  const owners = ownersOf(past.stories)
  const chosen = chooseOffers(past.stories, {
    ...input,
    shown: news,
    standing: new Set(past.stories.filter((story) => story.drafted && past.hasLine(story))),
    moved: new Set(changed.flatMap(({ story }) => story.items.flatMap((item) => owners.get(item.id) ?? []))),
  })
  const below = (story: Story): MdxFlowExpression[] => offers(story, { matches: chosen.offers.get(story) ?? [], clients: input.clients })
  const told = { standing, fresh, changed, unmentioned: missing, below }
  const text =
    input.text === undefined
      ? firstDraft(input, told)
      : redraft(
          { ...input, text: input.text, markers: past.markers, owners, offered: [...chosen.offers.keys()].filter((story) => !news.has(story)) },
          told,
        )
  assertRead(text, { input, ...told })
  const listed = new Set(missing)
  return {
    text: mark + text,
    added: added.sort((a, b) => a.rank - b.rank),
    listed: [...fresh.values()].flatMap((one) => one.listed),
    changed,
    unmentioned: missing,
    ...chosen,
    stories: [
      ...past.stories.map((story) => {
        // A line that was left behind beside tells the story still, where it gets none of its own.
        const told = news.has(story) || (!story.drafted && past.leftLine(story))
        return { ...story, ...(told && { drafted: input.now }), ...(listed.has(story) && { listed: input.now }) }
      }),
      ...past.gone,
    ],
  }
}

/** What is new in each section that has something new. */
function freshOf(past: Earlier, { input, standing }: { input: DraftInput; standing: Root }): Map<Section, Fresh> {
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
  return fresh
}

/** In a code block that is not closed, what was put in would be text that everyone reads. @throws {Problem} then */
function assertRead(text: string, { input, standing, fresh, changed, unmentioned: missing }: { input: DraftInput } & News): void {
  const all = [...fresh.values()]
  const tree = parse(text, input.file)
  const read = new Set(markersOf(tree).map((marker) => marker.id))
  const lined = all.reduce((total, { shown, mentions }) => total + shown.length + mentions.length, 0)
  const listings = all.filter(({ listed, beyond }) => listed.length + beyond.length > 0).length
  const isRead =
    all.every(({ shown }) => shown.every((story) => read.has(story.id))) &&
    itemsIn(tree) >= itemsIn(standing) + lined &&
    notesIn(tree, ['notShown', 'newSince']) === notesIn(standing, ['notShown', 'newSince']) + listings &&
    notesIn(tree, ['changed']) === notesIn(standing, ['changed']) + changed.length &&
    notesIn(tree, ['unmentioned']) === notesIn(standing, ['unmentioned']) + (missing.length > 0 ? 1 : 0)
  if (isRead) return
  throw new Problem({
    what: `Cannot draft into ${input.file}: what is added would stand inside a block that is not closed`,
    where: input.file,
    fix: 'Close the code block or tag near the end of the text; nothing was written',
  })
}

/** What the listing says of a story without a new line: nothing, when all of it was there before. */
function listedOf(story: Story, past: Earlier): Listed {
  const unseen = past.unseen(story)
  // What must not be passed over is listed for itself when it is new.
  if (unseen.length === 0 || (!story.drafted && story.notable && unseen.length === story.items.length)) return []
  if (!story.drafted) {
    const why = story.notable
      ? 'that joined what is not mentioned'
      : story.folded
        ? (FOLDED[story.folded] ?? story.folded)
        : 'beyond the limit of the section'
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

function notesIn(node: Nodes, kinds: readonly string[]): number {
  const below = 'children' in node ? node.children.reduce((total, child) => total + notesIn(child, kinds), 0) : 0
  return below + (kinds.includes(draftedNote(node) ?? '') ? 1 : 0)
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
