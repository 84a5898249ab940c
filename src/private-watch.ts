/** The door to what the watch saw last time, which lies in the private folder alone. */
import { join } from 'node:path'
import { writeWhole } from './files.ts'
import { readJson } from './json.ts'
import { withLock } from './lock.ts'
import { type Watched, watchedSchema } from './model/watched.ts'

const WAIT_MS = 60_000

/**
 * Does what reads and writes `watch.json` of the private folder while no other process does; waits a minute for one that does. `read` gives what
 * stands there, undefined before the first watch; `write` puts another in its place, whole, one record a line.
 * @throws {Problem} when another process is at it still, or the program did not write the file so
 */
export async function withWatched<T>(
  folder: string,
  work: (door: { read: () => Promise<Watched | undefined>; write: (watched: Watched) => Promise<void> }) => Promise<T>,
): Promise<T> {
  const file = join(folder, 'watch.json')
  return withLock(
    join(folder, 'watch.lock'),
    () =>
      work({
        read: () =>
          readJson(file, watchedSchema, {
            fix: 'The program writes this file: restore it from a backup, or delete it; the next watch is then a first one, and what was dismissed is listed again',
          }),
        write: async (watched) => {
          const { sources, records } = watchedSchema.parse(watched)
          await writeWhole(file, `{\n  "sources": ${list(sources)},\n  "records": ${list(records)}\n}\n`)
        },
      }),
    { waitMs: WAIT_MS },
  )
}

function list(lines: readonly unknown[]): string {
  return lines.length === 0 ? '[]' : `[\n${lines.map((line) => `    ${JSON.stringify(line)}`).join(',\n')}\n  ]`
}
