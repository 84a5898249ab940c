import { z } from 'zod'
import { beginning, bodyOf } from '../body-of.ts'
import { feedArticles } from './feed-articles.ts'
import { patiently, Unreadable } from '../patience.ts'
import { instant } from '../../model/instant.ts'
import type { Upstream } from '../upstream.ts'

const versionSchema = z.strictObject({ xml: z.string(), etag: z.string().optional(), lastModified: z.string().optional() })
/** The feed as it stood. `at`: when it was asked for. */
type Version = z.infer<typeof versionSchema> & { at: string }

/** Every version of a feed that was kept, oldest first. */
export async function readVersions({ store }: Upstream): Promise<Version[]> {
  const versions: Version[] = []
  for await (const { at, answer } of store.read('versions')) versions.push({ at, ...versionSchema.parse(answer) })
  return versions
}

/** Asks for a feed and keeps it where it is another than the last that was kept; undefined where it is not. @throws {Problem} when it cannot be had */
export async function askFeed(url: string, last: Version | undefined, upstream: Upstream): Promise<Version | undefined> {
  const headers = {
    accept: 'application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5',
    ...(last?.etag && { 'if-none-match': last.etag }),
    ...(last?.lastModified && { 'if-modified-since': last.lastModified }),
  }
  const answer = await patiently(
    { url, headers },
    (given) => {
      if (given.status === 304 && last) return undefined
      const xml = bodyOf(given, url)
      try {
        feedArticles(xml, url)
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error
        throw new Unreadable(`${new URL(url).host} answered with what is no feed, ${error.message}: "${beginning(xml)}"`, { cause: error })
      }
      return { xml, etag: given.headers['etag'], lastModified: given.headers['last-modified'] }
    },
    upstream,
  )
  if (!answer || answer.xml === last?.xml) return undefined
  const { xml, etag, lastModified } = answer
  const version = { xml, ...(etag && { etag }), ...(lastModified && { lastModified }) }
  const at = instant(upstream.clock.now())
  await upstream.store.keep('versions', { at, ask: url, answer: version })
  return { at, ...version }
}
