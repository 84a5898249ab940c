import type { Edition } from './edition.ts'
import { longDate } from './long-date.ts'

/** The day of publication in words, and that of the last update where there was one: "6 October 2026, updated 9 October 2026". */
export function daysTold({ date, updated }: Pick<Edition, 'date' | 'updated'>, language: string): string {
  return [longDate(date, language), ...(updated === undefined ? [] : [`updated ${longDate(updated, language)}`])].join(', ')
}
