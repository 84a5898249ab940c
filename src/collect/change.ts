import { instant } from '../model/instant.ts'
import type { Item } from '../model/item.ts'
import type { GitSource } from '../model/source.ts'
import { plain, plainLine } from '../plain.ts'
import { isOwn } from './own.ts'
import { BLANK } from './upstream.ts'
import { joinWording, wording } from './wording.ts'
import { pullNumber, references, reviewedOn, splitMessage, strongest } from './message.ts'
import { reverts } from './reverts.ts'

/** One commit as git tells it. Times are Unix seconds; `added` and `deleted` are 0 for binary files. */
export type Commit = {
  hash: string
  parents: string[]
  committedAt: number
  author: string
  message: string
  /** `from`: the path before a rename. */
  files: { path: string; from?: string; added: number; deleted: number }[]
}

/** What is known beside the commit. `older`: subjects of what a merge brought from before the window; `accounts`: the maintainer's; `review`: the change on Gerrit, where that was asked. */
export type Landed = {
  source: Pick<GitSource, 'name' | 'changes' | 'tracker'>
  older: readonly string[]
  accounts: readonly string[]
  review?: { number: number; url: string }
}

const REVIEWER = /^(?:Reviewed|Approved|Acked)-by:(.*)$/gim

/** The change that a commit landed, the same from a clone and from Gerrit. `inner`: the commits of a pull request inside the window. */
export function toItem(commit: Commit, inner: readonly Commit[], { source, older, accounts, review }: Landed): Item {
  const merged = /^(?:Merge pull request|Auto merge of|Rollup merge of) #\d+/.test(commit.message)
  const { subject, body } = splitMessage(commit.message, { keep: merged ? 1 : 0 })
  const gerrit = review ?? (source.changes === 'gerrit' ? reviewedOn(commit.message) : undefined)
  const pull = source.changes === 'github' ? pullNumber(subject) : undefined
  const tracker = source.tracker ?? (source.changes === 'github' ? source.name : undefined)
  const [title = '', ...rest] = merged && body ? body.split('\n') : [subject, body]
  const says = [commit, ...inner].map((one) => one.message).join('\n\n')
  const id = gerrit
    ? `${source.name}/cl/${gerrit.number}`
    : pull !== undefined
      ? `${source.name}#${pull}`
      : `${source.name}@${commit.hash.slice(0, 12)}`
  const url =
    gerrit?.url ??
    (source.changes === 'github' ? `https://github.com/${source.name}/${pull === undefined ? `commit/${commit.hash}` : `pull/${pull}`}` : undefined)
  const project = { name: source.name, gerrit: source.changes === 'gerrit' }
  const author = plainLine(inner[0]?.author ?? commit.author)
  return {
    ...BLANK,
    kind: 'change',
    id,
    title: plainLine(title).replace(/ ?\(#\d+\)$/, '') || '(no subject)',
    ...(url && { url }),
    at: instant(commit.committedAt * 1000),
    ...(author && { author }),
    paths: [...new Set(commit.files.flatMap((file) => [file.path, ...(file.from === undefined ? [] : [file.from])]))].map(plainLine),
    added: sum(commit.files, 'added'),
    deleted: sum(commit.files, 'deleted'),
    message: [
      plain(rest.join('\n')).trim() || innerText(inner),
      ...(older.length > 0 ? [`It brings from before the window: ${older.map(plainLine).join('; ')}`] : []),
    ]
      .filter(Boolean)
      .join('\n\n'),
    wording: joinWording([commit, ...inner].flatMap((one) => wording(one.message.replace(/^\s*\S.*/, '')))),
    references: references(says, tracker, project).filter((reference) => reference.id.toLowerCase() !== id.toLowerCase()),
    reverts: reverts(title, body, project).map(plainLine),
    own: [...says.matchAll(REVIEWER)].some(([, person = '']) => person.split(/[<>]/).some((part) => isOwn(part, accounts))) ? ['reviewed'] : [],
    commit: commit.hash,
  }
}

function innerText(inner: readonly Commit[]): string {
  return plain(
    inner
      .map((commit) => {
        const { subject, body } = splitMessage(commit.message)
        return [subject, body].filter(Boolean).join('\n\n')
      })
      .join('\n\n'),
  )
}

/** One change that landed in several commits: told by the first, dated by the last. */
export function joinItems(first: Item, later: Item): Item {
  return {
    ...first,
    at: later.at,
    ...(later.commit && { commit: later.commit }),
    paths: [...new Set([...first.paths, ...later.paths])],
    added: first.added + later.added,
    deleted: first.deleted + later.deleted,
    message: [first.message, ...(later.title === first.title ? [] : [later.title]), later.message].filter(Boolean).join('\n\n'),
    wording: joinWording([...first.wording, ...later.wording]),
    references: strongest([...first.references, ...later.references]),
    reverts: [...new Set([...first.reverts, ...later.reverts])],
    own: [...new Set([...first.own, ...later.own])],
  }
}

function sum(files: Commit['files'], key: 'added' | 'deleted'): number {
  return files.reduce((total, file) => total + file[key], 0)
}
