import { basename, dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { listTree, makeFolder, remove, swapFolder } from '../src/files.ts'
import { command, say } from './command.ts'
import { hasError, printFindings } from './print-findings.ts'
import { readChecked, readLeaks } from './read-check.ts'

await command({
  name: 'build',
  does: 'Builds the public edition into a fresh folder, searches every byte of it for private text, and only then puts it in its place.',
  async run() {
    const environment = readEnvironment()
    const { content, findings } = await readChecked(environment)
    if (hasError(findings)) {
      printFindings(findings, process.stderr)
      throw new Problem({ what: 'Cannot build: the content has errors', where: environment.content, fix: 'Mend what is listed above; nothing was built' })
    }
    const { out } = environment
    if (![out, ...await listTree(out).catch(() => [])].some((path) => path === 'feed.xml') && (await listTree(out).catch(() => [])).length > 0) {
      throw new Problem({ what: `Cannot build into ${out}: it holds files that no build made`, where: out, fix: 'Set DIGEST_OUT to an empty folder, or remove what is there' })
    }
    const fresh = `${out}.${process.pid}.tmp`
    await makeFolder(dirname(fresh))
    try {
      await renderSite(fresh)
      const leaked = await readLeaks(fresh, content, environment.now, basename(out))
      if (leaked.length > 0) {
        printFindings(leaked, process.stderr)
        throw new Problem({ what: 'Cannot publish this build: it holds private text', where: out, fix: 'Nothing was published; the passages are named above' })
      }
      const files = await listTree(fresh)
      await swapFolder(fresh, out)
      say(`build: ${files.filter((file) => file.endsWith('.html')).length} pages, ${files.length} files in ${relative(process.cwd(), out) || out}`)
    } finally {
      await remove(fresh)
    }
    return 0
  },
})

async function renderSite(outDir: string): Promise<void> {
  process.env['ASTRO_TELEMETRY_DISABLED'] = '1'
  const { build } = await import('astro')
  await build({ root: fileURLToPath(new URL('..', import.meta.url)), outDir, logLevel: 'warn' })
}
