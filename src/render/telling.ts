import type { Root } from 'mdast'
import { toString } from 'mdast-util-to-string'
import type { Document } from '../document.ts'
import { pathOf } from '../path-of.ts'
import { isPublic } from '../is-open.ts'
import { areaOf } from '../area-of.ts'
import { type MarkedLine, markedLines } from '../marked-lines.ts'
import { dayOf } from '../model/day.ts'
import type { RecordedStory } from '../model/recorded.ts'
import { namesOf } from '../names-of.ts'
import { ownersOf } from '../owners-of.ts'
import { stateInWords } from '../state-in-words.ts'
import { type AudienceContext, cutFor } from './audience.ts'
import { saidOf } from './said.ts'

/** What happened to a story. `on`: `YYYY-MM-DD`; `what`: a state that a proposal moved to, or "landed", so many changes on one day. */
export type Step = { on: string; what: string; count: number }

/**
 * What a public digest tells everyone of one story. `place`: among those that it tells, the first 0; `names`: ids and aliases of its items in lower case; `markers`: those of them that
 * its lines have; `refs`: what it names beside, in lower case; `follows`: the earlier digest that told it; `links`: where its items can be read;
 * `area`: of the project; `steps`: what happened, in order; `said`: its lines, cut.
 */
export type Telling = {
  digest: { id: string; title: string; date: string; path: string }
  place: number
  id: string
  title: string
  state: string | undefined
  links: { id: string; url: string }[]
  area: string | undefined
  steps: Step[]
  said: Root
  names: readonly string[]
  markers: readonly string[]
  refs: readonly string[]
  follows: string | undefined
}

/**
 * The stories of a digest of whose line everyone gets words, as the audience function cuts it, in rank order; none of a digest that is not
 * public. Of a story that has a line for clients too, what that line stands for is not told, nor where the story stands and what became of it.
 */
export function tellings(document: Document, stories: readonly RecordedStory[], context: AudienceContext): Telling[] {
  const { kind, id, date, frontmatter, tree } = document
  if (stories.length === 0 || kind !== 'digests' || date === undefined || !isPublic(frontmatter, context.now)) return []
  const digest = { id, title: frontmatter.title, date, path: pathOf(document) }
  const reaches = (part: Root): boolean => /[\p{L}\p{N}]/u.test(toString(cutFor({ edition: 'public' }, part, context)))
  const isWhole = (part: Root): boolean => toString(cutFor({ edition: 'public' }, part, context)).trim() === toString(part).trim()
  const lines = markedLines(tree)
  // Of several stories in one line it cannot be told which of them clients alone read of.
  const open = new Set(
    lines.filter(({ place, line, shared }) => reaches(place) && reaches(line) && (!shared || isWhole(line))).map((marked) => marked.id),
  )
  const closed = new Set(lines.filter((marked) => !open.has(marked.id)).map((marked) => marked.id))
  const said = (own: readonly MarkedLine[]): Root => {
    const blocks = own.flatMap(({ line }) => saidOf(line, context).children)
    // Several markers may stand for the same words.
    return { type: 'root', children: [...new Map(blocks.map((block) => [JSON.stringify(block), block])).values()] }
  }
  const owners = ownersOf(stories)
  const [told, kept] = [open, closed].map((markers) => new Set([...markers].map((marker) => owners.get(marker))))
  return stories
    .filter((story) => told?.has(story))
    .flatMap((story, place): Telling[] => {
      const items = story.items.filter((item) => !namesOf(item).some((name) => closed.has(name)))
      const isAll = !kept?.has(story)
      const [first] = items
      if (first === undefined) return []
      const lead = isAll ? story : first
      const names = new Set([lead.id, ...items.flatMap(namesOf)].map(lower))
      return [
        {
          digest,
          place,
          id: lead.id,
          title: lead.title.trim() || lead.id,
          state: isAll ? story.state : undefined,
          area: areaOf({ title: lead.title, paths: items.flatMap(({ paths }) => paths) }),
          steps: isAll ? stepsOf(items) : [],
          said: said(lines.filter((one) => open.has(one.id) && owners.get(one.id) === story)),
          links: items.flatMap((item) => (item.url !== undefined && /^https?:\/\//i.test(item.url) ? [{ id: item.id, url: item.url }] : [])),
          names: [...names],
          markers: [...open].filter((marker) => names.has(lower(marker))),
          refs: story.refs.filter((ref) => !closed.has(ref)).map(lower),
          follows: story.followed?.digest,
        },
      ]
    })
}

function stepsOf(items: RecordedStory['items']): Step[] {
  const steps = items.flatMap(({ kind, at, state, transitions }) => [
    ...(kind === 'change' && state !== 'open' ? [{ on: dayOf(at), what: 'landed' }] : []),
    ...transitions.map((step) => ({ on: dayOf(step.at), what: stateInWords(step.to) })),
  ])
  return [...Map.groupBy(steps, ({ on, what }) => `${on} ${what}`).values()]
    .flatMap(([first, ...others]) => (first ? [{ ...first, count: others.length + 1 }] : []))
    .sort((a, b) => a.on.localeCompare(b.on))
}

function lower(name: string): string {
  return name.toLowerCase()
}
