import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Content } from '../src/content.ts'
import { readLedger, sealedFolder } from '../src/deliver/ledger.ts'
import { Problem } from '../src/errors.ts'
import { readBytes, readText, writeWhole } from '../src/files.ts'
import { calmPage } from '../src/layouts/calm-page.ts'
import { bundleOpener } from './bundle-opener.ts'

const STYLES = fileURLToPath(new URL('../src/styles', import.meta.url))

/**
 * Puts the sealed pages of clients whose key number still stands into `private/` of a build, each with the same page before it, and
 * the script and styles that these need. Gives their number; where there is none, nothing is written. @throws {Problem} when one is not there
 */
export async function publishSealed(out: string, content: Content): Promise<number> {
  const standing = (await readLedger(content.folder)).filter((line) => content.clients.get(line.client)?.key === line.key)
  if (standing.length === 0) return 0
  const folder = join(out, 'private')
  const calm = calmPage(content.site)
  for (const { token } of standing) {
    const path = join(sealedFolder(content.folder), `${token}.age`)
    const sealed = await readBytes(path)
    if (!sealed?.subarray(0, 22).equals(Buffer.from('age-encryption.org/v1\n')))
      throw new Problem({
        what: `Cannot publish the sealed page ${token}: ${sealed ? 'its file is no age file' : 'its file is not there'}`,
        where: path,
        fix: 'Restore it from version control, or remove it and run npm run send -- ID where the revision is, to seal it anew',
      })
    await writeWhole(join(folder, `${token}.age`), sealed)
    await writeWhole(join(folder, token, 'index.html'), calm)
  }
  const styles = await Promise.all(['site.css', 'calm.css'].map((name) => readText(join(STYLES, name))))
  await writeWhole(join(folder, 'page.css'), styles.join('\n'))
  await writeWhole(join(folder, 'open.js'), await bundleOpener())
  return standing.length
}
