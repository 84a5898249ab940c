import { z } from 'zod'
import { dayOf } from '../../model/day.ts'
import type { Item } from '../../model/item.ts'
import type { Window } from '../../model/window.ts'
import { plain, plainLine } from '../../plain.ts'
import type { GitHub } from './github-client.ts'
import type { Outcome, Rules } from './github-items.ts'
import { MILESTONES, RELEASES, TAGS } from './github-repository-queries.ts'
import type { PagedQuery } from './github-shapes.ts'
import { instant } from '../../model/instant.ts'
import { BLANK, isInside } from '../upstream.ts'

/** GitHub lists releases and tags by the age of their commits: how far before the window a commit may lie that is released inside it. */
const BEFORE_MS = 190 * 86_400_000

const releaseSchema = z.strictObject({
  tag: z.string(),
  name: z.string().optional(),
  url: z.string().optional(),
  at: z.string(),
  author: z.string().optional(),
  text: z.string().default(''),
  prerelease: z.boolean().default(false),
})
const milestoneSchema = z.strictObject({
  number: z.int(),
  title: z.string(),
  url: z.string(),
  due: z.string().optional(),
  at: z.string(),
  text: z.string().default(''),
  open: z.int(),
})

/** What is kept of releases and milestones: asked for anew each time, in a few requests. */
export const releasesSchema = z.strictObject({ releases: z.array(releaseSchema), milestones: z.array(milestoneSchema) })

export type Releases = z.infer<typeof releasesSchema>

/** Releases and tags since the window began, a tag without a release too, and the milestones that are open. */
export async function askReleases(github: GitHub, repository: string, window: Window): Promise<Releases> {
  const [owner, name] = repository.split('/')
  const from = Date.parse(window.since) - BEFORE_MS
  const pages = <Data>(query: PagedQuery<Data>): AsyncGenerator<Data> => github.pages(query, { owner, name })
  const found = new Map<string, Releases['releases'][number]>()
  for await (const page of pages(RELEASES)) {
    const list = (page.repository?.releases.nodes ?? []).filter((one) => one !== null)
    for (const one of list)
      if (!one.isDraft)
        found.set(one.tagName, {
          tag: one.tagName,
          url: one.url,
          at: one.publishedAt ?? one.createdAt,
          text: one.description ?? '',
          prerelease: one.isPrerelease,
          ...(one.name && { name: one.name }),
          ...(one.author && { author: one.author.login }),
        })
    if (list.length > 0 && list.every((one) => Date.parse(one.createdAt) < from)) break
  }
  for await (const page of pages(TAGS)) {
    const list = (page.repository?.refs?.nodes ?? []).filter((one) => one !== null)
    const dated = list.map(({ name: tag, target }) => ({
      tag,
      commit: target?.committedDate ?? target?.target?.committedDate,
      tagger: target?.tagger?.date,
    }))
    for (const { tag, commit, tagger } of dated) {
      const at = tagger ?? commit
      if (at && !found.has(tag)) found.set(tag, { tag, at, text: '', prerelease: false })
    }
    if (dated.length > 0 && dated.every(({ commit }) => commit !== undefined && Date.parse(commit) < from)) break
  }
  const milestones: Releases['milestones'] = []
  for await (const page of pages(MILESTONES))
    for (const one of page.repository?.milestones?.nodes ?? [])
      if (one)
        milestones.push({
          number: one.number,
          title: one.title,
          url: one.url,
          at: one.updatedAt,
          text: one.description ?? '',
          open: one.open.totalCount,
          ...(one.dueOn && { due: one.dueOn }),
        })
  return { releases: [...found.values()], milestones }
}

/** A release as an item, if it was published inside the window. A tag that could end a comment or hold white space is spelled out in the id. */
export function releaseOutcome(release: Releases['releases'][number], { window, names }: Rules): Outcome {
  const time = Date.parse(release.at)
  if (!isInside(time, window)) return { dropped: 'outside the window' }
  const [repository = '', ...former] = names
  const tag = /^[^\s*]+$/.test(release.tag) ? release.tag : encodeURIComponent(release.tag).replaceAll('*', '%2A')
  return {
    item: {
      ...BLANK,
      kind: 'release',
      id: `${repository}@${tag}`,
      aliases: former.map((name) => `${name}@${tag}`),
      title: plainLine(release.name?.includes(release.tag) ? release.name : [release.tag, release.name].filter(Boolean).join(': ')),
      url: release.url ?? `https://github.com/${repository}/releases/tag/${encodeURIComponent(release.tag)}`,
      at: instant(time),
      message: plain(release.text).trim(),
      ...(release.author && { author: plainLine(release.author) }),
      ...(release.prerelease && { state: 'prerelease' }),
    },
  }
}

/** An open milestone as what comes next. One without a date or a number in its name, such as "Backlog", is no plan: undefined. */
export function milestoneItem(milestone: Releases['milestones'][number], repository: string): Item | undefined {
  if (!milestone.due && !/\d/.test(milestone.title)) return undefined
  const due = milestone.due ? `due on ${dayOf(milestone.due)}` : 'without a date'
  return {
    ...BLANK,
    kind: 'release',
    id: `${repository}/milestone/${milestone.number}`,
    title: `${plainLine(milestone.title)}: ${due}, ${milestone.open} open`,
    url: milestone.url,
    at: instant(Date.parse(milestone.at)),
    state: 'planned',
    message: plain(milestone.text).trim(),
  }
}
