import type { BlockContent, Root } from 'mdast'
import { dayInWords } from '../day-in-words.ts'
import type { Document } from '../document.ts'
import { daysBetween } from '../model/day.ts'
import type { Report } from '../model/report.ts'
import { printMdx } from '../print-mdx.ts'
import { heading, linked, paragraph, table } from './report/blocks.ts'
import { concernBlocks } from './report/concerns.ts'
import { firstOf, mailBlocks, medianOf } from './report/mails.ts'
import { workBlocks } from './report/work.ts'
import { counted, spanInWords } from './report/wording.ts'

/**
 * What a client got as a document that is sent like a notice: all of its text inside a mark for that client alone, dated on the first day after the span. Its title and
 * summary hold nothing from outside. The same report gives the same document.
 */
export function report(facts: Report, { id, file }: { id: string; file: string }): Document {
  const { client, since, until } = facts
  const text: BlockContent[] = [
    ...opening(facts),
    ...mailBlocks(facts),
    ...concernBlocks(facts),
    ...questionBlocks(facts),
    ...workBlocks(facts),
    ...farewell(facts),
  ]
  const tree: Root = {
    type: 'root',
    children: [
      {
        type: 'mdxJsxFlowElement',
        name: 'Clients',
        attributes: [{ type: 'mdxJsxAttribute', name: 'only', value: client }],
        children: text,
      },
    ],
  }
  return {
    kind: 'notices',
    id,
    file,
    text: printMdx(tree),
    frontmatter: {
      title: `Your retainer ${spanInWords({ since, until })}`,
      summary: 'What you got in this time: digests and notices, your concerns and questions, and the work behind them.',
      status: 'ready',
    },
    date: until,
    tree,
    errata: [],
  }
}

function opening(facts: Report): BlockContent[] {
  const { name, mails, questions, promisedHours, until } = facts
  const answers = questions.flatMap(({ answeredOn }) => answeredOn ?? [])
  const answered = answers.filter((on) => on < until).length
  const since = answers.length - answered
  const later = mails.filter(({ what, got }) => (what === 'correction' || what === 'update') && got.length > 0).length
  const time = medianOf(facts)
  return [
    paragraph(
      `For ${name}. All of it is told from receipts of mail, from what was collected for the digests and from notes. Nothing is estimated, and what is not known is called so.`,
    ),
    table(
      ['What', 'How much'],
      [
        ['Digests received', String(firstOf(mails, 'digest').length)],
        ['Notices received', String(firstOf(mails, 'notice').length)],
        ...(later > 0 ? [['Corrections and updates', String(later)]] : []),
        ...(time === undefined
          ? []
          : [['Disclosure to your mail, median', `${time}${promisedHours === undefined ? '' : ` (promised: ${counted(promisedHours, 'hour')})`}`]]),
        [
          'Questions answered',
          questions.length === 0 ? 'none was noted' : `${answered} of ${questions.length}${since > 0 ? `, ${since} more since` : ''}`,
        ],
      ],
      { right: 1 },
    ),
  ]
}

function questionBlocks({ questions }: Report): BlockContent[] {
  return [
    heading(2, 'Your questions'),
    questions.length === 0
      ? paragraph('No question of yours is noted for this time.')
      : table(
          ['Asked', 'Question', 'Answer', 'After'],
          questions.map(({ on, asked, answered, answeredOn }) => [
            dayInWords(on),
            asked,
            answered ?? 'none is noted',
            answered === undefined ? '–' : afterDays(on, answeredOn),
          ]),
        ),
  ]
}

function afterDays(on: string, answeredOn: string | undefined): string {
  const days = answeredOn === undefined ? 0 : daysBetween(on, answeredOn)
  return days === 0 ? 'the same day' : counted(days, 'day')
}

function farewell({ ended, pages, site }: Report): BlockContent[] {
  if (ended === undefined) return []
  const kept =
    pages === 0
      ? ''
      : ` ${pages === 1 ? 'One of your editions can' : `${pages} of your editions can`} still be read in a browser, by the ${pages === 1 ? 'link in its mail' : 'links in their mails'}.`
  return [
    heading(2, 'Thank you'),
    paragraph(
      `Your contract ended on ${dayInWords(ended)}. Thank you for it. The mails that you have are yours.${kept} What is public stays at `,
      linked(site.title, site.url),
      '.',
    ),
  ]
}
