/** The door to the matches of the clients' concerns, which lie in the private folder alone. */
import { join } from 'node:path'
import { writeWhole } from './files.ts'
import { readJson } from './json.ts'
import { type Matches, matchesSchema } from './model/matches.ts'

/** `concerns/ID.json` of the private folder; undefined when nothing was matched yet. @throws {Problem} when the program did not write it so */
export async function readMatches(folder: string, id: string): Promise<Matches | undefined> {
  return readJson(fileOf(folder, id), matchesSchema, {
    fix: 'The program writes this file: restore it from a backup, or delete it and draft again; what was offered before is then offered once more',
  })
}

/** Writes it, one match a line; says whether its bytes changed. @throws {Problem} when it cannot be written */
export async function writeMatches(folder: string, matches: Matches): Promise<boolean> {
  // The schema's order of keys: what was read and what was made print alike.
  const { digest, matches: all } = matchesSchema.parse(matches)
  const list = all.length === 0 ? '[]' : `[\n${all.map((match) => `    ${JSON.stringify(match)}`).join(',\n')}\n  ]`
  return writeWhole(fileOf(folder, digest), `{\n  "digest": ${JSON.stringify(digest)},\n  "matches": ${list}\n}\n`)
}

function fileOf(folder: string, id: string): string {
  return join(folder, 'concerns', `${id}.json`)
}
