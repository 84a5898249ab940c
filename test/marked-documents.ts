/** Documents with marks placed anywhere, of which each word is known by who may read it. */
import type { Audience } from '../src/model/audience.ts'

export const TIERS = ['silver', 'gold', 'platinum']
export const NOW = new Date('2026-10-06T09:00:00Z')

/** Readers, a bit each: acme and other are clients of the tier gold. */
export const READERS = { public: 1, silver: 2, gold: 4, platinum: 8, acme: 16, other: 32 } as const
export const AUDIENCES: readonly (readonly [keyof typeof READERS, Audience])[] = [
  ['public', { edition: 'public' }],
  ['silver', { edition: 'clients', tier: 'silver' }],
  ['gold', { edition: 'clients', tier: 'gold' }],
  ['platinum', { edition: 'clients', tier: 'platinum' }],
  ['acme', { edition: 'clients', tier: 'gold', client: 'acme' }],
  ['other', { edition: 'clients', tier: 'gold', client: 'other' }],
]
const EVERYONE = 63
const NOBODY = 0

/** A word, who may read it, and whether plain text shows it too, as it does not the title of a link. */
export type Word = { word: string; readers: number; inText: boolean }
export type Marked = { text: string; words: Word[] }

/** What is asked of the tape, number by number; when it has run out, everything is 0, the simplest. */
type Take = (below: number) => number
type Reference = { label: string; readers: number }
type State = { take: Take; words: Word[]; serial: number; notes: Reference[]; links: Reference[]; inside: 'Clients' | 'Public' | undefined }

const MARKS: readonly (readonly [tag: string, readers: number])[] = [
  ['<Clients>', 62],
  ['<Clients tier="gold">', 60],
  ['<Clients only="acme">', 16],
  ["<Clients tier='platinum'>", 8],
  ['<Clients tier="silver">', 62],
  ['<Clients only="other" >', 32],
  ['<Clients until="2026-10-07">', 62],
  ['<Clients until="2026-10-06">', EVERYONE],
  ['<Clients tier="platinum" until="2026-10-06">', EVERYONE],
  ['<Clients tier="gold" until="2027-01-01">', 60],
  ['<Clients only="acme" until="2026-10-07">', 16],
  ['<Clients only="acme" until="2026-01-01">', EVERYONE],
]

/** A document as a maintainer may write it: every part is where Markdown wants it, whichever passages are taken out. */
export function written(tape: readonly number[]): Marked {
  const state: State = { take: taker(tape), words: [], serial: 0, notes: [], links: [], inside: undefined }
  const lines = [...blocks(state, EVERYONE, { depth: 0 }), ...definitions(state, EVERYONE, true)]
  return { text: lines.join('\n'), words: state.words }
}

const GLUE = [
  '\n', '\n\n', '\n\n', ' ', '  ', '   ', '\t', '\n  ', '\n    ', '\r\n\r\n', '\n> ', '> ', '\n* ', '* ', '\n\n* ', '\n1. ', '2) ', '- [ ] ', '\n\n## ', '# ',
  '\n---\n', '\n===\n', '\n***\n', '**', '*', '_', '~~', '`', '`', '\n```\n', '\n\n```\n', '\\', '<b>', '</b>', '<br/>', '[', ']', '](https://x.example/a)',
  '[^1]', '\n\n[^1]: ', '[a][b]', '\n\n[b]: https://x.example/b\n\n', '![', '{/* ', ' */}', '{/* c */}', '| ', ' | ', '\n| - | - |\n', '\n| - |\n', '&lt;', '&amp;', '  \n', '\\\n', '\u00a0', '\u2028', '\ufeff', '🎉',
] as const // prettier-ignore

/** Pieces glued together without a thought; marks are closed in their order, or not. Words are for those whom the marks around them let through. */
export function glued(tape: readonly number[]): Marked {
  const take = taker(tape)
  const open: { end: string; readers: number }[] = []
  const words: Word[] = []
  let text = ''
  for (let serial = 1; serial < tape.length / 3; serial++) {
    const what = take(8)
    if (what === 1 && open.length < 3) {
      const [tag, readers] = MARKS[take(MARKS.length)] ?? ['<Clients>', 62]
      const gap = take(3) === 0 ? '\n\n' : ''
      open.push({ end: `${gap}</Clients>${gap}`, readers })
      text += `${gap}${tag}${gap}`
    } else if (what === 2 && open.length > 0) text = closed(text, open.splice(-1))
    else if (what >= 5) text += GLUE[take(GLUE.length)] ?? ''
    else {
      words.push({ word: `w${serial}w`, readers: open.reduce((readers, mark) => readers & mark.readers, EVERYONE), inText: true })
      text += ` w${serial}w `
    }
  }
  return { text: closed(text, open), words }
}

/** The text with the ends of its marks, the innermost first. A "\\" before one would escape it, and where the other is escaped too they are but words. */
function closed(text: string, open: readonly { end: string }[]): string {
  return (
    (text.endsWith('\\') && open.length > 0 ? `${text} ` : text) +
    open
      .toReversed()
      .map(({ end }) => end)
      .join('')
  )
}

function taker(tape: readonly number[]): Take {
  let at = 0
  return (below) => (tape[at++] ?? 0) % below
}

function word(state: State, readers: number, inText = true): string {
  const name = `w${++state.serial}w`
  state.words.push({ word: name, readers, inText })
  return name
}

/** One line. `isWhole`: begins and ends with a word of its own, so that something is left whoever reads it. */
function line(state: State, readers: number, options: { depth: number; isWhole?: boolean; inLink?: boolean }): string {
  const depth = options.depth + 1
  if (!options.isWhole && depth < 4 && state.take(4) === 1) {
    const marks = Array.from({ length: 1 + state.take(2) }, () => mark(state, readers, { ...options, depth }))
    return marks.join(state.take(2) === 0 ? ' ' : '')
  }
  let text = word(state, readers)
  for (let count = state.take(depth > 2 ? 2 : 4); count > 0; count--) {
    const piece = inline(state, readers, { ...options, depth })
    // An address takes in a comment that follows it at once, which is an error.
    text += state.take(3) === 1 && /^<C|^\{/.test(piece) && !/https:\S+$/.test(text) ? piece : ` ${piece}`
  }
  return options.isWhole ? `${text} ${word(state, readers)}` : text
}

function mark(state: State, readers: number, options: { depth: number; inLink?: boolean }): string {
  if (state.inside === 'Public') return word(state, readers)
  const [tag, own, end] = pickMark(state)
  const text = within(state, end, () => line(state, readers & own, { ...options, isWhole: false }))
  return `${tag}${text}</${end}>`
}

/** A mark; now and then <Public>, where it may stand. */
function pickMark(state: State): readonly [tag: string, readers: number, end: 'Clients' | 'Public'] {
  if (state.inside === undefined && state.take(8) === 7) return ['<Public>', READERS.public, 'Public']
  const [tag, readers] = MARKS[state.take(MARKS.length)] ?? ['<Clients>', 62]
  return [tag, readers, 'Clients']
}

function within<T>(state: State, inside: 'Clients' | 'Public', make: () => T): T {
  const before = state.inside
  state.inside = inside
  const made = make()
  state.inside = before
  return made
}

function inline(state: State, readers: number, options: { depth: number; inLink?: boolean }): string {
  const deeper = { ...options, depth: options.depth + 1 }
  const held = (isWhole = true): string => (options.depth > 3 ? word(state, readers) : line(state, readers, { ...deeper, isWhole }))
  switch (state.take(14)) {
    case 1:
    case 2:
    case 3:
      return options.depth > 3 ? word(state, readers) : mark(state, readers, deeper)
    case 4:
      return `**${held()}**`
    case 5:
      return `*${held()}*`
    case 6:
      return `~~${held()}~~`
    case 7:
      return state.take(2) === 0 ? `\`${word(state, readers)} x\`` : `<kbd>${held(false)}</kbd>`
    case 8:
      return options.inLink
        ? word(state, readers)
        : `[${line(state, readers, { ...deeper, isWhole: true, inLink: true })}](https://x.example/${word(state, readers)}${state.take(2) === 1 ? ` "${word(state, readers, false)}"` : ''})`
    case 9:
      return `![${word(state, readers)}](https://x.example/${word(state, readers)}.png)`
    case 10:
      if (options.inLink) return word(state, readers)
      return `[^${refer(state.notes, readers, `n${++state.serial}`, state.take)}]`
    case 11:
      return options.inLink
        ? word(state, readers)
        : `[${line(state, readers, { ...deeper, isWhole: true, inLink: true })}][${refer(state.links, readers, `l${++state.serial}`, state.take)}]`
    case 12:
      return `{/* ${word(state, NOBODY)} */}`
    case 13:
      return options.inLink ? '&amp;' : `https://x.example/${word(state, readers)}`
    default:
      return word(state, readers)
  }
}

/** A label that was referred to before, or a new one. */
function refer(references: Reference[], readers: number, label: string, take: Take): string {
  const known = references[take(4) - 1]
  if (known) known.readers |= readers
  else references.push({ label, readers })
  return known?.label ?? label
}

/** Definitions of what was referred to; at the end all of them, else some, for others follow later. They are read by whom a reference reaches. */
function definitions(state: State, readers: number, isEnd: boolean): string[] {
  const lines: string[] = []
  const now = (references: Reference[]): Reference[] =>
    references.splice(0).filter((reference) => isEnd || ((reference.readers & ~readers) === 0 && state.take(2) === 0) || !references.push(reference))
  for (let round = 0; round < 5; round++) {
    for (const { label, readers: own } of now(state.links)) lines.push('', `[${label}]: https://x.example/${word(state, own)}`)
    for (const note of now(state.notes)) {
      const depth = round < 2 ? 1 : 9
      lines.push('', `[^${note.label}]: ${depth > 3 ? word(state, note.readers) : line(state, note.readers, { depth, isWhole: true })}`)
      if (state.take(4) === 1) lines.push('', `    ${word(state, note.readers)}`)
    }
    if (!isEnd) break
  }
  return lines
}

function blocks(state: State, readers: number, options: { depth: number }): string[] {
  const lines: string[] = []
  for (let count = 1 + state.take(options.depth === 0 ? 6 : 3); count > 0; count--) {
    if (lines.length > 0) lines.push('')
    lines.push(...block(state, readers, { depth: options.depth + 1 }))
  }
  return lines
}

function block(state: State, readers: number, { depth }: { depth: number }): string[] {
  const single = (): string => line(state, readers, { depth: 0 })
  const whole = (): string => line(state, readers, { depth: 0, isWhole: true })
  switch (state.take(depth > 3 ? 4 : 13)) {
    case 1:
      return [`${'#'.repeat(1 + state.take(4))} ${single()}`]
    case 2: {
      const end = state.take(2) === 0 ? '' : '  '
      return Array.from({ length: 2 + state.take(2) }, (_, index, all = 9) => (index < all ? `${whole()}${end}` : '')).map((text, index, all) =>
        index === all.length - 1 ? text.trimEnd() : text,
      )
    }
    case 3:
      return ['```', word(state, readers), '', word(state, readers), '```']
    case 4:
    case 5:
      return list(state, readers, depth)
    case 6: {
      const columns = 1 + state.take(3)
      const row = (): string => `| ${Array.from({ length: columns }, single).join(' | ')} |`
      return [row(), `|${' - |'.repeat(columns)}`, ...Array.from({ length: state.take(4) }, row)]
    }
    case 7:
      return blocks(state, readers, { depth: depth + 1 }).map((text) => `> ${text}`.trimEnd())
    case 8:
      return [whole(), state.take(2) === 0 ? '---' : '===']
    case 9:
    case 10:
    case 11:
      return flowMark(state, readers, depth)
    case 12:
      return [`{/* ${word(state, NOBODY)}`, '', `   ${word(state, NOBODY)} */}`]
    default:
      return [single()]
  }
}

function list(state: State, readers: number, depth: number): string[] {
  const [marker, gap] = [['*', '-', '+', '1.', '1)'][state.take(5)] ?? '*', state.take(2) === 1 ? [''] : []]
  const indent = ' '.repeat(marker.length + 1)
  return Array.from({ length: 1 + state.take(3) }, (_, index) => index).flatMap((index) => {
    const box = state.take(5) === 1 ? `[${state.take(2) === 0 ? ' ' : 'x'}] ` : ''
    const more = depth < 3 && state.take(3) === 1 ? ['', ...blocks(state, readers, { depth: depth + 1 })] : []
    const first = line(state, readers, { depth: 0, isWhole: box !== '' || more.length > 0 })
    return [...(index > 0 ? gap : []), `${marker} ${box}${first}`, ...more.map((text) => `${indent}${text}`.trimEnd())]
  })
}

function flowMark(state: State, readers: number, depth: number): string[] {
  if (state.inside === 'Public') return [word(state, readers)]
  const [tag, own, end] = pickMark(state)
  const held = within(state, end, () =>
    state.take(4) === 1
      ? [line(state, readers & own, { depth: 0, isWhole: true })]
      : ['', ...blocks(state, readers & own, { depth: depth + 1 }), ...definitions(state, readers & own, false), ''],
  )
  return [tag, ...held, `</${end}>`]
}
