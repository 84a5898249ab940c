import { currentRevision } from '../src/deliver/current-revision.ts'
import { readJournal } from '../src/deliver/journal.ts'
import { planCommand } from '../src/deliver/plan-command.ts'
import type { Revision } from '../src/deliver/revisions.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { refuseEmbargo } from './refuse-embargo.ts'

/** The revision that may be sent, which must be the one that was approved and may be sent. @throws {Problem} when it is not */
export async function approvedRevision(id: string, options: { approve: string; needsPdf: boolean; environment: Environment }): Promise<Revision> {
  const revision = await frozenRevision(id, options)
  if (!revision.manifest.sendable)
    throw new Problem({ what: `Cannot send ${id}: it was frozen as a draft`, fix: 'Set status: ready, look at the plan again, and approve that' })
  return revision
}

/** The revision that may be sent, though it was frozen as a draft; `approve`: undefined where none need be approved. @throws {Problem} when there is none, and when it is not the approved one */
export async function frozenRevision(
  id: string,
  options: { approve: string | undefined; needsPdf: boolean; environment: Environment },
): Promise<Revision> {
  const { content, private: folder } = options.environment
  const revision = await currentRevision(folder, { digest: id, receipts: await readJournal(content, id) })
  if (!revision) throw new Problem({ what: `Cannot send ${id}: nothing was frozen`, fix: `Look at the plan first: npm run send -- ${id}` })
  await refuseEmbargo(revision, options.environment)
  const approved = options.approve?.toLowerCase()
  if (approved !== undefined && (approved.length < 12 || !revision.hash.startsWith(approved)))
    throw new Problem({
      what: `Cannot send ${id}: ${approved ? `"${approved}" is not the hash of ${revision.name}` : 'no revision was approved'}`,
      fix: `Look at the plan again, then approve the hash that it prints: ${planCommand(revision)}`,
    })
  if (options.needsPdf && revision.manifest.variants.some(({ pdf }) => pdf === undefined))
    throw new Problem({
      what: `Cannot send ${id} with PDFs: ${revision.name} was frozen without`,
      fix: `Look at the plan with them, then approve the hash that it prints: npm run send -- ${id} --pdf`,
    })
  return revision
}
