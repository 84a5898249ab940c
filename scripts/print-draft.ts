import { join } from 'node:path'
import { dayInWords } from '../src/day-in-words.ts'
import type { Drafted } from '../src/draft/draft.ts'
import type { Match } from '../src/model/matches.ts'
import { SINCE } from '../src/model/section.ts'
import type { Story } from '../src/model/story.ts'
import { markedOf } from '../src/owners-of.ts'
import { counted, say, styled } from './command.ts'

const SHOWN = 3
const UNREAD = 'this digest was ready: read the new lines and take their TODO away, or delete them; '
const WIDTH = 48

/** What is said of a draft: `id` of the digest, `file` with what became of it, `ready` whether it was ready before, `private` the folder of the matches. */
export type DraftWord = { id: string; file: string; ready: boolean; private: string }

/**
 * What a person does next, in at most ten lines: what is new and where, what changed under lines that stand, what was followed from earlier
 * digests, what was not drafted and why, what must not be passed over, what stays deleted, and the commands for the next steps.
 */
export function printDraft(result: Drafted, { id, file, ready, private: folder }: DraftWord): void {
  const { markers, added, changed, listed, unmentioned } = result
  const lineOf = new Map(markers.map((marker) => [marker.id, marker.line]))
  const at = ({ id, refs }: Story): string => `line ${[id, ...refs].flatMap((ref) => lineOf.get(ref) ?? [])[0] ?? '?'}`
  const few = (texts: readonly string[]): string =>
    `${texts.slice(0, SHOWN).join('; ')}${texts.length > SHOWN ? `; and ${texts.length - SHOWN} more` : ''}`
  const told = markedOf(result.stories, markers)
  const current = result.stories.filter((story) => !story.gone)
  const followed = current.filter((story) => story.followed && story.section === SINCE.id && !story.folded)
  const deleted = current.filter((story) => story.drafted !== undefined && !added.includes(story) && !told.has(story))
  const row = (name: string, text: string): void => say(`  ${styled('bold', name.padEnd(13), process.stderr)} ${text}`)

  const folded = result.stories.filter((story) => story.folded).length
  say(
    `draft: ${counted(result.stories.length, 'story', 'stories')}, ${folded} folded; ${counted(added.length, 'line')} added${listed.length > 0 ? `, ${counted(listed.length, 'story', 'stories')} listed without a line` : ''}`,
  )
  say(`  ${file}`)
  if (added.length > 0) row('new', `${ready ? UNREAD : ''}${few(added.map((story) => `${at(story)} ${short(story.title)}`))}`)
  if (changed.length > 0) row('changed', few(changed.map(({ story, facts }) => `${at(story)} ${story.id} ${short(facts.join('; '))}`)))
  if (followed.length > 0) {
    const moved = followed.filter((story) => story.followed?.moved).length
    row(
      'followed',
      `${moved} moved, ${followed.length - moved} still open of what ${[...new Set(followed.map((story) => story.followed?.digest))].join(', ')} told`,
    )
  }
  if (listed.length > 0) row('not drafted', [...Map.groupBy(listed, (one) => one.why)].map(([why, members]) => `${members.length} ${why}`).join(', '))
  if (unmentioned.length > 0)
    row('not mentioned', few(unmentioned.map((story) => `${story.id} ${short(story.title)} (${story.notable?.join(', ')})`)))
  if (deleted.length > 0) {
    const weighty = deleted.filter((story) => story.notable)
    row(
      'deleted',
      `${counted(deleted.length, 'line')} that you deleted ${deleted.length === 1 ? 'stays' : 'stay'} deleted${weighty.length > 0 ? `; with public API, decisions or vulnerabilities: ${few(weighty.map((story) => story.id))}` : ''}`,
    )
  }
  const concerns = concernsInWords(result, join(folder, 'concerns', `${id}.json`))
  if (concerns !== undefined) row('concerns', concerns)
  say(`  next: edit it, then npm run check -- ${id}; npm run dev shows it; npm run check -- ${id} --online before npm run send -- ${id}`)
}

/** What is offered to whom, until when a client is to be asked, which questions have no line to stand below, and how much more is met. */
function concernsInWords({ offers, matches }: Drafted, file: string): string | undefined {
  const made = [...offers.values()].flat()
  const unasked = matches.filter((match) => match.question && match.offered === undefined)
  const rest = matches.filter((match) => match.offered === undefined)
  if (made.length + unasked.length + rest.length === 0) return undefined
  const asked = made.flatMap((match) => match.question?.replyBy ?? []).sort()
  return [
    ...(made.length > 0 ? [`${byClient(made)}, below their lines: open or delete each`] : []),
    ...(asked[0] === undefined ? [] : [`${counted(asked.length, 'question')}, reply by ${dayInWords(asked[0])}`]),
    ...unasked
      .slice(0, SHOWN)
      .map(({ client, story, question }) => `ask ${client} about ${story} by ${dayInWords(question?.replyBy ?? '')}: it has no line`),
    ...(rest.length > 0 ? [`met without an offer: ${byClient(rest)}, see ${file}`] : []),
  ].join('; ')
}

/** How many stories there are for each client. */
function byClient(matches: readonly Match[]): string {
  return [...Map.groupBy(matches, (match) => match.client)]
    .map(([client, members]) => `${new Set(members.map((match) => match.story)).size} for ${client}`)
    .join(', ')
}

/** A title that leaves room for others on its line. */
function short(text: string): string {
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 2).replace(/\s+\S*$/, '')} …`.toWellFormed() : text
}
