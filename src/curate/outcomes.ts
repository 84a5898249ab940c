import type { Client } from '../model/client.ts'
import type { Collection } from '../model/collection.ts'
import type { Report } from '../model/report.ts'
import type { Story } from '../model/story.ts'
import { ownersOf } from '../owners-of.ts'
import { meets } from './meets.ts'

/** What was collected for a digest. `got`: the client has it in the span; `told`, `passages`: ids of stories of which its edition has a line, and a passage for it alone. */
export type Looked = { collection: Collection; got: boolean; told: ReadonlySet<string>; passages: ReadonlySet<string> }

/** A story across digests, `lead` its first id. */
type Thread = { lead: string; story: Omit<Report['concerns'][number]['stories'][number], 'told'>; told: string[] }

/**
 * What became of the stories on each concern of a client, as its file has them: those of the digests that it got, with where they stood in the last record that has them.
 * In a later record a story goes on in the one that its id belongs to. Records are read by the end of their window.
 */
export function outcomes({ concerns }: Pick<Client, 'concerns'>, looked: readonly Looked[]): Report['concerns'] {
  const sorted = looked
    .toSorted((a, b) => a.collection.until.localeCompare(b.collection.until))
    .map((one) => ({ ...one, owners: ownersOf(one.collection.stories) }))
  return concerns.map((concern) => {
    const evidenceOf = meets(concern)
    const threads: Thread[] = []
    for (const { collection, owners, got, told, passages } of sorted) {
      const before = [...threads]
      for (const story of collection.stories) {
        const goesOn = before.filter(({ lead }) => owners.get(lead) === story)
        const isNew = goesOn.length === 0 && got && story.gone === undefined && evidenceOf(story).length > 0
        const fresh = isNew ? [threadOf(story)] : []
        threads.push(...fresh)
        for (const thread of [...goesOn, ...fresh]) {
          if (got && told.has(story.id)) thread.told.push(collection.digest)
          if (got && passages.has(story.id)) thread.story.passage = true
          if (story.state !== undefined) Object.assign(thread.story, { state: story.state, seen: collection.digest })
        }
      }
    }
    const toldOnes = threads.filter((thread) => thread.told.length > 0)
    return {
      id: concern.id,
      text: concern.text,
      stories: toldOnes.map(({ story, told }) => ({ ...story, told })),
      untold: threads.length - toldOnes.length,
    }
  })
}

function threadOf({ id, title, items: [first] }: Story): Thread {
  return { lead: id, story: { id, title, ...(first?.url !== undefined && { url: first.url }), passage: false }, told: [] }
}
