import { instant } from './model/instant.ts'
import type { Window } from './model/window.ts'

const DAY_MS = 86_400_000

/** The window that an ID names: a quarter `2026-Q3`, a month `2026-09`, an ISO week `2026-W38`; undefined for any other name. */
export function windowOf(id: string): Window | undefined {
  const [, year = '', quarter, month, week] = /^(\d{4})-(?:Q([1-4])|(0[1-9]|1[0-2])|W(0[1-9]|[1-4]\d|5[0-3]))$/.exec(id) ?? []
  if (quarter) return span(Date.UTC(Number(year), 3 * Number(quarter) - 3), Date.UTC(Number(year), 3 * Number(quarter)))
  if (month) return span(Date.UTC(Number(year), Number(month) - 1), Date.UTC(Number(year), Number(month)))
  if (!week) return undefined
  // ISO 8601: week 1 holds the year's first Thursday, that is 4 January.
  const fourth = Date.UTC(Number(year), 0, 4)
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS + (Number(week) - 1) * 7 * DAY_MS
  const thursday = new Date(monday + 3 * DAY_MS).getUTCFullYear()
  return thursday === Number(year) ? span(monday, monday + 7 * DAY_MS) : undefined
}

/** An ID as a reader sees it: "2026 Q3"; a name as it is. */
export function idInWords(id: string): string {
  return id.replace(/^(\d{4})-(Q\d|W\d\d)$/, '$1 $2')
}

/** ID of the quarter that ended last before `now`. */
export function lastQuarter(now: Date): string {
  const quarter = Math.floor(now.getUTCMonth() / 3)
  return quarter === 0 ? `${now.getUTCFullYear() - 1}-Q4` : `${now.getUTCFullYear()}-Q${quarter}`
}

function span(since: number, until: number): Window {
  return { since: instant(since), until: instant(until) }
}
