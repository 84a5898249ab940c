import { agoInWords } from '../src/ago-in-words.ts'
import type { Concern } from '../src/model/client.ts'
import { plainLine } from '../src/plain.ts'
import { styled } from './command.ts'
import type { Occasion, ServedConcern } from './served-concerns.ts'
import { columns, wrap } from './wrap.ts'

/** A question of a client that nobody has answered. */
export type OpenQuestion = { client: string; on: string; asked: string; days: number }

const HEAD = ['served', 'client', 'concern', 'met', 'suggested', 'taken'] as const

/**
 * Concerns and open questions as lines. `width`: columns of the terminal, of which it takes 100 at most: a table, below each row what the client said, what
 * meets it, and the stories; without it a row each, in columns that tabs part, under their names. `day`: today.
 */
export function printConcerns(
  concerns: readonly ServedConcern[],
  { questions, day, width: given }: { questions: readonly OpenQuestion[]; day: string; width: number | undefined },
): string[] {
  const said = (days: OpenQuestion): string => agoInWords(days.on, day)
  if (given === undefined) {
    return [
      ...(concerns.length > 0 ? [[...HEAD, 'text', 'match'].join('\t')] : []),
      ...concerns.map((one) => [...cellsOf(one, { day, isWhole: true }), plainLine(one.text), matchOf(one)].join('\t')),
      ...(questions.length > 0 ? [['asked', 'client', 'question'].join('\t')] : []),
      ...questions.map((one) => [said(one), one.client, plainLine(one.asked)].join('\t')),
    ]
  }
  const width = Math.min(100, Math.max(60, given))
  const table = [[...HEAD], ...concerns.map((one) => cellsOf(one, { day, isWhole: false }))]
  const widths = HEAD.map((_, column) => Math.max(...table.map((cells) => columns(cells[column] ?? ''))))
  const row = (cells: readonly string[]): string => cells.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - columns(cell))).join('  ').trimEnd() // prettier-ignore
  const below = (text: string, indent: string): string[] => wrap(text, width - indent.length).map((line) => `${indent}${line}`)
  return [
    ...(concerns.length > 0 ? [styled('bold', row(HEAD))] : []),
    ...concerns.flatMap((one, index) => {
      const cells = row(table[index + 1] ?? [])
      return [
        one.served ? cells : styled('yellow', cells),
        ...below(plainLine(one.text), '    '),
        ...[`matches ${matchOf(one) || 'nothing'}`, storiesOf(one)].flatMap((text) => below(text, '    ').map((line) => styled('dim', line))),
      ]
    }),
    ...(questions.length > 0 ? ['', styled('bold', 'questions that wait for an answer')] : []),
    ...questions.flatMap((one) => [`${said(one)}, ${one.client}`, ...below(plainLine(one.asked), '    ')]),
  ]
}

/** When it was served, whose it is, and where something came of it; `isWhole`: with the stories. */
function cellsOf({ client, id, met, suggested, taken, served }: ServedConcern, { day, isWhole }: { day: string; isWhole: boolean }): string[] {
  const told = (one: Occasion | undefined): string =>
    one === undefined ? '–' : isWhole && one.story !== undefined ? `${one.id} ${one.story}` : one.id
  return [served ? agoInWords(served.on, day) : 'never', client, id, ...[met, suggested, taken].map(told)]
}

/** The stories behind a row of the table, each once. */
function storiesOf({ met, suggested, taken }: ServedConcern): string {
  const told = [
    ['met', met],
    ['suggested', suggested],
    ['taken', taken],
  ] as const
  const stories = told.flatMap(([how, one]) => (one?.story === undefined ? [] : [{ how, story: one.story }]))
  return [...Map.groupBy(stories, ({ story }) => story)].map(([story, some]) => `${some.map(({ how }) => how).join(', ')} with ${story}`).join('; ')
}

function matchOf({ match: { paths = [], words = [], labels = [] } }: Concern): string {
  return [...paths, ...words.map((word) => JSON.stringify(word)), ...labels.map((label) => `label ${JSON.stringify(label)}`)]
    .map(plainLine)
    .join(', ')
}
