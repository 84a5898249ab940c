import type { BlockContent } from 'mdast'
import { dayInWords } from '../../day-in-words.ts'
import type { Report } from '../../model/report.ts'
import { heading, linked, list, paragraph, table } from './blocks.ts'
import { counted, listed, spanInWords } from './wording.ts'

/** Signs of the bars, which fonts draw as wide as each other, and how many the longest bar has at most. */
const [WROTE, REVIEWED] = ['█', '░']
const LONGEST = 12

type Best = Report['work']['best'][number]

/** What the maintainer did for the project in the span, and what is not known of it; by month, where there are several. */
export function workBlocks(report: Report): BlockContent[] {
  const { work, gaps, partial, since, until } = report
  const isBlank = gaps.length === 1 && gaps[0]?.since === since && gaps[0].until === until
  const did = [
    work.wrote > 0 && `wrote ${counted(work.wrote, 'change')} that landed`,
    work.waiting > 0 && `put ${counted(work.waiting, 'change')} up for review that had not landed when the records end`,
    work.reviewed > 0 && `reviewed ${counted(work.reviewed, 'change')} of others`,
    work.decided > 0 && `had a part in ${counted(work.decided, 'decision')}`,
    work.released > 0 && `made ${counted(work.released, 'release')}`,
    work.opened > 0 && `opened ${counted(work.opened, 'issue or proposal', 'issues and proposals')}`,
    work.published > 0 && `published ${counted(work.published, 'article')}`,
  ].filter((part) => part !== false)
  const stretches = (days: Report['gaps']): string => listed(days.map(spanInWords))
  const months = monthsIn(since, until)
  return [
    heading(2, 'The work that keeps the project going'),
    ...(isBlank
      ? [paragraph('Nothing was collected in this time, so of this work nothing is known from records.')]
      : [
          paragraph(
            did.length > 0
              ? `By what was collected, each thing counted once, I ${listed(did)}.`
              : 'What was collected in this time holds nothing of my own.',
            ...(gaps.length > 0 ? [` Nothing was collected ${stretches(gaps)}: what happened then is not counted.`] : []),
            ...(partial.length > 0
              ? [` What was collected ${stretches(partial)} is not complete, since a source failed or gave only a part: there may be more.`]
              : []),
          ),
        ]),
    ...(work.best.length > 0
      ? [
          paragraph(
            work.best.length === 1 ? 'By its rank in the digests, what mattered most:' : `The ${work.best.length} that rank first in the digests:`,
          ),
          list(work.best.map(bestWords)),
        ]
      : []),
    ...(months.length > 1 ? [heading(2, 'Month by month'), ...monthBlocks(report, months)] : []),
  ]
}

/** A row a month; where anything was written or reviewed, with a bar of signs, twelve at most. */
function monthBlocks({ work: { days }, mails, gaps, since, until }: Report, months: readonly string[]): BlockContent[] {
  const received = mails.filter(({ got }) => got.length > 0).map(({ at }) => at)
  const most = Math.max(...months.map((month) => inMonth(days.wrote, month) + inMonth(days.reviewed, month)))
  const isDrawn = most > 0
  const bar = (sign: string, count: number): string => sign.repeat(most > LONGEST ? Math.ceil((count / most) * (LONGEST - 1)) : count)
  const rows = months.map((month) => {
    const isUnknown = gaps.some((gap) => gap.since <= startOf(month, since) && endOf(month, until) <= gap.until)
    const [wrote, reviewed] = [inMonth(days.wrote, month), inMonth(days.reviewed, month)]
    const count = (number: number): string => (isUnknown ? 'not known' : String(number))
    return [
      monthInWords(month),
      ...(isDrawn ? [isUnknown ? '' : bar(WROTE, wrote) + bar(REVIEWED, reviewed)] : []),
      count(wrote),
      count(reviewed),
      String(inMonth(received, month)),
    ]
  })
  return [
    ...(isDrawn
      ? [paragraph(`Changes by the day on which they landed: ${WROTE} those that I wrote, ${REVIEWED} those of others that I reviewed.`)]
      : []),
    table(['Month', ...(isDrawn ? ['Changes'] : []), 'Written', 'Reviewed', 'Mails to you'], rows, { right: 3 }),
  ]
}

function bestWords({ title, url, kind, at, own }: Best): Parameters<typeof list>[0][number] {
  const did = own.includes('wrote') ? (kind === 'release' ? 'released' : 'written') : own.includes('decided') ? 'decided' : 'reviewed'
  return [linked(title, url), ` (${did}, ${dayInWords(at)})`]
}

/** Months, `YYYY-MM`, of which days lie in a span. */
function monthsIn(since: string, until: string): string[] {
  const months: string[] = []
  for (let month = since.slice(0, 7); `${month}-01` < until; month = nextMonth(month)) months.push(month)
  return months
}

function nextMonth(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number)).toISOString().slice(0, 7)
}

/** First day of a month in a span, and the day after its last. */
function startOf(month: string, since: string): string {
  return `${month}-01` < since ? since : `${month}-01`
}

function endOf(month: string, until: string): string {
  const next = `${nextMonth(month)}-01`
  return next < until ? next : until
}

function inMonth(days: readonly string[], month: string): number {
  return days.filter((day) => day.startsWith(month)).length
}

function monthInWords(month: string): string {
  return dayInWords(`${month}-01`).replace(/^\d+ /, '')
}
