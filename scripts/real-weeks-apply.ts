import { firstLine, markersIn } from './real-weeks-blocks.ts'

/**
 * One edit of a maintainer's. `marker`: of the line that is edited; `other`: of the line that it is merged with or now stands before, or the
 * words of a heading; `text`: what it says from now on, what was added, or what the heading says.
 */
export type Edit = {
  week: number
  kind: 'reword' | 'delete' | 'up' | 'merge' | 'own' | 'split' | 'note' | 'passage' | 'continue' | 'heading' | 'mark'
  marker: string
  other: string
  text: string
}

const OPEN = '<Clients tier="gold">'

/**
 * The blocks of a digest after an edit. A line is found by its marker, or by another marker of the same story: `isOne` tells whether two are.
 * Where there is no such line any more, what the maintainer added of their own stands behind the first line that is there.
 */
export function applyEdit(
  blocks: readonly string[],
  edit: Edit,
  isOne: (one: string, other: string) => boolean = (one, other) => one === other,
): string[] {
  const all = [...blocks]
  const find = (marker: string): number => all.findIndex((block) => markersIn(block).some((one) => isOne(one, marker)))
  if (edit.kind === 'heading') return all.map((block) => (block === `## ${edit.other}` ? `## ${edit.text}` : block))
  if (edit.kind === 'mark') return intoMark(all, all.indexOf(`## ${edit.other}`))
  const at = find(edit.marker)
  const block = all[at]
  if (block === undefined) {
    if (edit.kind === 'own') all.splice(all.findIndex((one) => markersIn(one).length > 0) + 1, 0, edit.text)
    return all
  }
  const below = block.slice(firstLine(block).length)
  switch (edit.kind) {
    case 'reword':
    case 'continue':
      all[at] = `${edit.text}${below}`
      return all
    case 'note':
      all[at] = `${block}\n${edit.text}`
      return all
    case 'own':
    case 'split':
      all.splice(at + 1, 0, edit.text)
      return all
    case 'delete':
      all.splice(at, 1)
      return all
    case 'up': {
      const to = find(edit.other)
      if (to >= 0 && to !== at) all.splice(to > at ? to - 1 : to, 0, ...all.splice(at, 1))
      return all
    }
    case 'merge': {
      const from = find(edit.other)
      const gone = all[from]
      if (gone === undefined || from === at) return all
      all[at] = `${firstLine(block)} {/* ${markersIn(gone)[0]} */}${below}${gone.slice(firstLine(gone).length)}`
      all.splice(from, 1)
      return all
    }
    case 'passage':
      return intoPassage(all, at)
  }
}

/** A line taken out of its list, into a passage behind it: the one that is there, or a new one. */
function intoPassage(all: string[], at: number): string[] {
  const isLine = (block: string | undefined): boolean => block?.startsWith('* ') === true
  const [block = ''] = all.splice(at, 1)
  let end = at
  while (isLine(all[end])) end++
  if (all[end + 1] === OPEN) all.splice(end + 3, 0, block)
  else all.splice(end, 0, '', OPEN, '', block, '', '</Clients>')
  return all
}

/** A whole section, from its heading to the next or to the comment that ends the digest, put into a mark. */
function intoMark(all: string[], from: number): string[] {
  if (from < 0) return all
  const isEnd = (index: number): boolean =>
    all[index]?.startsWith('## ') === true ||
    all[index] === '<Clients>' ||
    (all[index] === '{/*' && /^ {2}(?:Coverage|Not mentioned)/.test(all[index + 1] ?? ''))
  let end = from + 1
  while (end < all.length && !isEnd(end)) end++
  return [...all.slice(0, from), '<Clients>', '', ...all.slice(from, end), '</Clients>', '', ...all.slice(end)]
}
