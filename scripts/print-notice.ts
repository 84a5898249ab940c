import { dayInWords } from '../src/day-in-words.ts'
import { parseMdx } from '../src/mdx.ts'
import type { Advisory } from '../src/model/advisory.ts'
import type { Touched } from '../src/model/verdict.ts'
import { placeholdersIn } from '../src/placeholders-in.ts'
import { counted, say, styled } from './command.ts'

/** What is said of a notice. `file`: with what became of it; `at`: where the entry was found; `changes`, `passages`: what a redraft put in; undefined for a first draft. */
export type NoticeWord = {
  id: string
  file: string
  at: string
  advisory: Advisory
  touched: readonly Touched[]
  text: string
  redrafted: { changes: readonly string[]; passages: readonly string[]; hasFacts: boolean } | undefined
}

/** What a person does next, in a few lines: what was found where, what was filled in or has changed, whom it touches, how much waits to be judged. */
export function printNotice({ id, file, at, advisory, touched, text, redrafted }: NoticeWord): void {
  const row = (name: string, said: string): void => say(`  ${styled('bold', name.padEnd(10), process.stderr)} ${said}`)
  const { entry, database, published, withdrawn } = advisory
  say(`notice: ${entry.id} of the ${database}, ${published ? `public since ${dayInWords(published)}` : 'which does not say since when it is public'}`)
  say(`  ${file}`)
  row('found in', at)
  if (withdrawn) row('withdrawn', `on ${dayInWords(withdrawn)}`)
  if (!redrafted) row('filled in', filledIn(advisory))
  else if (!redrafted.hasFacts) row('changed', 'nobody can tell: the comment of facts that it was drafted with is not there')
  else row('changed', redrafted.changes.length > 0 ? `${redrafted.changes.length} of its facts; read at its top which` : 'nothing')
  if (redrafted && redrafted.passages.length > 0) row('passages', `for ${redrafted.passages.join(', ')}, new`)
  row('touches', touched.map(inWords).join('; ') || 'no client, as far as they said what they run and care about')
  const waiting = placeholdersIn(parseMdx(text.replace(/^\ufeff/, '')))
  const [first] = waiting
  row(
    'to judge',
    first ? `${counted(waiting.length, 'TODO')}, the first in line ${first.position?.start.line}: nothing is sent with one` : 'nothing is left',
  )
  if (/^state: heard$/m.test(text)) row('heard', 'nothing of it leaves: see "A notice under embargo" in the README for embargo, announced and state')
  say(`  next: edit it; npm run dev shows it as each client reads it; npm run check -- ${id}; then npm run send -- ${id}`)
}

function filledIn({ entry, scores }: Advisory): string {
  const modules = new Set(entry.affected.flatMap((one) => one.package?.name ?? []))
  const imports = entry.affected.flatMap((one) => one.ecosystem_specific?.imports ?? [])
  const symbols = imports.reduce((total, one) => total + one.symbols.length, 0)
  const ranges = entry.affected.flatMap((one) => [...one.ranges, ...(one.ecosystem_specific?.custom_ranges ?? [])])
  const fixed = new Set(ranges.flatMap(({ events }) => events.flatMap((event) => event.fixed ?? [])))
  return [
    counted(modules.size, 'module'),
    counted(new Set(imports.map(({ path }) => path)).size, 'package'),
    counted(symbols, 'symbol'),
    fixed.size > 0 ? counted(fixed.size, 'fix', 'fixes') : 'no fix',
    scores.length > 0 ? counted(scores.length, 'score') : 'no score: none was given',
    counted(entry.references.length, 'link'),
    counted(entry.credits.length, 'credit'),
  ].join(', ')
}

function inWords({ client, verdict, concerns }: Touched): string {
  return [client, [...(verdict ? [`${verdict.says} (${verdict.why})`] : []), ...concerns.map(({ id }) => `concern "${id}"`)].join(', ')].join(': ')
}
