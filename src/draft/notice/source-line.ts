import type { Paragraph } from 'mdast'
import { dayInWords } from '../../day-in-words.ts'
import type { Advisory } from '../../model/advisory.ts'
import { paragraph, words } from './say.ts'

/** Since when an entry is public, or from when on it will be. `now`: an instant. */
export function sinceInWords({ published }: Advisory, now: string): string {
  if (published === undefined) return 'which does not say since when it is public'
  return published <= now ? `public since ${dayInWords(published)}` : `not public before ${dayInWords(published)}`
}

/** The line under facts: from where they are, and since when they are public. */
export function sourceLine(advisory: Advisory, now: string): Paragraph {
  return paragraph({ type: 'emphasis', children: words(`Facts: ${advisory.database}, ${sinceInWords(advisory, now)}.`) })
}
