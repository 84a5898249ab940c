import { z } from 'zod'
import type { Item } from '../../model/item.ts'
import type { Source } from '../../model/source.ts'
import { type Commit, toItem } from '../change.ts'

export type GerritSource = Extract<Source, { kind: 'gerrit' }>

/** Gerrit writes UTC without a zone, with nanoseconds; items hold whole seconds. */
const timeSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/, 'must be a time such as 2026-07-01 00:00:00.000000000')
  .transform((text) => `${text.slice(0, 10)}T${text.slice(11, 19)}Z`)
  .refine(isReal, 'must be a time that there is')

const personSchema = z.object({ name: z.string().optional() })

const fileSchema = z.object({
  status: z.string().optional(),
  old_path: z.string().optional(),
  lines_inserted: z.int().nonnegative().default(0),
  lines_deleted: z.int().nonnegative().default(0),
})

const revisionSchema = z.object({
  commit: z.object({ author: personSchema, message: z.string() }),
  // Gerrit leaves the files out where it cannot make the list.
  files: z.record(z.string(), fileSchema).optional(),
})

/**
 * What is read of a ChangeInfo; the other fields pass. Its times are instants as items hold them.
 * @see https://gerrit-review.googlesource.com/Documentation/rest-api-changes.html#change-info (read 2026-11)
 */
export const changeSchema = z
  .object({
    _number: z.int().positive(),
    _more_changes: z.boolean().optional(),
    updated: timeSchema,
    submitted: timeSchema.optional(),
    owner: personSchema,
    revert_of: z.int().positive().optional(),
    current_revision: z.string().min(1),
    revisions: z.record(z.string(), revisionSchema),
  })
  .refine((change) => Object.hasOwn(change.revisions, change.current_revision), 'must hold its current revision')

export type Change = z.infer<typeof changeSchema>

/** A change as the clone would tell the same commit, under the number that Gerrit gave it; `at`: when it was submitted, or updated while it is open. */
export function toChangeItem(change: Change, source: GerritSource, accounts: readonly string[]): Item {
  const revision = change.revisions[change.current_revision]
  const commit: Commit = {
    hash: change.current_revision,
    parents: [],
    committedAt: Date.parse(change.submitted ?? change.updated) / 1000,
    author: revision?.commit.author.name || change.owner.name || '',
    message: revision?.commit.message ?? '',
    files: filesOf(change) ?? [],
  }
  const url = new URL(`${address(source)}/c/${source.project}/+/${change._number}`).href
  const item = toItem(commit, [], {
    source: { name: source.project, changes: 'gerrit', tracker: source.tracker },
    older: [],
    accounts,
    review: { number: change._number, url },
  })
  const reverted = change.revert_of === undefined ? [] : [`${source.project}/cl/${change.revert_of}`]
  return {
    ...item,
    reverts: [...new Set([...reverted, ...item.reverts])],
    notes: revision?.files === undefined ? ['Gerrit does not tell which files it touches.'] : [],
  }
}

/** Every path that a change touches, those before a rename too; undefined where Gerrit does not tell. */
export function pathsOf(change: Change): string[] | undefined {
  return filesOf(change)?.flatMap(({ path, from }) => (from === undefined ? [path] : [path, from]))
}

/** Its files as git lists them: in the order of their bytes, without the commit message and the like, which Gerrit shows as files. */
function filesOf(change: Change): Commit['files'] | undefined {
  const files = change.revisions[change.current_revision]?.files
  if (!files) return undefined
  return Object.entries(files)
    .filter(([path]) => !path.startsWith('/'))
    .map(([path, file]) => ({
      path,
      // A copy leaves the file where it was.
      ...(file.status === 'R' && file.old_path !== undefined && { from: file.old_path }),
      added: file.lines_inserted,
      deleted: file.lines_deleted,
    }))
    .sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
}

/** Whether the time reads back the same: there is no 30 February. */
function isReal(instant: string): boolean {
  const time = Date.parse(instant)
  return !Number.isNaN(time) && new Date(time).toISOString() === instant.replace('Z', '.000Z')
}

/** Address of the server without a slash at its end. */
export function address(source: GerritSource): string {
  return source.url.replace(/\/+$/, '')
}
