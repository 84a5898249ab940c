import type { Card } from './card.ts'

/** Digits in a box: the digit stays. */
const BOXES = /\ufe0f?\u20e3/g
/** What only decorates, or steers what stands beside it. */
const DECORATION = /\p{RGI_Emoji}|\p{Cf}|\p{Cc}|\p{Variation_Selector}/gv
/** Signs that the fonts lack, as programmers spell them. */
const SPELLED: Readonly<Record<string, string>> = { '→': '->', '←': '<-', '⇒': '=>', '≥': '>=', '≤': '<=', '≠': '!=', '\u2011': '-' }

/**
 * A card without what cannot be drawn. Emoji and what is not seen are left out; a text that has one of the characters that are `lacking` in the
 * fonts falls away whole, since without some letters it would say something else: of the title then the name of the site is left, of
 * that its address, of the day the bare date.
 */
export function drawableCard(card: Card, lacking: string): Card {
  // A letter with a mark that is lacking is told together with it.
  const missing = new Set(lacking.replace(/[\x20-\x7e]/g, ''))
  const texts = Object.entries(card).map(([name, text]) => {
    const seen = text.normalize().replace(BOXES, '').replace(DECORATION, '').replace(/\s+/g, ' ').trim()
    const bare = seen.replace(/[^\x20-\x7e]/g, (sign) => SPELLED[sign] ?? sign)
    return [name, [...bare].some((one) => missing.has(one)) ? '' : bare]
  })
  return { ...card, ...Object.fromEntries(texts) }
}
