import type { Wording } from '../../model/item.ts'
import { isNote } from '../../note-paths.ts'
import { plainLine, withoutSpans } from '../../plain.ts'
import type { Commit } from '../change.ts'
import { quotable } from '../wording.ts'
import { readBlobs } from './blobs.ts'

const YAML = /\.ya?ml$/i
/** Endings of texts, those that say what kind of news a note is, and none. */
const TEXT =
  /^(?:mdx?|markdown|rst|txt|a(?:scii)?doc|html|ya?ml|toml|json|note|release-note|feature|bugfix|bug|fix(?:ed)?|doc|removal|removed|misc|breaking|change[ds]?|deprecat(?:ed|ion)|added|security|improvement|enhancement)$/i
/** What stands beside the notes and is none. */
const BESIDE = /^(?:[._]|(?:readme|template|config|index|makefile|licen[cs]e)(?:$|[^a-z]))/i

/** A change with more has the notes of many changes. */
export const MOST_FRAGMENTS = 4

/**
 * What commits wrote into fragments of the next release's notes, by their hashes: of a new file all, of one that was there the paragraphs and
 * points that the commit put in. At most four files a commit; those of merges are told from their first parent. Read from the clone alone.
 */
export async function readFragments(folder: string, commits: readonly Commit[]): Promise<Map<string, Wording[]>> {
  const asked = commits.flatMap((commit) =>
    commit.files
      .filter((file) => file.added > 0 && isFragment(file.path))
      .slice(0, MOST_FRAGMENTS)
      .map((file) => ({ commit, path: file.path, from: file.from ?? file.path })),
  )
  const texts = await readBlobs(
    folder,
    asked.flatMap(({ commit, path, from }) => [
      { commit: commit.hash, path },
      ...commit.parents.slice(0, 1).map((parent) => ({ commit: parent, path: from })),
    ]),
  )
  const found = new Map<string, Wording[]>()
  for (const { commit, path, from } of asked) {
    const after = texts.get(`${commit.hash}:${path}`)
    const text =
      after === undefined ? undefined : quotable(added(readable(after, path), readable(texts.get(`${commit.parents[0]}:${from}`) ?? '', from)))
    if (text !== undefined) found.set(commit.hash, [...(found.get(commit.hash) ?? []), { path: plainLine(path), text }])
  }
  return found
}

function isFragment(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const [, ending] = /\.([^.]*)$/.exec(name) ?? []
  return isNote(path) && !BESIDE.test(name) && (ending === undefined || TEXT.test(ending))
}

/** A fragment without what only tools read: frontmatter, and comments of HTML or YAML. */
function readable(text: string, path: string): string {
  const lines = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  if (!YAML.test(path)) return withoutSpans(lines.replace(/^---\n[\s\S]*?\n---(?:\n|$)/, ''), '<!--', '-->').trim()
  return lines
    .split('\n')
    .filter((line) => !/^\s*#|^---\s*$/.test(line))
    .join('\n')
    .trim()
}

/** What is in `after` and not in `before`: all of it, or its new paragraphs and points. */
function added(after: string, before: string): string {
  const known = new Set(parts(before))
  return known.size === 0
    ? after
    : parts(after)
        .filter((part) => !known.has(part))
        .join('\n\n')
}

/** Paragraphs, headings and points of lists. */
function parts(text: string): string[] {
  const found: string[][] = []
  let isOpen = false
  for (const line of text.split('\n')) {
    const isBlank = line.trim() === ''
    if (!isBlank && isOpen && !/^\s*(?:[-*+] |#)/.test(line)) found.at(-1)?.push(line)
    else if (!isBlank) found.push([line])
    isOpen = !isBlank
  }
  return found.map((lines) => lines.join('\n').trim())
}
