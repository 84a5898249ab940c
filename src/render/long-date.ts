import { dateLocale } from './date-locale.ts'

/** "5 October 2026" in the language of the site. */
export function longDate(day: string, language: string): string {
  const format = formats.get(language) ?? new Intl.DateTimeFormat(dateLocale(language), { dateStyle: 'long', timeZone: 'UTC' })
  formats.set(language, format)
  return format.format(new Date(`${day}T00:00:00Z`))
}

/** By language; making one takes longer than all else that a page needs. */
const formats = new Map<string, Intl.DateTimeFormat>()
