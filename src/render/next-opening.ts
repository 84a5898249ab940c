import type { Nodes } from 'mdast'
import type { Document } from '../document.ts'
import { isPublic } from '../is-open.ts'
import { isTag } from '../mdx.ts'
import { shownTo } from '../shown-to.ts'
import { readMark } from './read-mark.ts'

/** What the calendar opens to everyone on a day, `YYYY-MM-DD`: so many passages of what is public already, and whole publications by their files. */
export type Opening = { day: string; passages: number; files: string[] }

/** The first day after an instant on which something opens; undefined where nothing will. The documents must be without error findings. */
export function nextOpening(documents: readonly Document[], now: Date): Opening | undefined {
  const ready = documents.filter(({ frontmatter }) => frontmatter.status === 'ready')
  const days = ready.flatMap(({ frontmatter, tree }) => [frontmatter.publicOn ?? [], untilDays(tree)].flat())
  for (const day of [...new Set(days)].sort()) {
    const then = new Date(`${day}T00:00:00Z`)
    if (then <= now) continue
    const open = ready.filter(({ frontmatter }) => isPublic(frontmatter, then))
    const files = open.filter(({ frontmatter }) => !isPublic(frontmatter, now)).map(({ file }) => file)
    const passages = open.filter(({ file }) => !files.includes(file)).reduce((sum, { tree }) => sum + openingIn(tree, now, then), 0)
    if (passages + files.length > 0) return { day, passages, files }
  }
  return undefined
}

/** How many marks show to everyone at `then` what they do not at `now`; what stands inside a mark that stays closed does not open. */
function openingIn(node: Nodes, now: Date, then: Date): number {
  const inside = (): number => ('children' in node ? (node.children as Nodes[]).reduce((sum, child) => sum + openingIn(child, now, then), 0) : 0)
  const name = isTag(node) ? node.name : undefined
  if (!isTag(node) || (name !== 'Clients' && name !== 'Public')) return inside()
  const mark: Parameters<typeof shownTo>[1] = { name, ...readMark(node, name) }
  const shows = (at: Date): boolean => shownTo({ edition: 'public' }, mark, { tiers: [], now: at })
  return shows(then) ? (shows(now) ? 0 : 1) + inside() : 0
}

function untilDays(node: Nodes): string[] {
  const own = isTag(node) && node.name === 'Clients' ? readMark(node, node.name).until : undefined
  return [...(own === undefined ? [] : [own]), ...('children' in node ? (node.children as Nodes[]).flatMap(untilDays) : [])]
}
