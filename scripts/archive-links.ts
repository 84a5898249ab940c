import { join } from 'node:path'
import { archiveLink } from '../src/deliver/archive-link.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { writeWhole } from '../src/files.ts'
import type { Folder } from '../src/folder.ts'
import { isServed } from '../src/is-served.ts'
import { dayOf } from '../src/model/day.ts'

/** A link to the archive of a client, and the file that holds it. */
export type ArchiveLink = { client: string; link: string; path: string }

/**
 * Writes the link to the archive of each client that is served, or of one alone, into `links/NAME.txt` of the private folder, which nobody but its owner reads: whoever
 * has the link reads the client's editions. @throws {Problem} without DIGEST_SECRET
 */
export async function writeArchiveLinks(
  { site, clients }: Pick<Folder, 'site' | 'clients'>,
  { environment, only }: { environment: Environment; only?: string },
): Promise<ArchiveLink[]> {
  const { secret, now } = environment
  if (!secret)
    throw new Problem({
      what: 'Cannot make links to archives: DIGEST_SECRET is not set',
      fix: 'Make one with "openssl rand -base64 32", keep it where your passwords are, set it, and run npm run client -- list --links',
    })
  const day = dayOf(now)
  const links: ArchiveLink[] = []
  for (const [client, one] of clients) {
    if (only === undefined ? !isServed(one, day) : client !== only) continue
    const link = archiveLink(site.url, { secret, client, number: one.key })
    const path = join(environment.private, 'links', `${client}.txt`)
    await writeWhole(path, `${link}\n`, { isSecret: true })
    links.push({ client, link, path })
  }
  return links
}
