import type { RootContent } from 'mdast'
import { stringify } from 'yaml'
import { dayInWords } from '../../day-in-words.ts'
import { DRAFTED } from '../../drafted-note.ts'
import type { Advisory } from '../../model/advisory.ts'
import type { Client } from '../../model/client.ts'
import { dayOf } from '../../model/day.ts'
import type { Site } from '../../model/site.ts'
import type { Stack } from '../../model/stack.ts'
import type { Touched } from '../../model/verdict.ts'
import { WRITTEN_MARK } from '../../model/mark.ts'
import { PLACEHOLDER } from '../../placeholder.ts'
import { entryTitle } from '../../entry-title.ts'
import { printMdx } from '../../print-mdx.ts'
import { affectedPart } from './affected-part.ts'
import { checkPart } from './check-part.ts'
import { clientPassages, othersNote } from './client-passages.ts'
import { factsNote, factsOf } from './facts.ts'
import { fixPart } from './fix-part.ts'
import { linksPart } from './links-part.ts'
import { attackPart, namesPart } from './names-part.ts'
import { heading, note, paragraph } from './say.ts'
import { sharingPart, statusPart } from './status-part.ts'

const LONGEST = 150

/** What a notice is drafted from. `id`: what it is asked for by, the entry's id or an alias; `now`: an instant; `touched`: what it has to do with which client; `stacks`: what clients run, as far as they said. */
export type NoticeInput = {
  id: string
  advisory: Advisory
  site: Pick<Site, 'author'>
  touched: readonly Touched[]
  clients: ReadonlyMap<string, Client>
  stacks: ReadonlyMap<string, Stack>
  now: string
}

/**
 * A notice about one vulnerability: its facts from the data, room for every judgement as a TODO, a passage for each client that it touches, and
 * at its end the facts once more, for a redraft to compare with. It is a notice that may be published where its entry is public already, else
 * one that was only heard of.
 */
export function draftNotice(input: NoticeInput): string {
  const { advisory, site, touched, clients, stacks, now } = input
  const day = dayOf(now)
  const isPublic = advisory.published !== undefined && advisory.published <= now
  const frontmatter = { title: titleOf(input), summary: '', status: 'draft', date: day, state: isPublic ? 'public' : 'heard' }
  const before: RootContent[] = [
    { type: 'yaml', value: stringify(frontmatter, { lineWidth: 0 }).trimEnd() },
    note(`${DRAFTED.help} What is filled in is what the`, [
      'database says; each TODO is yours to judge, and nothing with a TODO is sent. Comments stand in no edition. Drafting again touches',
      'nothing that stands here: it says above what changed in the data. When it is done: write the summary and set status: ready.',
    ]),
    heading('Do you have to act?'),
    paragraph('TODO: act now, act with the next routine upgrade, nothing to do, or only noise of a scanner: one of the four, with a deadline.'),
    ...namesPart(advisory, now),
    ...attackPart(advisory),
    ...affectedPart(advisory, now),
    ...checkPart(advisory),
    ...fixPart(advisory, now),
    heading("The maintainer's verdict"),
    paragraph(
      `TODO: say whether it may be a false alarm, how likely it is to be used against a reader, and whether it was seen in the wild as of ${dayInWords(day)}.`,
    ),
  ]
  const after: RootContent[] = [
    ...othersNote(advisory.entry, { touched, clients, stacks, day }),
    ...statusPart(advisory, { now }),
    ...sharingPart({ author: site.author, isPublic }),
    ...linksPart(advisory),
    factsNote(factsOf(advisory, touched), { database: advisory.database, day }),
  ]
  const print = (nodes: readonly RootContent[]): string => printMdx({ type: 'root', children: [...nodes] }).trimEnd()
  return `${[print(before), ...clientPassages(touched, clients), print(after)].join('\n\n')}\n`
}

/** Id and summary without marks of Markdown, at most 150 characters, cut between words. What would read as still to be written is told in small letters; a summary that holds a mark of an audience is left out. */
function titleOf({ id, advisory }: NoticeInput): string {
  const summary = entryTitle(advisory.entry)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`|\*\*/g, '')
    .replace(/\.$/, '')
    .trim()
  const title = (summary === '' || summary === advisory.entry.id || WRITTEN_MARK.test(summary) ? id : `${id}: ${summary}`).replace(
    new RegExp(PLACEHOLDER, 'g'),
    (word) => word.toLowerCase(),
  )
  return title.length <= LONGEST ? title : `${title.slice(0, LONGEST - 2).replace(/\s+\S*$/, '')} …`.toWellFormed()
}
