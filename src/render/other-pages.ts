import type { Root } from 'mdast'
import { pathOf } from '../path-of.ts'
import type { History, Told } from './history.ts'
import { toHtml } from './html.ts'
import { linkPictures } from './link-pictures.ts'
import { type Frame, hasTwins, listedOf, type PageData, type Published, type PublicPage } from './public-pages.ts'
import { timeline } from './timeline.ts'
import { topicFeed } from './topic-feed.ts'
import { type Topic, topicsOf } from './topics.ts'

/** What the pages beside those of the publications are made from. `editions`: the public ones, newest first; `figure`: the latest digest at a glance; `supporters`: names. */
type Site = { editions: readonly Published[]; stories: readonly History[]; supporters: readonly string[]; figure: string | undefined }

/** Every page of the public site but for publications, the feeds and the sealed ones. */
export function otherPages(frame: Frame, { editions, stories, supporters, figure }: Site): PublicPage[] {
  const listed = editions.map((edition) => listedOf(edition, frame.base))
  const topics = topicsOf(stories)
  const page = (path: string, more: Omit<PageData, 'site' | 'canonical'>, canonical = path): PublicPage => ({
    path,
    data: { site: frame, canonical, hasTwin: hasTwins(frame), ...more },
  })
  const html = <S extends { said: Root }>(one: S): S & { html: string } => ({
    ...one,
    html: toHtml(linkPictures(one.said, frame.url), { base: frame.base }),
  })
  const lists = [
    page('/', { listed, topics: topics.map(listedTopic), ...(figure && { figure }) }),
    ...['/archive/', ...frame.pages.map(({ name }) => `/${name}/`)].map((path) => page(path, { listed })),
    ...(frame.isRecorded
      ? [page('/stories/', { stories: storiesIn(stories, frame.language) }), page('/topics/', { topics: topics.map(listedTopic) })]
      : []),
    ...(frame.hasSupporters ? [page('/supporters/', { supporters })] : []),
    ...topics.map(({ name, path, parts }) =>
      page(path, { topic: { name, path, parts: parts.map(({ digest, stories: told }) => ({ digest, stories: told.map(html) })) } }),
    ),
  ]
  const topicOf = new Map(topics.flatMap((topic) => topic.parts.flatMap((part) => part.stories.map((story) => [story.path, topic] as const))))
  const told = stories.flatMap(({ others, steps, ...story }) => {
    const topic = topicOf.get(story.path)
    const shown = {
      ...story,
      told: story.told.map(html),
      timeline: timeline({ ...story, steps }, frame.language),
      ...(topic && { topic: { name: topic.name, path: topic.path } }),
    }
    return [story.path, ...others].map((path) => page(path, { story: shown }, story.path))
  })
  const newest = editions[0]?.date
  const paths = [
    ...lists.map(({ path }) => ({ path, day: path === '/' || path === '/archive/' ? newest : undefined })),
    ...editions.map((edition) => ({ path: pathOf(edition), day: edition.corrected ?? edition.date })),
    ...stories.map((story) => ({ path: story.path, day: story.told.at(-1)?.digest.date })),
  ]
  const bare = (path: string, more: Partial<PageData>): PublicPage => ({ path, data: { site: frame, canonical: path, ...more } })
  const search = frame.extras.includes('search') ? [bare('/search/', {})] : []
  return [
    ...lists,
    ...told,
    ...search,
    ...topics.map((topic) => topicFeed(frame, topic)),
    bare('/404.html', {}),
    bare('/robots.txt', {}),
    bare('/sitemap-index.xml', {}),
    bare('/sitemap-0.xml', { paths }),
  ]
}

/** Stories that more than one digest told, those told last first; and those of the digest that told last, in its order. */
function storiesIn(stories: readonly History[], language: string): NonNullable<PageData['stories']> {
  const followed = stories
    .filter(({ told }) => told.length > 1)
    .map((story) => ({
      path: story.path,
      title: story.title,
      state: story.state,
      digests: digestsOf(story.told),
      timeline: timeline(story, language),
    }))
  const latest = stories
    .filter(({ told }) => told.at(-1)?.digest.path === stories[0]?.told.at(-1)?.digest.path)
    .sort((a, b) => (a.told.at(-1)?.place ?? 0) - (b.told.at(-1)?.place ?? 0))
  return { followed, latest: latest.map(({ path, title, state }) => ({ path, title, state })) }
}

function listedTopic({ name, path, parts }: Topic): NonNullable<PageData['topics']>[number] {
  return { name, path, stories: new Set(parts.flatMap(({ stories }) => stories.map((story) => story.path))).size, digests: digestsOf(parts) }
}

function digestsOf(parts: readonly { digest: Told['digest'] }[]): Told['digest'][] {
  return [...new Map(parts.map(({ digest }) => [digest.path, digest])).values()]
}
