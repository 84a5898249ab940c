import type { Root } from 'mdast'
import type { MdxFlowExpression } from 'mdast-util-mdx'
import { DRAFTED } from '../drafted-note.ts'
import type { Marker } from '../markers-of.ts'
import { printMdx } from '../print-mdx.ts'
import type { Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'
import { beside } from './beside.ts'
import { type ChangedLine, changedComment } from './changed-lines.ts'
import { eachLine, type Fresh, listing } from './fresh.ts'
import { endPiece, type Piece, putIn, sectionPieces } from './insert-lines.ts'
import { unmentionedNote } from './unmentioned.ts'

/**
 * What is new in a digest. `fresh`: in each section; `changed`: lines that tell what is no longer so; `unmentioned`: what must not be passed
 * over in silence; `below`: what is offered to clients below the line of a story.
 */
export type News = {
  standing: Root
  fresh: ReadonlyMap<Section, Fresh>
  changed: readonly ChangedLine[]
  unmentioned: readonly Story[]
  below: (story: Story) => MdxFlowExpression[]
}

/** The digest as it stands, with the markers of its lines, whose they are, and those of its stories below whose lines something is offered now. */
export type Standing = {
  text: string
  sections: readonly Section[]
  ready: boolean
  before: readonly Story[]
  markers: readonly Marker[]
  owners: ReadonlyMap<string, Story>
  offered: readonly Story[]
}

/** The digest with what is new put in at its places. */
export function redraft({ text, sections, ready, before, markers, owners, offered }: Standing, news: News): string {
  const { standing, fresh, changed, unmentioned, below } = news
  const insertions = [...fresh].map(([section, here]) => ({
    section,
    before,
    lines: eachLine(section, here, { unread: ready, below }),
    list: here.listed.length + here.beyond.length > 0 ? printMdx(listing([...here.listed, ...here.beyond], DRAFTED.newSince)) : '',
  }))
  const offersBelow = (story: Story): Piece[] => {
    const marker = markers.find(({ id }) => owners.get(id) === story)
    const comments = below(story).map((node) => printMdx(node).trimEnd())
    // Written, but not recorded: it stands below the line already.
    const next = markers.find(({ offset }) => marker !== undefined && offset > marker.offset)
    const here = text.slice(marker?.offset ?? 0, next?.offset)
    const stands = comments.every((comment) => here.includes(comment))
    return marker && !stands ? [beside(text, standing, { offset: marker.offset, comments })] : []
  }
  return putIn(text, [
    ...changed.map((line) => beside(text, standing, { offset: line.offset, comments: [changedComment(line)] })),
    ...offered.flatMap(offersBelow),
    ...sectionPieces(text, standing, { insertions, sections, rankOf: (id) => owners.get(id)?.rank }),
    ...(unmentioned.length > 0 ? [endPiece(text, standing, printMdx(unmentionedNote(unmentioned)).trimEnd())] : []),
  ])
}
