import { entryTitle } from '../entry-title.ts'
import { instant } from '../model/instant.ts'
import type { OsvEntry } from '../model/osv-entry.ts'
import type { OpenEvent, Watched, WatchRecord } from '../model/watched.ts'
import { answers, type NoticeKnown } from './answers.ts'
import { factsOf } from './facts-of.ts'
import { idsOf } from './names-of.ts'

/** What one database gave, or what is held of it where it failed. `asked`: what it was asked for. */
type Given = { asked: string; complete: boolean; entries: readonly OsvEntry[] }

/** What happened to an entry and needs no answer. `says`: a sentence about it without its subject and its period. */
export type Minor = { id: string; title: string; says: string }

/** What is new since last time. `fresh`: ids of what began to wait for an answer; `known`: how many of those never seen before are old; `gone`: ids that no database gives any more; `emptied`: what was asked of databases that gave entries before and say now that there are none. */
export type Watch = { watched: Watched; fresh: string[]; minor: Minor[]; known: number; gone: string[]; emptied: string[] }

const KNOWN_AFTER_MS = 30 * 86_400_000

/**
 * What the databases say now (dates are instants in UTC, empty where they do not say), against what was seen last time (`watched`; undefined: never). What a database gives when it is first watched is known already where nothing happened to
 * it in 30 days. What waits for an answer waits until a notice answers it or it is dismissed, also when its database fails or forgets it. What was answered waits again when its facts change;
 * where anything else changes, that is said and done with.
 */
export function watch(
  given: readonly Given[],
  { watched, notices, now }: { watched: Watched | undefined; notices: readonly NoticeKnown[]; now: Date },
): Watch {
  const at = instant(now.getTime())
  const before = new Map(watched?.records.map((record) => [record.entry.id, record]))
  const sources = new Map(watched?.sources.map((source) => [source.asked, source]))
  const found = latest(given)
  const answerTo = (entry: OsvEntry, open: OpenEvent): NoticeKnown | undefined => noticesOf(entry, notices).find((notice) => answers(notice, open))
  const records = new Map(before)
  const minor: Minor[] = []
  const fresh: string[] = []
  let known = 0
  for (const { entry, asked } of found.values()) {
    const past = before.get(entry.id)
    const isFirst = asked.every((one) => !sources.has(one))
    const settled = past?.open && answerTo(past.entry, past.open) ? without(past) : past
    const next = settled ? follow(settled, entry, now) : meet(entry, { isFirst, now, settled: relativeOf(entry, before), notices })
    if ('isKnown' in next) known++
    if (next.says !== undefined) minor.push({ id: entry.id, title: entryTitle(entry), says: next.says })
    const { open } = next.record
    const answer = open && answerTo(entry, open)
    // A notice of before may tell of another module than an entry that shares a name with it.
    if (answer && !past)
      minor.push({ id: entry.id, title: entryTitle(entry), says: `is answered by the notice ${answer.id} already, which has a name of it` })
    records.set(entry.id, answer ? without(next.record) : next.record)
    if (open !== settled?.open && records.get(entry.id)?.open) fresh.push(entry.id)
  }
  // What no database gave now may have been answered all the same.
  for (const [id, record] of before) if (!found.has(id) && record.open && answerTo(record.entry, record.open)) records.set(id, without(record))
  const gone = given.every(({ complete }) => complete) ? [...before.keys()].filter((id) => !found.has(id)) : []
  const emptied: string[] = []
  for (const { asked, complete, entries } of given) {
    const { since = at, gave = 0 } = sources.get(asked) ?? {}
    if (!complete) continue
    if (entries.length === 0 && gave > 0) emptied.push(asked)
    else sources.set(asked, { asked, since, gave: entries.length })
  }
  return { watched: { sources: [...sources.values()], records: [...records.values()] }, fresh, minor, known, gone, emptied }
}

/** The notices of a vulnerability: they have a name of it. */
export function noticesOf(entry: OsvEntry, notices: readonly NoticeKnown[]): NoticeKnown[] {
  const names = new Set(idsOf(entry))
  return notices.filter((notice) => notice.names.some((name) => names.has(name)))
}

/** Each entry as it was modified last, with what of the databases gave it. */
function latest(given: readonly Given[]): Map<string, { entry: OsvEntry; asked: string[] }> {
  const found = new Map<string, { entry: OsvEntry; asked: string[] }>()
  for (const { asked, entries } of given)
    for (const entry of entries) {
      const other = found.get(entry.id)
      const isLater = !other || (timeOf(entry.modified) ?? 0) > (timeOf(other.entry.modified) ?? 0)
      found.set(entry.id, { entry: isLater ? entry : other.entry, asked: [...(other?.asked ?? []), asked] })
    }
  return found
}

/** A record of the same vulnerability, under another name, that the maintainer dismissed. */
function relativeOf(entry: OsvEntry, before: ReadonlyMap<string, WatchRecord>): WatchRecord | undefined {
  const names = new Set(idsOf(entry))
  return [...before.values()].find((record) => record.dismissed && !record.open && idsOf(record.entry).some((name) => names.has(name)))
}

type Next = { record: WatchRecord; says?: string | undefined; isKnown?: true }

/** What an entry is that was never seen. */
function meet(
  entry: OsvEntry,
  { isFirst, now, settled, notices }: { isFirst: boolean; now: Date; settled: WatchRecord | undefined; notices: readonly NoticeKnown[] },
): Next {
  const record: WatchRecord = { seen: instant(now.getTime()), entry }
  const [published, modified, withdrawn] = [entry.published, entry.modified, entry.withdrawn].map(timeOf)
  const old = now.getTime() - KNOWN_AFTER_MS
  if (isFirst && Math.max(published ?? 0, modified ?? 0, withdrawn ?? 0) < old) return { record, isKnown: true }
  if (settled) return { record, says: `is another name of ${settled.entry.id}, which was dismissed` }
  if (entry.withdrawn) {
    const wasTold = noticesOf(entry, notices).some(({ sentAt }) => sentAt.length > 0)
    return wasTold
      ? { record: { ...record, open: { what: 'withdrawn', at: heardAt(withdrawn ?? modified, now) } } }
      : { record, says: 'is withdrawn already, and no client was told of it' }
  }
  // What is old and was never given before came to be about the packages when it was modified.
  const isOld = (published ?? old) < old && (modified ?? 0) >= old
  const open: OpenEvent = isOld
    ? { what: 'updated', at: heardAt(modified, now) }
    : { what: 'new', at: heardAt(published ?? modified, now), before: factsOf(entry) }
  return { record: { ...record, open } }
}

/**
 * What became of an entry that was seen before. An answer that is older than what is known, as a cache on the way may give, changes nothing; which is older nobody
 * can tell where one has no date, or what is known says that it was modified after now.
 */
function follow(past: WatchRecord, entry: OsvEntry, now: Date): Next {
  const [before, since] = [timeOf(past.entry.modified), timeOf(entry.modified)]
  if (before !== undefined && since !== undefined && since < before && before <= now.getTime()) return { record: past }
  const record = { ...past, entry }
  const [was, is] = [factsOf(past.entry), factsOf(entry)]
  const isWithdrawn = Boolean(entry.withdrawn) && !past.entry.withdrawn
  const hasNewFacts = is.length !== was.length || is.some((fact, index) => fact !== was[index])
  if (isWithdrawn && past.open?.what === 'new') return { record: without(record), says: 'was withdrawn before anybody was told of it' }
  const time = timeOf(isWithdrawn ? entry.withdrawn : entry.modified)
  const event = { at: heardAt(time, now), before: past.open?.before ?? was }
  if (isWithdrawn) return { record: { ...record, open: { what: 'withdrawn', ...event } } }
  if (past.open?.what === 'withdrawn' && !entry.withdrawn) return { record: { ...record, open: { ...past.open, what: 'updated' } } }
  if (past.open) return { record }
  if (hasNewFacts) return { record: { ...record, open: { what: 'updated', ...event } } }
  const changed = changedTexts(past.entry, entry)
  return { record, says: changed.length > 0 ? `has other ${changed.join(', ')}; its facts are as they were` : undefined }
}

/** When what a database says today happened: at a time that it gives, but not after now. */
function heardAt(time: number | undefined, now: Date): string {
  return instant(Math.min(time ?? now.getTime(), now.getTime()))
}

function timeOf(date: string): number | undefined {
  return date === '' ? undefined : Date.parse(date)
}

/** What changed beside the facts, in words. */
function changedTexts(past: OsvEntry, now: OsvEntry): string[] {
  const keys = ['summary', 'details', 'aliases', 'related', 'references', 'credits'] as const
  const changed = keys.filter((key) => JSON.stringify(past[key]) !== JSON.stringify(now[key]))
  return changed.length > 0 ? changed : past.modified === now.modified && past.published === now.published ? [] : ['dates']
}

function without({ seen, dismissed, entry }: WatchRecord): WatchRecord {
  return { seen, ...(dismissed && { dismissed }), entry }
}
