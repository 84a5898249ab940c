import { join } from 'node:path'
import type { Revision } from '../src/deliver/revisions.ts'
import { readDocument } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readText } from '../src/files.ts'

/** @throws {Problem} when a notice that was frozen may not leave now: its embargo was set or moved since, it is only heard of again, or nobody can tell. What was announced may leave until then. */
export async function refuseEmbargo(
  { manifest: { digest: id, state } }: Pick<Revision, 'manifest'>,
  { content, now }: Pick<Environment, 'content' | 'now'>,
): Promise<void> {
  if (state === undefined) return
  const file = join(content, 'notices', `${id}.mdx`)
  const text = await readText(file)
  const notice = text === undefined ? undefined : readDocument(text, { kind: 'notices', id, file, now })
  if (notice && 'tree' in notice && (!notice.withheld || (state === 'pre-announced' && notice.tree.children.length > 0))) return
  const held = notice && 'tree' in notice ? notice.withheld?.frontmatter : undefined
  const embargo = held?.state === 'heard' ? undefined : held?.embargo
  throw new Problem({
    what: `Cannot send ${id}: ${!notice ? 'it is not there any more' : !('tree' in notice) ? 'it cannot be read' : embargo === undefined ? 'its state holds it back' : `it is under embargo until ${embargo}`}`,
    where: file,
    fix:
      notice && 'tree' in notice
        ? 'Wait for it, then look at the plan again; nothing was sent'
        : 'Put it back as it was: what it says of its embargo is looked at before it leaves; nothing was sent',
  })
}
