import { join } from 'node:path'
import { z } from 'zod'
import { readDocument } from './document.ts'
import { listFiles, readText } from './files.ts'
import { type Marker, markersOf } from './markers-of.ts'
import { collectionSchema } from './model/collection.ts'
import type { Item } from './model/item.ts'
import { itemSchema } from './model/item.ts'
import type { Window } from './model/window.ts'
import { markedOf } from './owners-of.ts'

/** Of a record what says which stories had lines: the rest, which is much, is not looked at. */
const toldSchema = z.object({
  ...collectionSchema.pick({ digest: true, until: true }).shape,
  stories: z.array(
    z.object({
      drafted: z.string().optional(),
      refs: z.array(z.string()),
      items: z.array(z.object(itemSchema.pick({ id: true, title: true, commit: true, aliases: true }).shape)),
    }),
  ),
})

/**
 * Of what some items say they revert, that which an earlier digest told and still tells: the id, title or hash by which it is named, with
 * the ID of that digest, the latest where there are several. Records that cannot be read say nothing here.
 */
export async function readReported(folder: string, window: Window, items: readonly Item[]): Promise<Map<string, string>> {
  const names = new Set(items.flatMap((item) => item.reverts))
  for (const item of items) for (const name of names) if (isNamed(item, name)) names.delete(name)
  const reported = new Map<string, string>()
  if (names.size === 0) return reported
  const records = await Promise.all(
    (await listFiles(join(folder, 'items'), '.json')).map((name) =>
      readText(join(folder, 'items', name))
        .then((text) => toldSchema.parse(JSON.parse(text ?? '')))
        .catch(() => undefined),
    ),
  )
  const earlier = records.flatMap((record) => (record && record.until <= window.since ? [record] : [])).sort((a, b) => a.until.localeCompare(b.until))
  for (const { digest, stories } of earlier) {
    const found = stories.flatMap((story) => {
      const named = [...names].filter((name) => story.drafted !== undefined && story.items.some((item) => isNamed(item, name)))
      return named.length > 0 ? [{ story, named }] : []
    })
    if (found.length === 0) continue
    const standing = markedOf(stories, await markersIn(folder, digest))
    for (const { story, named } of found) if (standing.has(story)) for (const name of named) reported.set(name, digest)
  }
  return reported
}

function isNamed(item: { id: string; title: string; commit?: string | undefined }, name: string): boolean {
  return (
    item.id.toLowerCase() === name.toLowerCase() || item.title === name || (/^[0-9a-f]{7,64}$/.test(name) && item.commit?.startsWith(name) === true)
  )
}

async function markersIn(folder: string, id: string): Promise<Marker[]> {
  const file = join(folder, 'digests', `${id}.mdx`)
  const text = await readText(file)
  const read = text === undefined ? undefined : readDocument(text, { kind: 'digests', id, file })
  return read && 'tree' in read ? markersOf(read.tree) : []
}
