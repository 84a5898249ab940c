import { entryTitle } from '../entry-title.ts'
import type { OsvEntry } from '../model/osv-entry.ts'
import type { Touched } from '../model/verdict.ts'
import type { OpenEvent, WatchRecord } from '../model/watched.ts'
import { plainLine } from '../plain.ts'
import type { NoticeKnown } from './answers.ts'
import { factsOf } from './facts-of.ts'
import { idsOf } from './names-of.ts'
import { noticesOf, type Watch } from './watch.ts'

/** A vulnerability that waits for an answer. `also`: ids of its other entries; `was`, `now`: facts that it lost and got since, absent where they are not known; `notice`: the one that it has. */
export type Waiting = Pick<OpenEvent, 'what' | 'at'> & {
  id: string
  also: string[]
  aliases: string[]
  title: string
  ageMinutes: number
  isAtRisk: boolean
  isFresh: boolean
  isGone: boolean
  was?: string[]
  now?: string[]
  touched: Touched[]
  notice?: Pick<NoticeKnown, 'id' | 'status'> & { isSent: boolean }
}

type Given = {
  notices: readonly NoticeKnown[]
  touched: (entry: OsvEntry) => Touched[]
  promisedHours: number | undefined
  now: Date
}

/**
 * What waits for an answer, most urgent first: what touches a client before what touches none, then the oldest. Entries of one vulnerability stand as one, Go's own first. It is at risk
 * when half of the promised hours have passed, or more; without a promise nothing is.
 */
export function pressing({ watched, fresh, gone }: Pick<Watch, 'watched' | 'fresh' | 'gone'>, given: Given): Waiting[] {
  const groups: { names: Set<string>; records: WatchRecord[] }[] = []
  for (const record of watched.records) {
    if (!record.open) continue
    const names = idsOf(record.entry)
    const related = groups.filter((group) => names.some((name) => group.names.has(name)))
    const joined = {
      names: new Set([...related.flatMap((group) => [...group.names]), ...names]),
      records: [...related.flatMap((group) => group.records), record],
    }
    for (const group of related) groups.splice(groups.indexOf(group), 1)
    groups.push(joined)
  }
  const waiting = groups.flatMap(({ records }) => waitingOf(records, { fresh: new Set(fresh), gone: new Set(gone), ...given }))
  return waiting.sort((a, b) => Number(touches(b)) - Number(touches(a)) || b.ageMinutes - a.ageMinutes || (a.id < b.id ? -1 : 1))
}

/** Whether it may matter to a client: what it runs is affected, or may be, or it said that it cares. */
export function touches({ touched }: Pick<Waiting, 'touched'>): boolean {
  return touched.some(({ verdict, concerns }) => concerns.length > 0 || (verdict !== undefined && verdict.says !== 'not affected'))
}

function waitingOf(
  records: readonly WatchRecord[],
  { fresh, gone, notices, touched, promisedHours, now }: Given & { fresh: ReadonlySet<string>; gone: ReadonlySet<string> },
): Waiting[] {
  const isGo = ({ entry }: WatchRecord): boolean => entry.id.startsWith('GO-')
  const ordered = [...records].sort((a, b) => Number(isGo(b)) - Number(isGo(a)) || Date.parse(a.open?.at ?? '') - Date.parse(b.open?.at ?? ''))
  const [first] = ordered
  if (!first?.open) return []
  const ids = ordered.map(({ entry }) => entry.id)
  const at = ordered.flatMap(({ open }) => open?.at ?? []).sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? first.open.at
  const ageMinutes = Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / 60_000))
  const all = ordered.flatMap(({ entry }) => touched(entry))
  const notice = ordered.flatMap(({ entry }) => noticesOf(entry, notices))[0]
  const { before } = first.open
  const facts = factsOf(first.entry)
  return [
    {
      id: first.entry.id,
      also: ids.slice(1),
      aliases: [...new Set(ordered.flatMap(({ entry }) => entry.aliases.map(plainLine)))].filter((alias) => !ids.includes(alias)),
      title: entryTitle(first.entry),
      what: first.open.what,
      at,
      ageMinutes,
      isAtRisk: promisedHours !== undefined && ageMinutes >= promisedHours * 30,
      isFresh: ids.some((id) => fresh.has(id)),
      isGone: ids.every((id) => gone.has(id)),
      ...(before && { was: before.filter((fact) => !facts.includes(fact)), now: facts.filter((fact) => !before.includes(fact)) }),
      touched: [...Map.groupBy(all, ({ client }) => client).values()].flatMap(([one]) => one ?? []),
      ...(notice && { notice: { id: notice.id, status: notice.status, isSent: notice.sentAt.length > 0 } }),
    },
  ]
}
