import { join } from 'node:path'
import { z } from 'zod'
import { readDocument } from './document.ts'
import { listFiles, readText } from './files.ts'
import type { Client } from './model/client.ts'
import { collectionSchema } from './model/collection.ts'
import { dayOf } from './model/day.ts'
import type { Match, Matches } from './model/matches.ts'
import { namesOf } from './names-of.ts'
import { ownersOf } from './owners-of.ts'
import { windowOf } from './period.ts'
import { PLACEHOLDER } from './placeholder.ts'
import { plainLine } from './plain.ts'
import { readMatches } from './private-matches.ts'
import { markersBeside, type Suggestion, suggestionsIn, wordsOf } from './suggestions.ts'
import { wholeWords } from './whole-words.ts'

/**
 * That a concern was met, and what came of it. `id`, `on`: of the digest or notice, and its day; `story`: absent in notices, and where the record of matches is lost; `outcome`: absent where
 * nothing was suggested, or where the digest is lost and nobody had looked before; `open`: it may be taken yet; `words`: what was told, whole.
 */
export type SuggestedBefore = Pick<Match, 'client' | 'concern' | 'words'> & {
  id: string
  on: string
  story?: string | undefined
  isSuggested: boolean
  outcome?: Match['outcome'] | 'open' | undefined
}

/** Of a record what says whose its markers are, and when its window ended. */
const recordSchema = z.object({
  until: collectionSchema.shape.until,
  stories: z.array(
    z.object({ id: z.string(), refs: z.array(z.string()), items: z.array(z.object({ id: z.string(), aliases: z.array(z.string()).default([]) })) }),
  ),
})
type Given = { clients: ReadonlyMap<string, Client>; now: Date; before?: { since: string; day: string } | undefined }

/**
 * Which concerns digests and notices met, and what came of what was suggested, the latest first, of one what was taken, then in the order of its matches. `before`: only
 * digests whose windows had ended at `since`, an instant, and notices up to `day`. What a digest shows counts; where it is lost, or shows nothing
 * any more, what was recorded. `records`: matches that are to be written again, since an outcome was not recorded so. @throws {Problem} when matches cannot be read
 */
export async function readSuggestedBefore(
  folders: { content: string; private: string },
  given: Given,
): Promise<{ suggested: SuggestedBefore[]; records: Matches[] }> {
  const suggested: SuggestedBefore[] = []
  const records: Matches[] = []
  const recorded = (await listFiles(join(folders.private, 'concerns'), '.json')).map((name) => name.slice(0, -'.json'.length))
  const there = (await listFiles(join(folders.content, 'digests'), '.mdx')).map((name) => name.slice(0, -'.mdx'.length))
  for (const id of new Set([...recorded, ...there])) {
    const read = await readDigest(folders, id, given)
    suggested.push(...(read?.suggested ?? []))
    if (read?.record) records.push(read.record)
  }
  for (const name of await listFiles(join(folders.content, 'notices'), '.mdx'))
    suggested.push(...(await readNotice(folders.content, name.slice(0, -'.mdx'.length), given)))
  const order = (a: SuggestedBefore, b: SuggestedBefore): number =>
    b.on.localeCompare(a.on) || b.id.localeCompare(a.id, 'en') || Number(b.outcome === 'taken') - Number(a.outcome === 'taken')
  return { suggested: suggested.sort(order), records }
}

async function readDigest(
  folders: { content: string; private: string },
  id: string,
  { clients, before }: Given,
): Promise<{ suggested: SuggestedBefore[]; record: Matches | undefined } | undefined> {
  const matches = (await readMatches(folders.private, id))?.matches ?? []
  const collected = readRecord((await readText(join(folders.content, 'items', `${id}.json`))) ?? '')
  const until = collected?.until ?? windowOf(id)?.until
  if (before && (until === undefined || until > before.since)) return undefined
  const file = join(folders.content, 'digests', `${id}.mdx`)
  const text = await readText(file)
  const read = text === undefined ? undefined : readDocument(text, { kind: 'digests', id, file })
  const document = read && 'tree' in read ? read : undefined
  const all = document && suggestionsIn(document.tree)
  const beside = new Map(all?.map((one) => [one, markersBeside(one, all)]))
  const owners = ownersOf(collected?.stories ?? [])
  const offers = matches.flatMap(({ offered }) => offered ?? []).sort()
  const on = document?.date ?? dayOf(until ?? offers.at(-1) ?? '')
  const looked = matches.map((match) => {
    const isSuggested = match.offered !== undefined || match.outcome !== undefined
    const story = collected?.stories.find((one) => one.id === match.story)
    const named = wholeWords([match.story, ...(story?.items ?? []).flatMap(namesOf)])
    const ofStory = all?.filter(
      (one) =>
        one.client === match.client &&
        (named.test(one.note) || beside.get(one)?.some((marker) => marker === match.story || owners.get(marker)?.id === match.story)),
    )
    const seen = isSuggested && ofStory ? seenOf(quoting(ofStory, clients.get(match.client), match.concern)) : undefined
    const outcome = seen?.outcome === 'taken' ? 'taken' : (match.outcome ?? seen?.outcome)
    const words = seen?.outcome === 'taken' ? seen.words : match.words
    const now: Match = { ...match, ...(outcome !== undefined && outcome !== 'open' && { outcome }), ...(words !== undefined && { words }) }
    const { client, concern } = match
    return { now, told: { id, on, client, concern, story: match.story, isSuggested, outcome, ...(words !== undefined && { words }) } }
  })
  const isNew = looked.some(({ now }, index) => now.outcome !== matches[index]?.outcome || now.words !== matches[index]?.words)
  // The private folder may have been lost: then a comment says which concern its passage is for.
  const isRecorded = (one: Suggestion, concern: string): boolean => matches.some((match) => match.client === one.client && match.concern === concern)
  const others = quotedIn(all ?? [], clients).filter(({ one, concern }) => !isRecorded(one, concern))
  const unrecorded = others.map(({ one, concern }) => ({ id, on, client: one.client, concern, isSuggested: true, ...seenOf([one]) }))
  return {
    suggested: [...looked.map(({ told }) => told), ...unrecorded],
    record: isNew ? { digest: id, matches: looked.map(({ now }) => now) } : undefined,
  }
}

/** A notice has no matches: which concern a passage is for, its comment says. One that is gone, or may not leave yet, is not known of. */
async function readNotice(folder: string, id: string, { clients, now, before }: Given): Promise<SuggestedBefore[]> {
  const file = join(folder, 'notices', `${id}.mdx`)
  const read = readDocument((await readText(file)) ?? '', { kind: 'notices', id, file, now })
  const on = ('tree' in read && read.date) || ''
  if (!('tree' in read) || (before && on > before.day)) return []
  return quotedIn(suggestionsIn(read.tree), clients).map(({ one, concern }) => ({
    id,
    on,
    client: one.client,
    concern,
    isSuggested: true,
    ...seenOf([one]),
  }))
}

/** Suggestions with the concerns of their clients that they name. */
function quotedIn(suggestions: readonly Suggestion[], clients: Given['clients']): { one: Suggestion; concern: string }[] {
  return suggestions.flatMap((one) =>
    (clients.get(one.client)?.concerns ?? []).filter(({ text }) => quotes(one, text)).map(({ id }) => ({ one, concern: id })),
  )
}

/** Those that name a concern, where any does: its text may have been another one then. */
function quoting(suggestions: readonly Suggestion[], client: Client | undefined, concern: string): readonly Suggestion[] {
  const text = client?.concerns.find(({ id }) => id === concern)?.text
  const naming = text === undefined ? [] : suggestions.filter((one) => quotes(one, text))
  return naming.length > 0 ? naming : suggestions
}

function quotes({ note }: Suggestion, text: string): boolean {
  return note.includes(`"${plainLine(text)}"`)
}

/** What a digest shows of what was suggested for one story: taken once words stand in it, ignored where nothing is left of it. */
function seenOf(suggestions: readonly Suggestion[]): { outcome: NonNullable<SuggestedBefore['outcome']>; words?: string } {
  const told = suggestions.map(({ mark }) => (mark ? wordsOf(mark) : '')).filter((words) => words !== '' && !PLACEHOLDER.test(words))
  if (told.length > 0) return { outcome: 'taken', words: told.join(' ') }
  return { outcome: suggestions.length > 0 ? 'open' : 'ignored' }
}

function readRecord(text: string): z.infer<typeof recordSchema> | undefined {
  try {
    return recordSchema.parse(JSON.parse(text))
  } catch {
    // A digest without its record is known by its ID and its markers.
    return undefined
  }
}
