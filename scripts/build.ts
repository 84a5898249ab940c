import { basename, dirname, join, relative } from 'node:path'
import type { Content } from '../src/content.ts'
import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { copyFolder, followLink, listNames, listTree, readText, remove, removeAtExit, swapFolder, writeNew } from '../src/files.ts'
import { isAlive } from '../src/process.ts'
import { nextOpening, type Opening } from '../src/render/next-opening.ts'
import type { PublicPage } from '../src/render/public-pages.ts'
import { command, counted, say } from './command.ts'
import { compileTemplates, pageProblem, type Templates } from './compile-templates.ts'
import { hasError, printFindings } from './print-findings.ts'
import { publicSite } from './public-site.ts'
import { publishImages } from './publish-images.ts'
import { publishSealed } from './publish-sealed.ts'
import { readChecked, readLeaks } from './read-check.ts'

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
    const fresh = `${out}.${process.pid}.tmp`
    removeAtExit(fresh)
    await removeDead(dirname(out), `${basename(out)}.`, '.tmp')
    const templates = await compileTemplates(environment, content)
    const { editions, pages } = await publicSite(content, environment.now)
    const written = await writePages(fresh, pages, { content, templates })
    await publishImages(fresh, content, editions)
    const sealed = await publishSealed(fresh, content)
    const leaked = await readLeaks(fresh, content, environment, basename(out))
    if (leaked.length > 0) {
      printFindings(leaked, process.stderr)
      throw new Problem({
        what: 'Cannot publish this build: it holds private text',
        where: out,
        fix: 'Nothing was published; the passages are named above',
      })
    }
    const files = await listTree(fresh)
    await swapFolder(fresh, out)
    say(`build: ${written} pages${sealed > 0 ? `, ${sealed} sealed pages` : ''}, ${files.length} files in ${relative(process.cwd(), out) || out}`)
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

/** Renders every page into a folder and puts beside them what they refer to. Gives the number of pages of HTML. */
async function writePages(
  folder: string,
  pages: readonly PublicPage[],
  { content, templates }: { content: Content; templates: Templates },
): Promise<number> {
  await copyFolder(templates.assets, folder)
  const writing: Promise<void>[] = []
  let written = 0
  for (const { path, data } of pages) {
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path)
    if (file.endsWith('.html')) written++
    writing.push(
      writeNew(file, await templates.render(addressOf(path, content.site.url), data()).catch((error: unknown) => failed(error, path, content))),
    )
  }
  await Promise.all(writing)
  return written
}

/** Where Astro's router finds a page. */
function addressOf(path: string, url: string): string {
  return `${url}${path.replace(/\.html$/, '/')}`
}

function failed(error: unknown, path: string, { folder, pages }: Content): never {
  const page = pages.find(({ name }) => path === `/${name}/`)
  throw page === undefined ? error : pageProblem(join(folder, page.file), error)
}
