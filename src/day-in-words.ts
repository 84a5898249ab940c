import { dayOf } from './model/day.ts'
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** The UTC day of an instant: "3 May 2026", or "3 May" where the year goes without saying. */
export function dayInWords(at: string, options: { year: boolean } = { year: true }): string {
  const [year, month, number] = dayOf(at).split('-').map(Number)
  return `${number} ${MONTHS[(month ?? 1) - 1]}${options.year ? ` ${year}` : ''}`
}
