import type { RootContent } from 'mdast'
import { dayInWords } from '../../day-in-words.ts'
import type { Advisory } from '../../model/advisory.ts'
import { dayOf } from '../../model/day.ts'
import type { Site } from '../../model/site.ts'
import { heading, list, paragraph, type Part, words } from './say.ts'

/** Heading of the part on where things stand: passages of clients stand before it. */
export const STATUS = 'Status'

/** What happened on which day, up to this notice, and when the next word comes. */
export function statusPart({ database, published, modified, withdrawn }: Advisory, { now }: { now: string }): RootContent[] {
  const steps = [
    ...(published === undefined ? [] : [[published, `${published <= now ? 'published' : 'to be published'} in the ${database}`]]),
    ...(modified === undefined || (published !== undefined && dayOf(modified) === dayOf(published))
      ? []
      : [[modified, 'the entry was changed last']]),
    ...(withdrawn === undefined ? [] : [[withdrawn, 'the entry was withdrawn']]),
    [now, 'this notice'],
  ].sort(([a = ''], [b = '']) => dayOf(a).localeCompare(dayOf(b)))
  return [
    heading(STATUS),
    list(steps.map(([at = '', what = '']) => [paragraph(...words(`${dayInWords(at)}: ${what}`))])),
    paragraph('TODO: say when the next word comes, or that this is the last.'),
  ]
}

/** Who may be told of it, and whom to ask. */
export function sharingPart({ author, isPublic }: { author: Site['author']; isPublic: boolean }): RootContent[] {
  const asking: Part[] = [
    'Ask ',
    ...words(author.name),
    ' (',
    { type: 'link', url: `mailto:${author.email}`, children: [{ type: 'text', value: author.email }] },
    ') what is not clear.',
  ]
  return [
    heading('What you may do with this text'),
    ...(isPublic
      ? [
          paragraph(
            'TLP:CLEAR: what stands here is public, and you may pass it on. ',
            {
              type: 'mdxJsxTextElement',
              name: 'Clients',
              attributes: [],
              children: [
                {
                  type: 'text',
                  value: 'What stands under "What it means for you", where there is such a part, is for your organisation alone. ',
                },
              ],
            },
            ...asking,
          ),
        ]
      : [
          paragraph('TLP:AMBER: until the embargo ends, only those inside your organisation may know of it who need to in order to act. ', ...asking),
          paragraph('TODO: say until which instant, and set it as embargo in the frontmatter; what may be done before, such as planning an upgrade.'),
        ]),
  ]
}
