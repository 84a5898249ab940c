import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Folder } from '../src/folder.ts'
import { readLedger, sealedFolder } from '../src/deliver/ledger.ts'
import { Problem } from '../src/errors.ts'
import { readBytes, readText } from '../src/files.ts'
import { calmPage } from '../src/layouts/calm-page.ts'

const STYLES = fileURLToPath(new URL('../src/styles', import.meta.url))

/**
 * What `private/` of a build holds, by its files: the sealed pages of clients whose key number still stands, `count` of them, each with the
 * same page before it, and the script and styles that these need; where there is none, nothing. @throws {Problem} when one is not there
 */
export async function sealedFiles(content: Pick<Folder, 'folder' | 'clients' | 'site'>): Promise<{ count: number; files: Map<string, Uint8Array> }> {
  const files = new Map<string, Uint8Array>()
  const standing = (await readLedger(content.folder)).filter((line) => content.clients.get(line.client)?.key === line.key)
  if (standing.length === 0) return { count: 0, files }
  const calm = Buffer.from(calmPage(content.site))
  for (const { token } of standing) {
    const path = join(sealedFolder(content.folder), `${token}.age`)
    const sealed = await readBytes(path)
    if (!sealed?.subarray(0, 22).equals(Buffer.from('age-encryption.org/v1\n')))
      throw new Problem({
        what: `Cannot publish the sealed page ${token}: ${sealed ? 'its file is no age file' : 'its file is not there'}`,
        where: path,
        fix: 'Restore it from version control, or remove it and run npm run send -- ID where the revision is, to seal it anew',
      })
    files.set(`private/${token}.age`, sealed)
    files.set(`private/${token}/index.html`, calm)
  }
  const styles = await Promise.all(['site.css', 'print.css', 'calm.css'].map((name) => readText(join(STYLES, name))))
  files.set('private/page.css', Buffer.from(styles.join('\n')))
  const { bundleScript } = await import('./bundle-script.ts')
  files.set('private/open.js', Buffer.from(await bundleScript('open-sealed')))
  return { count: standing.length, files }
}
