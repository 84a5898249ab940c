import type { Item, Reference } from '../model/item.ts'

const CVE = /\bCVE-\d{4}-\d{4,}\b/g
const WORTH = 'the database is right more often'

/**
 * The items with vulnerabilities joined to the changes that fix them. The database's references are believed before a change's text: where
 * the two name different issues or CVEs, the change gets a note and loses the issue. A change without its project (`cl/N`) and a commit
 * become the collected change they mean; a `cl/N` that none is goes, and so does a commit that none is beside a change. `complete`: a database was asked and answered whole, so that a CVE it
 * does not name is worth a note.
 */
export function joinVulnerabilities(items: readonly Item[], { complete }: { complete: boolean }): Item[] {
  const changes = items.filter((item) => item.kind === 'change')
  const resolved = items.map((item) => (item.kind === 'vulnerability' ? { ...item, references: resolve(item.references, changes) } : item))
  const vulnerabilities = resolved.filter((item) => item.kind === 'vulnerability')
  const known = new Set(vulnerabilities.flatMap(namesOf))
  const fixed = Map.groupBy(
    vulnerabilities.flatMap((item) => item.references.filter((one) => one.verb === 'fixes').map(({ id }) => ({ id: id.toLowerCase(), item }))),
    ({ id }) => id,
  )
  return resolved.map((item) => {
    if (item.kind !== 'change') return item
    const named = cvesOf(item)
    const here = fixed.get(item.id.toLowerCase())?.map((one) => one.item) ?? []
    const issue = here.length > 0 ? wrongIssue(item, here) : undefined
    const cve = wrongCve(named, here)
    const unknown = cve || !complete ? [] : named.filter((name) => !known.has(name) && isRecent(name, item.at))
    const notes = [
      ...(issue ? [`It says it fixes ${issue.says.join(', ')}; the vulnerability database says ${issue.is.join(', ')}: ${WORTH}`] : []),
      ...(cve ? [`It says ${cve.says.join(', ')}; the vulnerability database says ${cve.is.join(', ')}: ${WORTH}`] : []),
      ...unknown.map((name) => `${name} is not in the database yet, or its entry lies outside the window`),
    ]
    if (notes.length === 0) return item
    return { ...item, notes: [...item.notes, ...notes], references: item.references.filter((reference) => !issue?.says.includes(reference.id)) }
  })
}

/** References by the ids of the collected changes that they mean, each once. */
function resolve(references: readonly Reference[], changes: readonly Item[]): Reference[] {
  const found = new Map<string, Reference>()
  for (const reference of references) {
    const [, number] = /(?:^|\/)(cl\/\d+)$/.exec(reference.id) ?? []
    const [, hash] = /@([0-9a-f]{12,})$/.exec(reference.id) ?? []
    const meant = changes.filter((change) => (number && change.id.endsWith(`/${number}`)) || (hash && change.commit?.startsWith(hash)))
    const id = meant.length === 1 && meant[0] ? meant[0].id : reference.id
    if (/^cl\/\d+$/.test(id)) continue
    if (!found.has(id) || reference.verb === 'fixes') found.set(id, { ...reference, id })
  }
  // A commit that nobody collected says nothing beside the change that it is.
  const all = [...found.values()]
  const changed = all.some((one) => one.verb === 'fixes' && !isCommit(one))
  return all.filter((one) => !(changed && one.verb === 'fixes' && isCommit(one)))
}

function isCommit({ id }: Reference): boolean {
  return /@[0-9a-f]{12}$/.test(id)
}

/** Issues that a change says it fixes where the database names others of the same tracker, and none that both name. */
function wrongIssue(change: Item, vulnerabilities: readonly Item[]): { says: string[]; is: string[] } | undefined {
  const reports = [...new Set(vulnerabilities.flatMap((item) => item.references.filter((one) => one.verb === 'updates').map((one) => one.id)))]
  const trackers = new Set(reports.map(trackerOf))
  const says = change.references.filter((one) => one.verb === 'fixes' && trackers.has(trackerOf(one.id))).map((one) => one.id)
  return says.length === 0 || change.references.some((one) => one.verb !== 'follows' && reports.includes(one.id)) ? undefined : { says, is: reports }
}

function wrongCve(says: readonly string[], vulnerabilities: readonly Item[]): { says: readonly string[]; is: string[] } | undefined {
  const is = [...new Set(vulnerabilities.flatMap(namesOf).filter((name) => name.startsWith('CVE-')))]
  return says.length === 0 || is.length === 0 || says.some((name) => is.includes(name)) ? undefined : { says, is }
}

function cvesOf(item: Item): string[] {
  return [...new Set([...`${item.title}\n${item.message}`.matchAll(CVE)].map(([name]) => name))]
}

function namesOf(item: Item): string[] {
  return [item.id, ...item.aliases]
}

function trackerOf(id: string): string | undefined {
  return /^(.+)#\d+$/.exec(id)?.[1]?.toLowerCase()
}

/** A CVE of earlier years has its entry long since. */
function isRecent(name: string, at: string): boolean {
  return Number(name.slice(4, 8)) >= Number(at.slice(0, 4)) - 1
}
