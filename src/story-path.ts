import { createHash } from 'node:crypto'

/** Beyond it names of folders and addresses begin to fail. */
const LONGEST = 200

/**
 * Path of a story below the site's address, with slashes at both ends, from the id under which it is told: `go/cl/497895` →
 * `/stories/go/cl/497895/`, `golang/go#60107` → `/stories/golang/go/60107/`, `owner/repo@v1.2.3` and `GO-2024-1` as they are. What is no plain
 * letter, digit, `_`, `-` or `.` is `~` and its code; links, and whatever else an id may be, are 20 digits of their hash. Two ids never have
 * one path; two that differ in more than case never have paths that differ in case alone. No part of a path begins or ends with a dot.
 */
export function storyPath(id: string): string {
  const path = readable(id)?.join('/')
  const kept = path !== undefined && path.length <= LONGEST ? path : `${/^https?:/i.test(id) ? 'link' : 'other'}/${hash(id)}`
  return `/stories/${kept}/`
}

/** The parts of a path that a person can read; each form of id has its own form of path. */
function readable(id: string): string[] | undefined {
  const [, repository, number] = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(id) ?? []
  // A repository of the name "cl" would take the paths of a server's changes.
  if (repository && number) return /\/cl$/i.test(repository) ? undefined : [...repository.split('/').map(escaped), number]
  if (/^[^\s/@]+(\/[^\s/@]+)*\/cl\/\d+$/.test(id) || /^[\w.-]+\/[\w.-]+\/milestone\/\d+$/.test(id) || /^[A-Z]{2,}-[\w:-]+$/.test(id))
    return id.split('/').map(escaped)
  const [, name = '', tag = ''] = /^([\w.-]+(?:\/[\w.-]+)*)@(\S+)$/.exec(id) ?? []
  if (name === '') return undefined
  const [last = '', ...rest] = name.split('/').map(escaped).reverse()
  return [...rest.reverse(), `${last}@${escaped(tag)}`]
}

/** One part of a path. Dots at its ends, and before "html", would make it another folder, a hidden one or a page's own file. */
function escaped(text: string): string {
  return text.replace(/[^\w.-]|^\.|\.$|\.(?=html?$)/gi, (unit) => {
    const code = unit.charCodeAt(0).toString(16)
    return code.length <= 2 ? `~${code.padStart(2, '0')}` : `~u${code.padStart(4, '0')}`
  })
}

/** Over UTF-16 units, in which every text differs from every other. */
function hash(id: string): string {
  return createHash('sha256').update(Buffer.from(id, 'utf16le')).digest('hex').slice(0, 20)
}
