import { storyPath } from '../story-path.ts'
import type { Step, Telling } from './telling.ts'

/** What one digest told of a story: its place in it, its title then, where it stood then, and its words. */
export type Told = Pick<Telling, 'digest' | 'place' | 'title' | 'state' | 'said'>

/**
 * A story over all digests that told it to everyone. `id`: under which it was told first; `path`: from it, below the site's address;
 * `others`: paths of the other ids under which it was told, at which it can be found too; `title`, `state`: as told last; `links`: where its
 * items can be read, each once, those told last first; `area`: as told last; `steps`: all that happened, in order, as far as it was told;
 * `told`: oldest first, as it is read, so that what is told later is added at the end.
 */
export type History = {
  path: string
  others: string[]
  id: string
  title: string
  state: string | undefined
  links: Telling['links']
  area: string | undefined
  steps: Step[]
  told: Told[]
}

/**
 * The histories of stories, those told last first. What two digests tell is one story where both have an item of the same id or alias, or
 * where the later one follows the earlier and names an item that it told: one of them, by what it names first. Naming the same thing joins
 * nothing: an issue over many works is named by all of them.
 */
export function histories(told: readonly Telling[]): History[] {
  const inOrder = [...told].sort((a, b) => a.digest.date.localeCompare(b.digest.date) || a.digest.id.localeCompare(b.digest.id, 'en'))
  const byName = new Map<string, Telling[]>()
  for (const telling of inOrder) for (const name of telling.names) byName.set(name, [...(byName.get(name) ?? []), telling])
  const joined = new Map(inOrder.map((telling) => [telling, [telling]]))
  const join = (one: Telling, other: Telling): void => {
    const [into, from] = [joined.get(one) ?? [], joined.get(other) ?? []]
    if (into === from) return
    into.push(...from)
    for (const telling of from) joined.set(telling, into)
  }
  for (const [first, ...rest] of byName.values()) for (const telling of rest) if (first) join(first, telling)
  for (const telling of inOrder) {
    const earlier = followedBy(telling, byName)
    if (earlier) join(earlier, telling)
  }
  return [...Map.groupBy(inOrder, (telling) => joined.get(telling)).values()]
    .map(historyOf)
    .sort((a, b) => lastOf(b).localeCompare(lastOf(a)) || a.path.localeCompare(b.path, 'en'))
}

/** What the digest that a telling follows told of the same story under other ids; undefined where it told the same items, or nothing to everyone. */
function followedBy({ follows, names, refs }: Telling, byName: ReadonlyMap<string, readonly Telling[]>): Telling | undefined {
  if (follows === undefined) return undefined
  const find = (name: string): Telling[] => (byName.get(name) ?? []).filter((one) => one.digest.id === follows)
  return names.some((name) => find(name).length > 0) ? undefined : refs.flatMap(find)[0]
}

/** `group`: in the order in which they were told, at least one. */
function historyOf(group: readonly Telling[]): History {
  const [first, last] = [group[0], group.at(-1)]
  if (!first || !last) throw new Error('Cannot tell the history of no story')
  const [path = '', ...others] = new Set(group.flatMap(({ id, markers }) => [id, ...markers]).map(storyPath))
  const links = new Map<string, Telling['links'][number]>()
  for (const link of group.toReversed().flatMap((telling) => telling.links)) {
    const name = link.id.toLowerCase()
    if (!links.has(name)) links.set(name, link)
  }
  return {
    path,
    others,
    id: first.id,
    title: last.title,
    state: last.state,
    links: [...links.values()],
    area: last.area ?? first.area,
    steps: stepsIn(group),
    told: group.map(({ digest, place, title, state, said }) => ({ digest, place, title, state, said })),
  }
}

/** Each step once: two digests may know of the same. */
function stepsIn(group: readonly Telling[]): Step[] {
  const steps = new Map<string, Step>()
  for (const step of group.flatMap((telling) => telling.steps)) {
    const name = `${step.on} ${step.what}`
    steps.set(name, { ...step, count: Math.max(step.count, steps.get(name)?.count ?? 0) })
  }
  return [...steps.values()].sort((a, b) => a.on.localeCompare(b.on))
}

function lastOf({ told }: History): string {
  return told.at(-1)?.digest.date ?? ''
}
