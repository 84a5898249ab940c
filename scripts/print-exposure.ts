import type { Told } from '../src/model/exposure.ts'
import { styled } from './command.ts'
import type { ExposureRow } from './exposure-rows.ts'
import { columns, wrap } from './wrap.ts'

/** How many sentences of an audience are printed; the preview shows all. */
const LIMITS: Readonly<Record<ExposureRow['reach'], number>> = { public: 12, tier: 40, client: 40 }
const COLOURS = { public: 'red', tier: 'yellow', client: 'green' } as const

/** Prints a table of who reads how much, and below it what: the beginning of what is new to everyone, and each private passage. `width`: columns of the terminal. */
export function printExposure(rows: readonly ExposureRow[], options: { digest: string; width: number; out: (text?: string) => void }): void {
  const { out } = options
  const width = Math.max(60, options.width)
  const count = (number: number): string => (number === 0 ? '–' : String(number))
  const table = [
    ['', 'sentences', 'words', 'links', 'people', 'opens', ''],
    ...rows.map((row) => [
      row.audience,
      ...[row.sentences, row.words, row.addresses].map(count),
      row.people === undefined ? 'all' : count(row.people),
      row.opens || '–',
      row.who,
    ]),
  ]
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...table.map((line) => columns(line[column] ?? ''))))
  const left = widths.reduce((sum, one) => sum + one + 2, 0)
  // Who reads it is never cut: where a line has no room for it, it stands below, for all audiences alike.
  const beside = rows.every((row) => left + columns(row.who) <= width)
  out(styled('bold', 'what becomes visible to whom'))
  table.forEach((line, index) => {
    const [audience = '', ...cells] = line.slice(0, 6).map((cell, column) => {
      const gap = ' '.repeat((widths[column] ?? 0) - columns(cell))
      return column >= 1 && column <= 4 ? gap + cell : cell + gap
    })
    const row = rows[index - 1]
    const who = row?.who ?? ''
    out(`${row === undefined ? audience : styled(COLOURS[row.reach], audience)}  ${cells.join('  ')}${beside ? `  ${who}` : ''}`.trimEnd())
    if (!beside) for (const part of wrap(who, width - 2)) out(styled('dim', `  ${part}`))
  })
  for (const row of rows.filter((one) => one.told.length > 0)) {
    // Where the links of a public text lead is counted above: there are many, and nearly all lead to what everyone knows.
    const listed = row.reach === 'public' ? row.told.filter(({ kind }) => kind !== 'address') : row.told
    const shown = listed.slice(0, LIMITS[row.reach])
    out(`\n${styled('bold', row.heading)}`)
    for (const told of shown) for (const line of lines(told, { width, dated: row.reach !== 'public' })) out(line)
    const rest = listed.length - shown.length
    if (rest > 0) out(styled('dim', `  … ${rest} more: npm run dev, /preview/${options.digest}/exposure/`))
  }
}

function lines({ kind, text, opens }: Told, { width, dated }: { width: number; dated: boolean }): string[] {
  const day = dated && opens !== undefined ? ` [opens ${opens}]` : ''
  if (kind === 'code') return text.split('\n').map((line, index) => `${index === 0 ? '  • ' : '    '}${line}${index === 0 ? day : ''}`)
  const before = kind === 'text' || kind === 'item' || kind === 'row' ? '' : `${kind}: `
  return wrap(`${before}${text}${day}`, width - 4).map((line, index) => `${index === 0 ? '  • ' : '    '}${line}`)
}
