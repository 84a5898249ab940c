import type { Root } from 'mdast'
import type { MdxFlowExpression } from 'mdast-util-mdx'
import type { Marker } from '../markers-of.ts'
import type { Client } from '../model/client.ts'
import type { Coverage } from '../model/coverage.ts'
import type { Match } from '../model/matches.ts'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import type { Window } from '../model/window.ts'
import { ownersOf } from '../owners-of.ts'
import type { SuggestedBefore } from '../suggested-before.ts'
import { type ChangedLine, changedLines, isSaid } from './changed-lines.ts'
import { chooseOffers } from './choose-offers.ts'
import { earlier } from './earlier.ts'
import { firstDraft } from './first-draft.ts'
import type { Listed } from './fresh.ts'
import { freshOf } from './fresh-of.ts'
import { offers } from './offers.ts'
import { readBack } from './read-back.ts'
import { readStanding } from './read-standing.ts'
import { redraft } from './redraft.ts'
import { unmentioned } from './unmentioned.ts'

/**
 * What a draft starts from. `before`: stories of the last draft of this digest; `text`: the digest as it stands, undefined when there is none;
 * `ready`: it was ready to be published; `complete`: every source gave all it has; `matches`: which stories meet which concerns of `clients`;
 * `known`: the matches of the last draft, undefined where none were recorded; `suggested`: what came of what earlier publications suggested, the latest first.
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
  suggested: readonly SuggestedBefore[]
  clients: ReadonlyMap<string, Client>
  now: string
  file: string
}

/**
 * What a draft gives. `markers`: of the text, in order; `stories`: with their day of drafting; `added`: those with a new line; `listed`: those that are listed without one, and
 * why; `changed`: what the lines that stand tell and is no longer so; `unmentioned`: what must not be passed over in silence and has no line;
 * `offers`: what is offered to clients now, by story; `matches`: with the day on which they were offered.
 */
export type Drafted = {
  text: string
  markers: Marker[]
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
  const input = { ...given, text: given.text?.slice(mark.length), ...(given.text === undefined && begunAnew(given)) }
  const standing: Root = input.text === undefined ? { type: 'root', children: [] } : readStanding(input.text, input.file)
  const past = earlier(standing, input)
  const fresh = freshOf(past, { ...input, standing })
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
  const below = (story: Story): MdxFlowExpression[] =>
    offers(story, { matches: chosen.offers.get(story) ?? [], clients: input.clients, suggested: input.suggested })
  const told = { standing, fresh, changed, unmentioned: missing, below }
  const text =
    input.text === undefined
      ? firstDraft(input, told)
      : redraft(
          { ...input, text: input.text, markers: past.markers, owners, offered: [...chosen.offers.keys()].filter((story) => !news.has(story)) },
          told,
        )
  const markers = readBack(readStanding(text, input.file), told, input.file)
  const listed = new Set(missing)
  return {
    text: mark + text,
    markers,
    added: added.sort((a, b) => a.rank - b.rank),
    listed: [...fresh.values()].flatMap((one) => one.listed),
    changed,
    unmentioned: missing,
    ...chosen,
    stories: [
      ...past.stories.map((story) => {
        // A line that was left behind beside tells the story still, where it gets none of its own.
        const isTold = news.has(story) || (!story.drafted && past.leftLine(story))
        return { ...story, ...(isTold && { drafted: input.now }), ...(listed.has(story) && { listed: input.now }) }
      }),
      ...past.gone,
    ],
  }
}

/** A digest that is not there any more is begun anew; what came of what it suggested stays known. */
function begunAnew({ known = [] }: DraftInput): Pick<DraftInput, 'before' | 'known'> {
  return { before: [], known: known.filter(({ outcome }) => outcome !== undefined).map((match) => ({ ...match, offered: undefined })) }
}
