import { join } from 'node:path'
import type { Nodes } from 'mdast'
import { z } from 'zod'
import { readDocument } from './document.ts'
import { listFiles, readText } from './files.ts'
import { type MarkedLine, markedLines } from './marked-lines.ts'
import { isExpression, isTag } from './mdx-nodes.ts'
import { collectionSchema } from './model/collection.ts'
import { type Story, storySchema } from './model/story.ts'
import type { Window } from './model/window.ts'
import { markedOf } from './owners-of.ts'

/**
 * A story that was drafted for an earlier digest. `standing`: its line stands there still, else the maintainer said no; `closed`: only inside
 * `<Clients>`.
 */
export type ToldBefore = { digest: string; story: Story; standing: boolean; closed: boolean }

/** Of a record what says whose its markers are; only stories that had lines, which are few, are looked at whole. */
const recordSchema = z.object({
  ...collectionSchema.pick({ digest: true, until: true }).shape,
  stories: z.array(
    z.looseObject({
      drafted: z.string().optional(),
      refs: z.array(z.string()),
      items: z.array(z.looseObject({ id: z.string(), aliases: z.array(z.string()).default([]) })),
    }),
  ),
})
type Told = z.infer<typeof recordSchema>

/**
 * What the digests before a window told, the latest digest first, each in rank order. `unread`: records and digests that cannot be read, so
 * that what they told is not known.
 */
export async function readToldBefore(folder: string, window: Window): Promise<{ told: ToldBefore[]; unread: string[] }> {
  const unread: string[] = []
  const records: Told[] = []
  for (const name of await listFiles(join(folder, 'items'), '.json')) {
    const record = parsed((await readText(join(folder, 'items', name))) ?? '')
    if (!record) unread.push(`items/${name}`)
    else if (record.until <= window.since) records.push(record)
  }
  records.sort((a, b) => b.until.localeCompare(a.until) || b.digest.localeCompare(a.digest, 'en'))
  const told: ToldBefore[] = []
  for (const { digest, stories } of records) {
    const markers = await markersIn(folder, digest)
    const drafted = stories.filter((story) => story.drafted !== undefined).map((story) => ({ story, whole: storySchema.safeParse(story).data }))
    if (!markers) unread.push(`digests/${digest}.mdx`)
    if (drafted.some(({ whole }) => !whole)) unread.push(`items/${digest}.json`)
    if (!markers) continue
    const standing = markedOf(stories, [...markers.open, ...markers.closed])
    const open = markedOf(stories, markers.open)
    told.push(
      ...drafted.flatMap(({ story, whole }) =>
        whole ? [{ digest, story: whole, standing: standing.has(story), closed: standing.has(story) && !open.has(story) }] : [],
      ),
    )
  }
  return { told, unread }
}

function parsed(text: string): Told | undefined {
  try {
    return recordSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Markers of a digest, apart those whose lines clients alone may read; none where it is gone, undefined where it cannot be read. */
async function markersIn(folder: string, id: string): Promise<{ open: { id: string }[]; closed: { id: string }[] } | undefined> {
  const file = join(folder, 'digests', `${id}.mdx`)
  const text = await readText(file)
  if (text === undefined) return { open: [], closed: [] }
  const read = readDocument(text, { kind: 'digests', id, file })
  if (!('tree' in read)) return undefined
  const isOpen = ({ place, line }: MarkedLine): boolean => [place, line].every((part) => /[\p{L}\p{N}]/u.test(openWords(part)))
  const [open = [], closed = []] = [true, false].map((wanted) => markedLines(read.tree).filter((line) => isOpen(line) === wanted))
  return { open, closed }
}

/** What stands outside `<Clients>`, whatever day it opens. */
function openWords(node: Nodes): string {
  if (isTag(node) && node.name === 'Clients') return ''
  return 'children' in node ? node.children.map(openWords).join(' ') : 'value' in node && !isExpression(node) ? node.value : ''
}
