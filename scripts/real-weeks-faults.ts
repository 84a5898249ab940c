import { blocksOf, firstLine, markersIn } from './real-weeks-blocks.ts'
import { deletedOf, type Weekly } from './real-weeks-differences.ts'
import type { Edit } from './real-weeks-apply.ts'

/** What became of the stories: how many stand in two lines as a comment says, how many changes are told by none because their line was deleted. */
export type Ending = { faults: string[]; twice: number; deleted: number }

/**
 * What is wrong with a digest after its last draft: an edit that does not stand, a story that the program told twice without a word, a change
 * (`changes`: ids) or story that is lost: neither below a line of its story nor in a listing, and no edit deleted its line.
 */
export function endingOf(weekly: Weekly, changes: readonly string[]): Ending {
  const { text, now, log, past } = weekly
  const blocks = blocksOf(text)
  const deleted = deletedOf(weekly)
  const gone = now.filter((story) => deleted.has(story.id))
  const silenced = new Set(gone.flatMap((story) => story.items.map((item) => item.id)))
  const listed = idsIn(blocks.filter((block) => /^ {2,4}\S/.test(block)))
  const copies = new Set(log.filter((edit) => edit.kind === 'split').map((edit) => edit.text))
  const drafted = blocks.filter((block) => !copies.has(firstLine(block)) && markersIn(block).some((marker) => past.has(marker)))
  const told = now.map((story) => {
    const lines = drafted.filter((block) => markersIn(block).some((marker) => story.items.some((item) => item.id === marker)))
    return { story, lines, named: idsIn(lines) }
  })
  const stays = new Set(told.flatMap(({ story, named }) => story.items.filter(({ id }) => named.has(id) || listed.has(id)).map(({ id }) => id)))
  const twice = told.filter(({ lines }) => lines.length > 1)
  return {
    faults: [
      ...log
        .filter((edit) => !stands(edit, blocks))
        .map((edit) => `the edit does not stand: ${edit.kind} of week ${edit.week}, ${edit.marker || edit.other}`),
      ...twice
        .filter(({ lines }) => lines.filter((block) => !block.includes('is one story with')).length > 1)
        .map(({ story }) => `is told twice without a word: ${story.id}`),
      ...changes.filter((id) => !stays.has(id) && !silenced.has(id)).map((id) => `is lost: the change ${id}`),
      ...told
        .filter(({ story, lines }) => !deleted.has(story.id) && lines.length === 0 && !story.items.every((item) => listed.has(item.id)))
        .map(({ story }) => `has neither line nor listing: the story ${story.id}`),
      ...gone.filter((story) => told.some((one) => one.story === story && one.lines.length > 0)).map((story) => `came back: the story ${story.id}`),
    ],
    twice: twice.length,
    deleted: changes.filter((id) => silenced.has(id)).length,
  }
}

/** The changes that some blocks name. */
function idsIn(blocks: readonly string[]): Set<string> {
  return new Set(blocks.flatMap((block) => block.match(/go\/cl\/\d+/g) ?? []))
}

/** Whether an edit can be seen in a digest, to the byte where it put words there. */
function stands(edit: Edit, blocks: readonly string[]): boolean {
  const { kind, marker, other, text } = edit
  const lines = blocks.filter((block) => markersIn(block).includes(marker))
  switch (kind) {
    case 'reword':
    case 'continue':
    case 'own':
    case 'split':
      return blocks.filter((block) => firstLine(block) === text).length === 1
    case 'note':
      return blocks.filter((block) => block.split('\n').includes(text)).length === 1
    case 'delete':
      return lines.length === 0
    case 'up':
      return lines.length === 1
    case 'merge':
      return (
        lines.length === 1 && markersIn(lines[0] ?? '').includes(other) && blocks.filter((block) => markersIn(block).includes(other)).length === 1
      )
    case 'passage': {
      const at = blocks.findIndex((block) => markersIn(block).includes(marker))
      return lines.length === 1 && blocks.lastIndexOf('<Clients tier="gold">', at) > blocks.lastIndexOf('</Clients>', at)
    }
    case 'heading':
      return blocks.filter((block) => block === `## ${text}`).length === 1 && !blocks.includes(`## ${other}`)
    case 'mark': {
      const at = blocks.indexOf(`## ${other}`)
      return at > 1 && blocks[at - 2] === '<Clients>'
    }
  }
}
