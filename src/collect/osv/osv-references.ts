import type { Reference } from '../../model/item.ts'
import type { OsvEntry } from '../../model/osv-entry.ts'

const GERRIT = /^[a-z0-9-]+-review\.(?:googlesource\.com|git\.corp\.google\.com)$/
const GO = /^(?:go\.dev|golang\.org)$/
/** A commit's id holds so many digits of its hash. */
const DIGITS = 12

/**
 * What an entry's references name: FIX fixes, REPORT updates, each once, and the addresses of all that is no change, commit or issue.
 * A number without its project is `go/cl/N` where only Go itself is affected, else `cl/N`: `joinSources()` finds the change.
 */
export function osvReferences(entry: OsvEntry): { references: Reference[]; others: string[] } {
  const named = entry.affected.flatMap((one) => one.package?.name ?? [])
  const project = named.length > 0 && named.every((name) => name === 'stdlib' || name === 'toolchain') ? 'go/' : ''
  const found = new Map<string, Reference>()
  const others = new Set<string>()
  for (const { type, url } of entry.references) {
    if (!URL.canParse(url)) continue
    const id = idOf(new URL(url), project)
    if (!id && /^https?:/.test(url)) others.add(new URL(url).href)
    if (!id || !['FIX', 'REPORT'].includes(type)) continue
    if (type === 'FIX' || !found.has(id)) found.set(id, { id, verb: type === 'FIX' ? 'fixes' : 'updates' })
  }
  return { references: [...found.values()], others: [...others] }
}

function idOf({ host, pathname, hash }: URL, project: string): string | undefined {
  if (GO.test(host)) {
    const [, change] = /^\/cl\/(\d+)(?:\/|$)/.exec(pathname) ?? []
    const [, issue] = /^\/issues?\/(\d+)\/?$/.exec(pathname) ?? []
    return change ? `${project}cl/${change}` : issue && `golang/go#${issue}`
  }
  if (GERRIT.test(host)) {
    const [, named, number] = /^\/c\/(.+?)\/\+\/(\d+)(?:\/|$)/.exec(pathname) ?? []
    if (named) return `${named}/cl/${number}`
    const [, bare] = /^\/(?:c\/|#\/c\/)?(\d+)(?:\/|$)/.exec(`${pathname === '/' ? `/${hash}` : pathname}`) ?? []
    return bare && `${project}cl/${bare}`
  }
  if (host.endsWith('.googlesource.com')) {
    const [, name, commit = ''] = /^\/(.+?)\/\+\/([0-9a-f]{12,64})\/?$/.exec(pathname) ?? []
    return name && `${name}@${commit.slice(0, DIGITS)}`
  }
  if (host === 'github.com') {
    const [, repository, number] = /^\/([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/(\d+)\/?$/.exec(pathname) ?? []
    if (repository) return `${repository}#${number}`
    const [, owner, commit = ''] = /^\/([\w.-]+\/[\w.-]+)\/(?:commit|pull\/\d+\/(?:commits|changes))\/([0-9a-f]{12,64})\/?$/.exec(pathname) ?? []
    return owner && `${owner}@${commit.slice(0, DIGITS)}`
  }
  return undefined
}
