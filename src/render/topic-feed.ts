import type { Entry, Frame, PublicPage } from './public-pages.ts'
import { toHtml } from './html.ts'
import type { Topic } from './topics.ts'

/** The feed of a topic: an entry for each digest that told of it, with its words. Its id is where they stand on the page of the topic. */
export function topicFeed(frame: Frame, { name, path, parts }: Topic): PublicPage {
  const entries = parts.map(({ digest, stories }): Entry => {
    const told = stories.map((story) => ({ title: story.title, html: toHtml(story.said, { base: frame.url }) }))
    return {
      title: `${name}: ${digest.title}`,
      description: told.map(({ title }) => title).join('; '),
      link: `${frame.url}${path}#in-${digest.id}`,
      date: digest.date,
      content: told.map(({ html }) => html).join('\n'),
    }
  })
  const feed = `${path}feed.xml`
  return { path: feed, data: { site: frame, canonical: feed, feed: { title: `${frame.title}: ${name}`, entries } } }
}
