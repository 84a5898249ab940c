import type { BlockContent } from 'mdast'
import { dayInWords } from '../../day-in-words.ts'
import type { Report } from '../../model/report.ts'
import { heading, paragraph, table } from './blocks.ts'
import { after, counted, listed, median } from './wording.ts'

type Mail = Report['mails'][number]

const HOUR_MS = 3_600_000

/** A notice as a client got it first, and how long after the vulnerability was disclosed; `ms`: negative where it was not public yet, undefined where that is not known. */
type Told = { mail: Mail; ms: number | undefined }

/** The first mail of each notice, in the order in which they came. */
function noticesOf({ mails }: Pick<Report, 'mails'>): Told[] {
  const first = firstOf(mails, 'notice')
  return first.map((mail) => ({ mail, ms: mail.published === undefined ? undefined : Date.parse(mail.at) - Date.parse(mail.published) }))
}

/** The first mail of each publication of a kind that somebody got for sure. */
export function firstOf(mails: readonly Mail[], kind: Mail['kind']): Mail[] {
  const own = mails.filter((mail) => mail.kind === kind && mail.what === 'first' && mail.got.length > 0)
  return [...Map.groupBy(own, ({ id }) => id).values()].flatMap(([mail]) => mail ?? [])
}

/** In words, how long after disclosure the notices came, the middle one; undefined where there were none. */
export function medianOf(report: Report): string | undefined {
  const notices = noticesOf(report)
  if (notices.length === 0) return undefined
  const known = notices.flatMap(({ ms }) => ms ?? [])
  const middle = median(known)
  const lacking = notices.length - known.length
  return middle === undefined ? 'not known' : `${after(middle)}${lacking > 0 ? ` (of ${lacking} of ${notices.length} it is not known)` : ''}`
}

/** What was received and when, and each notice with its time from disclosure. */
export function mailBlocks(report: Report): BlockContent[] {
  const { mails, promisedHours } = report
  const notices = noticesOf(report)
  const written = mails.filter((mail) => mail.written)
  const others = mails.filter(({ kind }) => kind === 'unknown')
  return [
    heading(2, 'What you received'),
    ...(mails.length === 0
      ? [paragraph('No mail that reached you is on record for this time.')]
      : [
          table(
            ['Day', 'What', 'Who got it', 'Passages for you alone'],
            mails.map((mail) => [dayInWords(mail.at), titleOf(mail), peopleOf(mail), mail.kind === 'unknown' ? 'not known' : String(mail.passages)]),
            { right: 1 },
          ),
        ]),
    ...(written.length > 0
      ? [
          paragraph(
            `Of ${written.length === mails.length ? (mails.length === 1 ? 'this mail' : 'these mails') : `${written.length} of these mails`} it is known only on which day ${written.length === 1 ? 'it was' : 'they were'} written as a file to be handed over.`,
          ),
        ]
      : []),
    ...(others.length > 0
      ? [paragraph(`The text of ${counted(others.length, 'of them is', 'of them are')} not kept any more, so that it is not known what kind it was.`)]
      : []),
    heading(2, 'Notices of vulnerabilities'),
    ...(notices.length === 0
      ? [paragraph('No notice that reached you is on record for this time.')]
      : [
          ...(promisedHours === undefined
            ? []
            : [paragraph(`The promise was ${counted(promisedHours, 'hour')} from disclosure. Times are those of the first mail to anybody of you.`)]),
          table(
            ['Notice', 'Disclosed', 'Your mail', 'After', ...(promisedHours === undefined ? [] : ['Promise'])],
            notices.map(({ mail, ms }) => [
              mail.title,
              mail.published === undefined ? 'not known' : minuteOf(mail.published),
              minuteOf(mail.at),
              ms === undefined ? 'not known' : after(ms),
              ...(promisedHours === undefined ? [] : [ms === undefined ? 'not known' : ms <= promisedHours * HOUR_MS ? 'kept' : 'not kept']),
            ]),
          ),
        ]),
  ]
}

function titleOf({ title, what, kind }: Mail): string {
  const before = {
    announcement: 'Announced before: ',
    first: kind === 'notice' ? 'Notice: ' : '',
    correction: 'Correction: ',
    update: kind === 'notice' ? 'Update: ' : 'Again: ',
  }
  return `${before[what]}${title}`
}

function peopleOf({ got, open }: Mail): string {
  return [got.length > 0 && listed(got), open.length > 0 && `of ${listed(open)} it is not known`].filter(Boolean).join('; ')
}

/** "13 August 2026, 17:00 UTC". */
function minuteOf(at: string): string {
  return `${dayInWords(at)}, ${new Date(at).toISOString().slice(11, 16)} UTC`
}
