/**
 * What the picture of a page tells. `site`: title of the site; `host`: where it stands; `kind`, `title`, `day` (in words), `date` (`YYYY-MM-DD`): of the
 * publication, empty for the site itself; what is empty is not shown.
 */
export type Card = { site: string; host: string; author: string; kind: string; title: string; day: string; date: string }

/** An element as satori reads it. @see https://github.com/vercel/satori#jsx (read 2026-11) */
export type CardElement = { type: 'div'; key: null; props: { style: Record<string, string | number>; children: string | readonly CardElement[] } }

/** Size of a card in pixels, which is what those who show links ask for, and its two colours as red, green and blue: all others lie between them. */
export const CARD = { width: 1200, height: 630, paper: [0xff, 0xfd, 0xf8], ink: [0x1a, 0x1a, 0x1a] } as const

/** Names of the fonts of a card; each stands for itself and the scripts beyond Latin. */
export const SUBSETS = ['latin', 'latin-ext', 'greek', 'cyrillic', 'cyrillic-ext', 'vietnamese'] as const
const [SERIF, SANS] = [familyOf('serif'), familyOf('sans')]

/** Size of a heading of at most so many characters, which then fills two to four lines. */
const SIZES = [
  [22, 100],
  [44, 84],
  [75, 70],
  [115, 60],
  [Infinity, 52],
] as const
const BALANCED = 70
const [PAPER, RULE, QUIET, INK] = [colourOf(0), colourOf(0.22), colourOf(0.72), colourOf(1)]

/** The picture of a page as elements: its title as on the cover of a journal, below the name of the site. */
export function toCard({ site, host, author, kind, title, day, date }: Card): CardElement {
  const heading = title || site || host
  const about = (title || kind ? [kind, day || date] : [author]).filter((text) => text !== '').join(' · ')
  const above = heading === site ? '' : site
  return box({ width: '100%', height: '100%', flexDirection: 'column', padding: '56px 76px 48px', background: PAPER, color: INK, fontFamily: SANS }, [
    box({ flexDirection: 'column' }, [
      ...line(above, { fontSize: 30, fontWeight: 600, marginBottom: 18 }),
      box({ height: 8, flexShrink: 0, borderTop: `2px solid ${INK}`, borderBottom: `2px solid ${INK}` }),
    ]),
    box({ flexDirection: 'column', flexGrow: 1, justifyContent: 'center', paddingBottom: 8 }, [
      box(
        {
          display: 'block',
          lineClamp: 4,
          fontFamily: SERIF,
          fontWeight: 600,
          fontSize: sizeOf(heading),
          lineHeight: 1.14,
          letterSpacing: '-0.012em',
          wordBreak: 'break-word',
          // Of a text that it cuts satori would balance the whole, and leave half of the width empty.
          textWrap: sizeOf(heading) >= BALANCED ? 'balance' : 'wrap',
        },
        heading,
      ),
      ...line(about, { fontSize: 32, color: QUIET, marginTop: 26 }),
    ]),
    box({ justifyContent: 'space-between', paddingTop: 18, borderTop: `2px solid ${RULE}`, fontSize: 26, color: QUIET }, [
      ...line(about === author ? '' : author, { maxWidth: 500 }),
      ...(heading === host ? [] : line(host, { maxWidth: 540, marginLeft: 'auto' })),
    ]),
  ])
}

/** One line of text, cut where it is too long; none where there is no text. */
function line(text: string, style: CardElement['props']['style']): CardElement[] {
  return text === '' ? [] : [box({ display: 'block', lineClamp: 1, lineHeight: 1.3, flexShrink: 0, wordBreak: 'break-word', ...style }, text)]
}

function box(style: CardElement['props']['style'], children: CardElement['props']['children'] = []): CardElement {
  return { type: 'div', key: null, props: { style: { display: 'flex', boxSizing: 'border-box', ...style }, children } }
}

function familyOf(name: string): string {
  return SUBSETS.map((subset) => `${name} ${subset}`).join(', ')
}

/** The colour between paper and ink that is so much ink. */
function colourOf(ink: number): string {
  return `rgb(${CARD.paper.map((paper, index) => Math.round(paper + ((CARD.ink[index] ?? 0) - paper) * ink)).join(', ')})`
}

function sizeOf(heading: string): number {
  const length = [...heading].length
  return SIZES.find(([most]) => length <= most)?.[1] ?? 0
}
