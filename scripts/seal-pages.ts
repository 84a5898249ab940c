import { join, relative } from 'node:path'
import type { Content } from '../src/content.ts'
import { seal } from '../src/deliver/seal.ts'
import type { Environment } from '../src/environment.ts'
import { withLock } from '../src/lock.ts'
import { dayOf } from '../src/model/day.ts'
import { toArchive } from '../src/render/archive.ts'
import { counted, say } from './command.ts'
import { readStyles } from './read-styles.ts'

/** Seals what is frozen, with an archive for a client that is `welcomed`, and tells what there is now and what to do before sending; undefined where there is no secret, which is said on stderr. */
export async function sealPages(content: Content, environment: Environment, { welcomed }: { welcomed?: string } = {}): Promise<string | undefined> {
  const { secret } = environment
  if (!secret) {
    say('send: no sealed pages, as DIGEST_SECRET is not set: mail holds no link to read it in a browser')
    return undefined
  }
  const styles = await readStyles()
  const { pages, fresh, removed } = await withLock(
    join(environment.private, 'seal.lock'),
    () =>
      seal({
        content: environment.content,
        private: environment.private,
        secret,
        clients: content.clients,
        day: dayOf(environment.now),
        welcomed,
        archiveOf: (editions) => toArchive(editions, { site: content.site, styles }),
      }),
    { waitMs: 60_000 },
  )
  const folder = relative(process.cwd(), join(environment.content, 'sealed'))
  return `${counted(pages, 'sealed page')} in ${folder}, ${fresh} of them new, ${removed} removed: build and publish the site before sending`
}
