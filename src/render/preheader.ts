import type { Edition } from './edition.ts'
import { longDate } from './long-date.ts'
import { reading } from './reading.ts'

const SHORTEST = 30
const LONGEST = 140

/**
 * What an inbox shows beside the subject, 30 to 140 characters: the summary; of one that is too short or missing, with the beginning of the
 * text behind it, then where it comes from, then `note`; of one that is too long, the words that fit.
 */
export function preheader(edition: Edition, frame: { site: string; language: string; note: string }): string {
  let text = ''
  for (const part of [edition.summary, reading(edition.tree).excerpt, `${frame.site}, ${longDate(edition.date, frame.language)}`, frame.note]) {
    const words = part.replace(/\s+/g, ' ').trim()
    if (words !== '' && lengthOf(text) < SHORTEST) text = text === '' ? words : `${text} · ${words}`
  }
  if (lengthOf(text) <= LONGEST) return text
  const start = [...text].slice(0, LONGEST - 1).join('')
  const cut = start.replace(/[^\s]*$/, '').trimEnd()
  return `${lengthOf(cut) < SHORTEST ? start : cut}…`
}

function lengthOf(text: string): number {
  return [...text].length
}
