import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import picomatch from 'picomatch'
import { z } from 'zod'
import { joinItems, toItem } from '../src/collect/change.ts'
import { Problem } from '../src/errors.ts'
import { listFiles, readBytes } from '../src/files.ts'
import { readJson } from '../src/json.ts'
import type { Item } from '../src/model/item.ts'
import { type Picks, picksSchema } from '../src/model/picks.ts'

const commitSchema = z.object({
  hash: z.string(),
  parents: z.array(z.string()),
  commitDate: z.string(),
  author: z.string(),
  message: z.string(),
  files: z.array(z.tuple([z.string(), z.number().nullable(), z.number().nullable()])),
})

/** A window of a data folder: its changes, and what people picked of them. */
export type Window = { name: string; items: Item[]; picks: Picks }

/** The windows of a data folder: `picks-NAME.json`, and below one of some globs the changes of `commits.jsonl.gz` that landed in each. @throws {Problem} when there are none */
export async function readLessons(folder: string, options: { paths: readonly string[] }): Promise<Window[]> {
  const bytes = await readBytes(join(folder, 'commits.jsonl.gz'))
  const names = (await listFiles(folder, '.json')).filter((name) => name.startsWith('picks-'))
  if (bytes === undefined || names.length === 0)
    throw new Problem({
      what: `Cannot find commits.jsonl.gz and picks-NAME.json in ${folder}`,
      where: folder,
      fix: 'Give a data folder laid out like go/ in the README',
    })
  const matches = picomatch([...options.paths], { dot: true })
  const commits = gunzipSync(bytes)
    .toString()
    .trim()
    .split('\n')
    .map((line, index) => readCommit(line, `${join(folder, 'commits.jsonl.gz')}:${index + 1}`))
    .map((commit) => ({
      hash: commit.hash,
      parents: commit.parents,
      committedAt: Math.floor(Date.parse(commit.commitDate) / 1000),
      author: commit.author,
      message: commit.message,
      files: commit.files.map(([path, added, deleted]) => ({ ...renamed(path), added: added ?? 0, deleted: deleted ?? 0 })),
    }))
    .filter((commit) => commit.files.some((file) => matches(file.path)))
    .sort((a, b) => b.committedAt - a.committedAt || a.hash.localeCompare(b.hash, 'en'))
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, name)
      const picks = await readJson(file, picksSchema, { fix: 'Restore it: { "since", "until", "entries" }' })
      const [since, until] = [Date.parse(picks?.since ?? '') / 1000, Date.parse(picks?.until ?? '') / 1000]
      if (!picks || Number.isNaN(since) || Number.isNaN(until))
        throw new Problem({ what: `Cannot read ${file}: it has no window`, where: file, fix: 'Give it "since" and "until", days or instants' })
      const items = new Map<string, Item>()
      for (const commit of commits.filter(({ committedAt }) => committedAt >= since && committedAt < until)) {
        const item = toItem(commit, [], { source: { name: 'go', changes: 'gerrit', tracker: 'golang/go' }, older: [], accounts: [] })
        const same = items.get(item.id)
        items.set(item.id, same ? joinItems(item, same) : item)
      }
      return { name: name.slice('picks-'.length, -'.json'.length), items: [...items.values()], picks }
    }),
  )
}

function readCommit(line: string, where: string): z.infer<typeof commitSchema> {
  try {
    return commitSchema.parse(JSON.parse(line))
  } catch (error) {
    throw new Problem(
      { what: `Cannot read ${where}: it is no merged change`, where, fix: 'Restore the file; the README says what a line holds' },
      { cause: error },
    )
  }
}

/** git writes a rename as "a/{b => c}/d" or "b => c". */
function renamed(path: string): { path: string; from?: string } {
  if (!path.includes(' => ')) return { path }
  const one = (side: 'before' | 'after'): string =>
    path
      .replace(/\{([^{}]*) => ([^{}]*)\}/g, side === 'before' ? '$1' : '$2')
      .replace(/^(.*) => (.*)$/, side === 'before' ? '$1' : '$2')
      .replaceAll('//', '/')
  return { path: one('after'), from: one('before') }
}
