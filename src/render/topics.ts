import { hash } from 'node:crypto'
import type { History, Told } from './history.ts'

/** What one digest told of a topic: its stories, in the order in which it told them. */
export type TopicPart = { digest: Told['digest']; stories: (Pick<Told, 'title' | 'state' | 'said'> & { path: string })[] }

/** An area of the project across digests. `name`: as its people call it, "crypto/tls"; `path`: below the site's address; `parts`: newest digest first. */
export type Topic = { name: string; path: string; parts: TopicPart[] }

/** An area that was told of this often is a topic, or in two digests. */
const ENOUGH = 3
/** Of names that are longer the beginning and a hash stand in the path: folders may be called so at most. */
const LONGEST = 100

/** The topics of all that was told to everyone, by name. Areas whose names come to the same path are one. */
export function topicsOf(histories: readonly History[]): Topic[] {
  const bySlug = Map.groupBy(
    histories.filter((history) => history.area !== undefined),
    ({ area = '' }) => slugOf(area),
  )
  return [...bySlug]
    .flatMap(([slug, group]): Topic[] => {
      const parts = partsOf(group)
      const isEnough = parts.length > 1 || group.length >= ENOUGH
      return slug !== '' && isEnough ? [{ name: group[0]?.area ?? slug, path: `/topics/${slug}/`, parts }] : []
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

function partsOf(group: readonly History[]): TopicPart[] {
  const told = group
    .flatMap(({ path, told: times }) =>
      times.map(({ digest, place, title, state, said }) => ({ digest, place, story: { path, title, state, said } })),
    )
    .sort((one, other) => one.place - other.place)
  return [...Map.groupBy(told, ({ digest }) => digest.path).values()]
    .flatMap(([first, ...others]) => (first ? [{ digest: first.digest, stories: [first, ...others].map(({ story }) => story) }] : []))
    .sort((a, b) => b.digest.date.localeCompare(a.digest.date) || a.digest.id.localeCompare(b.digest.id, 'en'))
}

/** A name that ends as a page's file does would take the place of one, as "index.html" would that of the list of topics. */
function slugOf(area: string): string {
  const slug = area
    .toLowerCase()
    .replace(/\.(?=(?:html?|md)$)|[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  return slug.length > LONGEST ? `${slug.slice(0, LONGEST)}-${hash('sha256', slug).slice(0, 8)}` : slug
}
