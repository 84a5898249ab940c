import type { NoticeKnown } from '../src/curate/answers.ts'
import { readJournal } from '../src/deliver/journal.ts'
import { readDocument } from '../src/document.ts'
import type { Folder } from '../src/folder.ts'
import { commentOf } from '../src/mdx-nodes.ts'
import { nodesIn } from '../src/nodes-in.ts'

/** How the comment begins that tells what a notice was drafted from. */
const FACTS = 'Facts from '

/**
 * The notices of a content folder: which vulnerability each is about, by its own ID and those in its comment of facts, and when it was sent, as its journal knows. `unread`: files that cannot be read, and answer nothing.
 * @throws {Problem} when a journal cannot be read
 */
export async function readNotices({
  folder,
  manuscripts,
}: Pick<Folder, 'folder' | 'manuscripts'>): Promise<{ notices: NoticeKnown[]; unread: string[] }> {
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
    const comments = nodesIn(document.tree, 'mdxFlowExpression', 'mdxTextExpression').flatMap((node) => commentOf(node) ?? [])
    const facts = comments.filter((comment) => comment.startsWith(FACTS)).flatMap((comment) => comment.split(/[\s,;:()]+/))
    const receipts = await readJournal(folder, id)
    const sentAt = receipts.flatMap(({ at, state: told }) => (told === 'accepted' || told === 'delivered' ? [at] : [])).sort()
    notices.push({ id, names: [id, ...facts].map((name) => name.toLowerCase()), sentAt, status, state, embargo, updated })
  }
  return { notices, unread }
}
