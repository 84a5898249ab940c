import type { NoticeKnown } from '../src/curate/answers.ts'
import { got } from '../src/deliver/got.ts'
import { readJournal } from '../src/deliver/journal.ts'
import { manifestsOf } from '../src/deliver/manifests-of.ts'
import { readDocument } from '../src/document.ts'
import { idsIn, readFacts } from '../src/draft/notice/facts.ts'
import type { Environment } from '../src/environment.ts'
import type { Folder } from '../src/folder.ts'

/**
 * The notices of a content folder: which vulnerability each is about, by its own ID and those in its comment of facts, and when it was sent, as its journal knows, but for what only announced it, as far as the
 * private folder has it still. `unread`: files that cannot be read, and answer nothing. @throws {Problem} when a journal or revision cannot be read
 */
export async function readNotices(
  { folder, manuscripts }: Pick<Folder, 'folder' | 'manuscripts'>,
  { private: privateFolder }: Pick<Environment, 'private'>,
): Promise<{ notices: NoticeKnown[]; unread: string[] }> {
  const notices: NoticeKnown[] = []
  const unread: string[] = []
  for (const { kind, id, file, text } of manuscripts) {
    if (kind !== 'notices') continue
    const read = readDocument(text, { kind, id, file })
    if (!('tree' in read)) {
      unread.push(file)
      continue
    }
    // Which vulnerability it is about is asked, whether any of it may leave or not.
    const document = read.withheld ?? read
    const { status, state = 'public', embargo, updated } = document.frontmatter
    const receipts = await readJournal(folder, id)
    const manifests = await manifestsOf(privateFolder, id, receipts)
    const sentAt = got(receipts).flatMap(({ revision, at }) => (manifests.get(revision)?.state === 'pre-announced' ? [] : [at]))
    const names = [id, ...readFacts(document.tree).flatMap(idsIn)].map((name) => name.toLowerCase())
    notices.push({ id, names, sentAt, status, state, embargo, updated })
  }
  return { notices, unread }
}
