/** How a report says numbers, times and names. */
import { dayInWords } from '../../day-in-words.ts'
import { daysAfter } from '../../model/day.ts'

/** "no changes", "1 change", "12 changes". */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number === 0 ? 'no' : number} ${number === 1 ? one : many}`
}

/** "a", "a and b", "a, b and c". */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

const MINUTE_MS = 60_000

/** A stretch of time in its two greatest units, rounded down: "3 hours 20 minutes", "2 days 4 hours", "less than a minute". */
export function lasting(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / MINUTE_MS)
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const parts = [days > 0 && counted(days, 'day'), hours > 0 && counted(hours, 'hour'), days === 0 && rest > 0 && counted(rest, 'minute')]
  return parts.filter((part) => part !== false).join(' ') || (minutes >= 1 ? counted(minutes, 'minute') : 'less than a minute')
}

/** The same of a mail: "3 hours 20 minutes", or "1 day before it was public". */
export function after(ms: number): string {
  return ms < 0 ? `${lasting(ms)} before it was public` : lasting(ms)
}

/** The one in the middle, or between the two in the middle; undefined of none. */
export function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}

/** Days, half-open: "from 1 January 2026 to 31 March 2026", "on 31 March 2026". */
export function spanInWords({ since, until }: { since: string; until: string }): string {
  const last = daysAfter(until, -1)
  return since === last ? `on ${dayInWords(since)}` : `from ${dayInWords(since)} to ${dayInWords(last)}`
}
