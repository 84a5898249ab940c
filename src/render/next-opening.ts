import type { Nodes } from 'mdast'
import type { Document } from '../document.ts'
import { isPublic } from '../is-open.ts'
import { isTag } from '../mdx-nodes.ts'
import { startOf } from '../model/day.ts'
import { shownTo } from '../shown-to.ts'
import { markValues } from './mark-values.ts'
import { readMark } from './read-mark.ts'

/** What the calendar will open of one document to everyone: all of it on the day `whole`, or so many of its passages by day, `YYYY-MM-DD`. */
export type Openings = { file: string; whole?: string; passages: readonly (readonly [day: string, count: number])[] }

/** What the calendar opens to everyone on a day: so many passages of what is public already, and whole publications by their files. */
export type Opening = { day: string; passages: number; files: string[] }

/** What will open of a document after an instant. It must be without error findings. */
export function openingsOf({ file, frontmatter, tree }: Document, now: Date): Openings {
  if (frontmatter.status !== 'ready') return { file, passages: [] }
  if (!isPublic(frontmatter, now)) return { file, ...(frontmatter.publicOn !== undefined && { whole: frontmatter.publicOn }), passages: [] }
  const passages = [...markValues(tree, 'until')].map((day) => [day, openingIn(tree, now, new Date(startOf(day)))] as const)
  return { file, passages: passages.filter(([, count]) => count > 0) }
}

/** The first day on which something opens; undefined where nothing will. */
export function nextOpening(all: readonly Openings[]): Opening | undefined {
  const [day] = all.flatMap(({ whole, passages }) => [...(whole === undefined ? [] : [whole]), ...passages.map(([one]) => one)]).sort()
  if (day === undefined) return undefined
  const passages = all.flatMap((one) => one.passages).reduce((sum, [on, count]) => sum + (on === day ? count : 0), 0)
  return { day, passages, files: all.filter(({ whole }) => whole === day).map(({ file }) => file) }
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
