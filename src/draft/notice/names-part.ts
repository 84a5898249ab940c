import type { PhrasingContent, RootContent } from 'mdast'
import { advisoryAddress } from '../../advisory-address.ts'
import { dayInWords } from '../../day-in-words.ts'
import type { Advisory, Score } from '../../model/advisory.ts'
import { plain } from '../../plain.ts'
import { sinceInWords } from './source-line.ts'
import { code, heading, link, note, paragraph, type Part, row, strong, words } from './say.ts'

/** Of what the database says: more than any person wrote about one vulnerability so far. */
const LONGEST = 20_000

/** What it is called, since when it is public and who says so, and how severe who calls it. `now`: an instant. */
export function namesPart(advisory: Advisory, now: string): RootContent[] {
  const { entry, database, url, withdrawn, scores } = advisory
  const idOf = (id: string): Part => link(advisoryAddress(id) ?? (id === entry.id && url ? url : ''), id)
  const aliases = [...new Set(entry.aliases)].filter((alias) => alias !== entry.id)
  const related = [...new Set(entry.related)].filter((one) => one !== entry.id && !aliases.includes(one))
  return [
    heading('Names and severity'),
    paragraph(
      idOf(entry.id),
      ...(aliases.length > 0 ? [', also known as ', ...row(aliases.map(idOf))] : []),
      '. ',
      ...words(`From the ${database}, ${sinceInWords(advisory, now)}.`),
    ),
    ...(related.length > 0 ? [paragraph('Related, but not the same: ', ...row(related.map(idOf)), '.')] : []),
    ...(withdrawn === undefined
      ? []
      : [paragraph(strong(`Withdrawn on ${dayInWords(withdrawn)}`), ': those who published it no longer stand by it.')]),
    ...(isUnreviewed(advisory) ? [paragraph(strong('Not reviewed'), ': nobody at the database has looked at this entry yet (UNREVIEWED).')] : []),
    paragraph(...severity(advisory)),
    ...(scores.length > 0 ? [paragraph('TODO: say whether you agree with that, and why.')] : []),
  ]
}

/** Whether the database says that nobody has looked at the entry. */
export function isUnreviewed({ entry }: Advisory): boolean {
  return entry.database_specific?.review_status.toUpperCase() === 'UNREVIEWED'
}

/** What an attacker can do: to be told in the reader's terms, with the database's words beside it. */
export function attackPart({ entry, database }: Advisory): RootContent[] {
  const all = plain(entry.details).trim()
  const details =
    all.length <= LONGEST ? all : `${all.slice(0, LONGEST).toWellFormed()} … (${all.length - LONGEST} more characters stand in the entry)`
  return [
    heading('What an attacker can do'),
    paragraph("TODO: say in the reader's terms what has to be so first, and what an attacker can do then."),
    ...(details ? [note(`What the ${database} says:`, [details])] : []),
  ]
}

function severity({ entry, scores }: Advisory): Part[] {
  if (scores.length === 0)
    return [
      `Severity: none was given where the entry was looked up.${entry.id.startsWith('GO-') ? ' The Go vulnerability database gives none, by policy.' : ''}`,
    ]
  const by = [...Map.groupBy(scores, (score) => score.by)]
  return [
    'Severity: ',
    ...by.flatMap(([who, some], index): Part[] => [...(index > 0 ? ['; '] : []), ...row(some.map(scored)), ' by ', ...words(who)]),
    '.',
  ]
}

function scored({ type, value, number }: Score): PhrasingContent[] {
  if (type === 'word') return words(value)
  const kind = type.replace('_V', ' ')
  return [...words(number === undefined ? kind : `${number} (${kind})`), { type: 'text', value: number === undefined ? ' ' : ', ' }, ...code(value)]
}
