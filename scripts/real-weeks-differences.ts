import type { Story } from '../src/model/story.ts'
import { ownersOf } from '../src/owners-of.ts'
import { applyEdit, type Edit } from './real-weeks-apply.ts'
import { blocksOf, firstLine, headingsOf, markersIn } from './real-weeks-blocks.ts'

/** A digest drafted week by week with edits in between. `now`: its stories; `past`: by each marker that was ever drafted, its story of that draft. */
export type Weekly = { text: string; now: readonly Story[]; past: ReadonlyMap<string, Story>; log: readonly Edit[] }

/** What is not the same for the stories of a line. `weekly`, `single`: the lines in each; `why`: what the weekly digest or its records say of it, undefined where nothing does. */
export type Difference = { stories: string[]; weekly: string[]; single: string[]; why: string | undefined }

/**
 * How a digest that was drafted week by week differs from a single draft with the same edits, in its lines or in the
 * headings above them; the order is not looked at. What counts as a word on it: a comment below the line, a listing of what joined the story, or
 * the record, where it holds the same changes and another of them leads now: that is no news to anyone.
 */
export function differences({ text, now, past, log }: Weekly, single: string): { same: number; different: Difference[] } {
  const owners = ownersOf(now)
  const ownerOf = (marker: string): string => owners.get(marker)?.id ?? marker
  const deleted = deletedOf({ now, past, log })
  const replayed = log
    .filter((edit) => edit.kind !== 'delete')
    .reduce((blocks, edit) => applyEdit(blocks, edit, (one, other) => ownerOf(one) === ownerOf(other)), blocksOf(single))
    .filter((block) => !markersIn(block).some((marker) => deleted.has(ownerOf(marker))))
  const [here, there] = [linesOf(blocksOf(text), ownerOf), linesOf(replayed, ownerOf)]
  const words = wordsOf(text)
  const keys = [...new Set([...here.keys(), ...there.keys()])]
  const different = keys.flatMap((key) => {
    const [weekly, alone] = [here.get(key) ?? [], there.get(key) ?? []]
    if (weekly.join('\n') === alone.join('\n')) return []
    const stories = key.split('\n')
    const why = stories.map((id) => whyOf(owners.get(id), { words, past, ownerOf })).find((one) => one !== undefined)
    return [{ stories, weekly, single: alone, why }]
  })
  return { same: keys.length - different.length, different }
}

/** Stories of now that the maintainer said no to: one that holds what stood in a line when that was deleted, unless another line was drafted for it. */
export function deletedOf({ now, past, log }: Pick<Weekly, 'now' | 'past' | 'log'>): Set<string> {
  const owners = ownersOf(now)
  const gone = new Set(log.filter((edit) => edit.kind === 'delete').map((edit) => edit.marker))
  const kept = new Set([...past.keys()].filter((marker) => !gone.has(marker)).map((marker) => owners.get(marker)?.id))
  const items = new Set([...gone].flatMap((marker) => past.get(marker)?.items.map((item) => item.id) ?? [marker]))
  return new Set(now.filter((story) => !kept.has(story.id) && story.items.some((item) => items.has(item.id))).map((story) => story.id))
}

/** The lines below the heading that each stands under, by the stories that each tells; what stands for no story, by its words. */
function linesOf(blocks: readonly string[], ownerOf: (marker: string) => string): Map<string, string[]> {
  const headings = headingsOf(blocks)
  const lines = blocks.flatMap((block, index) => (block.startsWith('* ') ? [{ block, line: `${headings[index]}: ${firstLine(block)}` }] : []))
  const found = Map.groupBy(lines, ({ block }) => [...new Set(markersIn(block).map(ownerOf))].sort().join('\n') || firstLine(block))
  return new Map([...found].map(([key, members]) => [key, members.map(({ line }) => line)]))
}

type Words = { changed: Map<string, string>; joined: Set<string> }

/** What the digest says: below lines of what changed, by the story it is about, and in listings of what joined which story. */
function wordsOf(text: string): Words {
  const changed = new Map(
    [...text.matchAll(/\{\/\* Changed since the last draft: (\S+): (.*) \*\/\}/g)].map(([, id = '', facts = '']) => [id, facts]),
  )
  const joined = [...text.matchAll(/^ {4}(.*) \(with (\S+)\)$/gm)].flatMap(([, ids = '', home = '']) => [home, ...ids.split(/[ ;]+/)])
  return { changed, joined: new Set(joined) }
}

function whyOf(
  story: Story | undefined,
  { words, past, ownerOf }: { words: Words; past: ReadonlyMap<string, Story>; ownerOf: (marker: string) => string },
): string | undefined {
  if (story === undefined) return undefined
  const ids = story.items.map((item) => item.id)
  if (ids.some((id) => words.changed.get(id)?.includes('is one story with'))) return 'are lines of one story now, as a comment says'
  if (ids.some((id) => words.changed.has(id))) return 'changed, as a comment below says'
  const drafted = [...past].filter(([marker]) => ownerOf(marker) === story.id).map(([, then]) => then.items.map((item) => item.id))
  const isSame = (held: readonly string[]): boolean => held.length === ids.length && held.every((id) => ids.includes(id))
  if (ids.some((id) => words.joined.has(id)) && !drafted.every(isSame)) return 'grew by what a listing names'
  if (drafted.length > 0 && drafted.every((held) => isSame(held) && held[0] !== ids[0])) return 'hold the same changes, of which another leads now'
  return undefined
}
