import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SitePage } from '../src/document.ts'
import { type Environment, readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { copyFolder, followLink, listNames, listTree, makeFolder, readText, remove, removeAtExit, swapFolder } from '../src/files.ts'
import { withLock } from '../src/lock.ts'
import { isAlive } from '../src/process.ts'
import { nextOpening, type Opening } from '../src/render/next-opening.ts'
import { command, counted, say } from './command.ts'
import { hasError, printFindings } from './print-findings.ts'
import { publishImages } from './publish-images.ts'
import { publishSealed } from './publish-sealed.ts'
import { readChecked, readLeaks } from './read-check.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

await command({
  name: 'build',
  does: 'Builds the public edition into a fresh folder, searches every byte of it for private text, and only then puts it in its place.',
  async run() {
    const environment = readEnvironment()
    const { content, findings } = await readChecked(environment)
    if (hasError(findings)) {
      printFindings(findings, process.stderr)
      throw new Problem({
        what: 'Cannot build: the content has errors',
        where: environment.content,
        fix: 'Mend what is listed above; nothing was built',
      })
    }
    const out = await followLink(environment.out)
    await refuseForeign(out)
    // Below this folder, whose packages the pages need, and of its own, so that two builds at once do not meet.
    const builds = join(ROOT, '.cache')
    const work = join(builds, `build-${process.pid}`)
    const fresh = `${out}.${process.pid}.tmp`
    // When a page fails Astro goes on with the others: only the end of the process is their end.
    for (const folder of [work, fresh]) removeAtExit(folder)
    await removeDead(builds, 'build-', '')
    await removeDead(dirname(out), `${basename(out)}.`, '.tmp')
    // Astro keeps notes of a build beside its sources, where another's would disturb them.
    await withLock(join(builds, 'build.lock'), () => renderSite(work, environment, content.pages), { waitMs: 300_000 })
    await publishImages(work, content, environment.now)
    const sealed = await publishSealed(work, content)
    const leaked = await readLeaks(work, content, environment, basename(out))
    if (leaked.length > 0) {
      printFindings(leaked, process.stderr)
      throw new Problem({
        what: 'Cannot publish this build: it holds private text',
        where: out,
        fix: 'Nothing was published; the passages are named above',
      })
    }
    const files = await listTree(work)
    await makeFolder(dirname(fresh))
    await copyFolder(work, fresh)
    await swapFolder(fresh, out)
    say(
      `build: ${files.filter((file) => file.endsWith('.html')).length - sealed} pages${sealed > 0 ? `, ${sealed} sealed pages` : ''}, ${files.length} files in ${relative(process.cwd(), out) || out}`,
    )
    const next = nextOpening(content.documents, environment.now)
    if (next) say(sayNext(next))
    return 0
  },
})

/** What a scheduled build waits for. */
function sayNext({ day, passages, files }: Opening): string {
  const opened = [...(passages > 0 ? [counted(passages, 'passage')] : []), ...files]
  const last = opened.pop() ?? ''
  return `next: ${day} opens ${opened.length > 0 ? `${opened.join(', ')} and ` : ''}${last}; build again then`
}

/** Removes what builds that were killed have left: names between `before` and `after` the number of their process. */
async function removeDead(folder: string, before: string, after: string): Promise<void> {
  for (const name of await listNames(folder)) {
    const id = name.startsWith(before) && name.endsWith(after) ? name.slice(before.length, name.length - after.length) : ''
    if (/^\d+$/.test(id) && !isAlive(Number(id))) await remove(join(folder, name))
  }
}

/** A build replaces the whole folder: one that holds anything else than a build is left alone. */
async function refuseForeign(out: string): Promise<void> {
  const index = await readText(join(out, 'index.html'))
  const names = await listNames(out)
  if (names.length === 0 || index?.includes('<meta name="generator" content="Legible">')) return
  throw new Problem({
    what: `Cannot build into ${out}: it holds files that no build made`,
    where: out,
    fix: 'Set DIGEST_OUT to an empty folder, or remove what is there',
  })
}

async function renderSite(outDir: string, environment: Environment, pages: readonly SitePage[]): Promise<void> {
  Object.assign(process.env, {
    ASTRO_TELEMETRY_DISABLED: '1',
    DIGEST_CONTENT: environment.content,
    DIGEST_OUT: environment.out,
    DIGEST_PRIVATE: environment.private,
    DIGEST_CACHE: environment.cache,
  })
  const cwd = process.cwd()
  process.chdir(ROOT)
  try {
    // Astro shows what it kept of an earlier build where a file seems unchanged: what is public today is read today.
    await remove(join(environment.cache, 'astro-public'))
    const { build } = await import('astro')
    await build({ root: ROOT, outDir, logLevel: 'warn' })
  } catch (error) {
    // The pages of the site are the maintainer's own programs: what fails in one is for the maintainer to mend.
    const told = error instanceof Error ? [error.message, error.stack, JSON.stringify(error)].join('\n') : String(error)
    const page = pages.find(({ name, file }) => told.includes(`/${file}`) || told.includes(`/chunks/${name}_`))
    if (page === undefined) throw error
    throw new Problem(
      {
        what: `Cannot build ${page.file}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
        where: join(environment.content, page.file),
        fix: 'Mend the page; nothing was published',
      },
      { cause: error },
    )
  } finally {
    process.chdir(cwd)
  }
}
