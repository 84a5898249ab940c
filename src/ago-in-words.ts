import { daysBetween } from './model/day.ts'

const UNITS = [
  { days: 365, from: 730, name: 'years' },
  { days: 30.44, from: 61, name: 'months' },
  { days: 7, from: 14, name: 'weeks' },
  { days: 1, from: 2, name: 'days' },
] as const

/** How long before a day another was, both `YYYY-MM-DD`: "today", "yesterday", "12 days ago", "5 weeks ago"; "in 3 days" where it is yet to come. */
export function agoInWords(on: string, day: string): string {
  const days = daysBetween(on, day)
  if (days < 0) return days === -1 ? 'tomorrow' : `in ${-days} days`
  const unit = UNITS.find(({ from }) => days >= from)
  return unit ? `${Math.floor(days / unit.days)} ${unit.name} ago` : days === 1 ? 'yesterday' : 'today'
}
