import { relative } from 'node:path'
import { readContent } from '../src/content.ts'
import { reasonToSkip } from '../src/deliver/plan.ts'
import type { Environment } from '../src/environment.ts'
import { dayOf } from '../src/model/day.ts'
import { writeArchiveLinks } from './archive-links.ts'
import { sealPages } from './seal-pages.ts'

/** Makes the archive of a new client, empty as it is, and the file with its link; without a secret it says how. `isShown`: the link is printed, too. Gives the exit code. */
export async function sealArchive(
  client: string,
  { environment, isShown, out }: { environment: Environment; isShown: boolean; out: (lines: readonly string[]) => void },
): Promise<number> {
  const content = await readContent(environment.content, environment)
  const one = content.clients.get(client)
  if (!environment.secret) {
    out(['archive: none, as DIGEST_SECRET is not set; see "Sealed pages" in the README, and then npm run client -- list --links'])
    return 0
  }
  const reason = one && reasonToSkip(one, { day: dayOf(environment.now) })
  const sealed = await sealPages(content, environment, { welcomed: client })
  const [made] = await writeArchiveLinks(content, { environment, only: client })
  if (!made) return 0
  out([
    ...(sealed === undefined ? [] : [sealed]),
    `archive: its link is in ${relative(process.cwd(), made.path)}, for you alone; who has it reads the editions of ${client}`,
    ...(isShown ? [`  ${made.link}`] : []),
    reason === undefined ? '  it is empty, and fills with the first digest that is sent to it' : `  it comes with the first digest: ${reason}`,
    `next: npm run check, then npm run build and publish; npm run dev shows every edition as ${client}`,
  ])
  return 0
}
