import { type Collection, collectionSchema } from '../src/model/collection.ts'

const RARE = new Set(['transitions', 'labels', 'aliases', 'links', 'own', 'notes'])

/** The items file: JSON with one source and one story a line, so that version control shows what changed. */
export function printCollection(collection: Collection): string {
  // Facts that few items have stand only where they are: a quarter's file stays one that people can read.
  const short = (key: string, value: unknown): unknown => (RARE.has(key) && Array.isArray(value) && value.length === 0 ? undefined : value)
  const list = (entries: readonly unknown[]): string =>
    entries.length === 0 ? '[]' : `[\n${entries.map((entry) => `    ${JSON.stringify(entry, short)}`).join(',\n')}\n  ]`
  // The schema's order of keys: what was read and what was made print alike.
  const { digest, since, until, sources, stories } = collectionSchema.parse(collection)
  return `{\n  "digest": ${JSON.stringify(digest)},\n  "since": ${JSON.stringify(since)},\n  "until": ${JSON.stringify(until)},\n  "sources": ${list(sources)},\n  "stories": ${list(stories)}\n}\n`
}
