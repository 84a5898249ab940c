import type { Collection } from '../src/model/collection.ts'

/** The items file: JSON with one source and one story a line, so that version control shows what changed. */
export function printCollection(collection: Collection): string {
  const list = (entries: readonly unknown[]): string =>
    entries.length === 0 ? '[]' : `[\n${entries.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]`
  const { digest, since, until, sources, stories } = collection
  return `{\n  "digest": ${JSON.stringify(digest)},\n  "since": ${JSON.stringify(since)},\n  "until": ${JSON.stringify(until)},\n  "sources": ${list(sources)},\n  "stories": ${list(stories)}\n}\n`
}
