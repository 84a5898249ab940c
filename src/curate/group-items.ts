import type { Item, Reference } from '../model/item.ts'
import { countOf } from './count-of.ts'
import { idsOf, named } from './names-of.ts'
import { wholeWords } from '../whole-words.ts'
import { backports } from './backports.ts'
import { bumps } from './bumps.ts'
import { earlierFirst } from './order.ts'
import { series } from './series.ts'
import { disjointSets, type Sets } from './sets.ts'
import { tell, type Told } from './told.ts'
import { piecesOfWork, subjectWords } from './umbrella.ts'
import { undo } from './undo.ts'

/** What belongs together. `reverted`: all of it was taken back inside the window; `takesBack`: it takes back what landed before. */
export type Group = { members: Told[]; reverted: boolean; takesBack: boolean }

/**
 * Every item in exactly one group: what was reverted with its revert, and with what landed again; vulnerabilities with the changes that fix
 * them; changes that name the same issue or proposal with that, unless it is an umbrella over unrelated work; changes that follow another
 * with that; backports; the bumps of one dependency; series that are numbered; and each other item alone: so too what has not landed yet.
 */
export function groupItems(items: readonly Item[]): Group[] {
  // Newest first: what is told does not hang on the order in which it came.
  const ordered = [...items].sort((a, b) => earlierFirst(b, a))
  const coming = new Set(ordered.filter((item) => item.state === 'planned' || (item.kind === 'change' && item.state === 'open')))
  const here = ordered.filter((item) => !coming.has(item)).map(tell)
  const toldOf = new Map(here.map((told) => [told.item, told]))
  const { undone, landedAgain, outside } = undo(here.map((told) => told.item))
  const reported = (chain: readonly Item[]): Told[] => chain.flatMap((item) => toldOf.get(item) ?? [])
  const gone = new Set(undone.flat())
  const standing = here.filter((told) => !gone.has(told.item))
  const work = standing.filter((told) => !outside.has(told.item))
  const groups = disjointSets(standing)

  for (const chain of landedAgain) groups.join(reported(chain))
  for (const piece of answers(work)) groups.join(piece)
  joinFixes(standing, groups)
  for (const piece of [...backports(work), ...bumps(work), ...series(work)]) groups.join(piece)
  for (const pair of follows(work)) groups.join(pair)

  const homeOf = homes(standing)
  const pairs: Group[] = []
  for (const chain of undone) {
    const members = reported(chain)
    const home = homeOf(chain)
    if (home) groups.join([home, ...members])
    else pairs.push({ members, reverted: true, takesBack: false })
  }
  return [
    ...[...coming].map((item) => ({ members: [tell(item)], reverted: false, takesBack: false })),
    ...pairs,
    ...groups.all().map((members) => ({ members, reverted: false, takesBack: members.some((told) => outside.has(told.item)) })),
  ]
}

/** Where what was reverted is told: with the proposal that it answered, the vulnerability that it fixed, or what fixed the same issue later; nowhere else, it is a pair by itself. */
function homes(standing: readonly Told[]): (chain: readonly Item[]) => Told | undefined {
  const proposals = byName(standing.filter(({ item }) => item.kind === 'proposal'))
  const vulnerabilities = standing.filter(({ item }) => item.kind === 'vulnerability')
  const fixers = new Map<string, Told>()
  for (const told of [...standing].reverse())
    for (const id of told.item.kind === 'change' && told.item.reverts.length === 0 ? fixedBy(told.item) : []) fixers.set(id, told)
  return (chain) => {
    const last = chain.reduce((latest, item) => (item.at > latest ? item.at : latest), '')
    const again = chain.flatMap((item) => (item.reverts.length > 0 ? [] : fixedBy(item))).map((id) => fixers.get(id))
    return (
      chain
        .flatMap(named)
        .map((reference) => proposals.get(reference.id.toLowerCase()))
        .find(Boolean) ??
      vulnerabilities.find((told) => chain.some(fixOf(told.item))) ??
      again.find((told) => told !== undefined && told.item.at >= last)
    )
  }
}

/** Ids of the issues that an item fixes, lower case. */
function fixedBy(item: Item): string[] {
  return item.references.filter((reference) => reference.verb === 'fixes').map((reference) => reference.id.toLowerCase())
}

/** Whether something is named by a vulnerability as what fixes it. */
function fixOf(vulnerability: Item): (item: Item) => boolean {
  const fixes = fixedBy(vulnerability)
  return (item) => fixes.some((id) => idsOf(item).includes(id) || isCommit(id, item))
}

/** What changes answer to: for each of the issues and proposals that they name, pieces of work. */
function answers(work: readonly Told[]): Told[][] {
  const asked = byName(work.filter(isAsked))
  const idOf = ({ id }: Reference): string => (asked.get(id.toLowerCase())?.item.id ?? id).toLowerCase()
  const changes = work.filter((told) => !isAsked(told))
  const times = countOf(changes.flatMap(({ item }) => [...new Set(named(item).map(idOf))]))
  // Of several issues a change is told with the one that it fixes, then with the one that fewest others name.
  const issueOf = ({ item }: Told): string | undefined =>
    named(item)
      .map((reference) => ({ verb: reference.verb, id: idOf(reference) }))
      .filter(({ id }) => (times.get(id) ?? 0) > 1 || asked.has(id))
      .sort(
        (a, b) =>
          Number(a.verb !== 'fixes') - Number(b.verb !== 'fixes') ||
          (times.get(a.id) ?? 0) - (times.get(b.id) ?? 0) ||
          a.id.localeCompare(b.id, 'en'),
      )[0]?.id
  const words = countOf(changes.flatMap((told) => [...subjectWords(told)]))
  const pieces: Told[][] = []
  for (const [issue, members] of Map.groupBy(changes, issueOf)) {
    if (issue === undefined) continue
    const own = asked.get(issue)
    const found = piecesOfWork(members, (word) => words.get(word) ?? 0)
    pieces.push(...(own && found.length === 1 ? [[own, ...(found[0] ?? [])]] : found))
  }
  return pieces
}

/** Items by every name that they have, lower case; of two with one name the newer. */
function byName(some: readonly Told[]): Map<string, Told> {
  const found = new Map<string, Told>()
  for (const told of some) for (const id of idsOf(told.item)) if (!found.has(id)) found.set(id, told)
  return found
}

function isAsked({ item }: Told): boolean {
  return item.kind === 'issue' || item.kind === 'proposal'
}

/** Vulnerabilities are told with what fixes them; where the database knows of nothing that was collected, with the changes that name them. */
function joinFixes(standing: readonly Told[], groups: Sets<Told>): void {
  for (const vulnerability of standing) {
    if (vulnerability.item.kind !== 'vulnerability') continue
    const isFix = fixOf(vulnerability.item)
    const found = standing.filter(({ item }) => item.kind !== 'vulnerability' && isFix(item))
    const names = wholeWords([vulnerability.item.id, ...vulnerability.item.aliases])
    const naming = found.length > 0 ? [] : standing.filter(({ item, text }) => item.kind === 'change' && names.test(text) && namesOne(text))
    groups.join([vulnerability, ...found, ...naming])
  }
}

/** Whether a text names one advisory alone: what lists several fixes none of them. */
function namesOne(text: string): boolean {
  return new Set(text.match(/\bCVE-\d{4}-\d{4,}/g)).size <= 1
}

/** Whether an id such as `owner/repo@0123456789ab` is an item's commit. */
function isCommit(id: string, item: Item): boolean {
  const [, hash] = /@([0-9a-f]{12,64})$/.exec(id) ?? []
  return hash !== undefined && item.commit?.startsWith(hash) === true
}

/** Changes with those that they say they follow or are stacked on. */
function follows(work: readonly Told[]): Told[][] {
  const byId = byName(work)
  return work.flatMap((told) =>
    told.item.references.flatMap((reference) => {
      const before = reference.verb === 'follows' ? byId.get(reference.id.toLowerCase()) : undefined
      return before ? [[before, told]] : []
    }),
  )
}
