import { basename, join, relative } from 'node:path'
import type { Content } from '../src/content.ts'
import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { followLink, listNames, readText, readTree } from '../src/files.ts'
import { nextOpening, type Opening } from '../src/render/next-opening.ts'
import type { PublicPage } from '../src/render/public-pages.ts'
import { command, counted, say } from './command.ts'
import { compileTemplates, pageProblem, type Templates } from './compile-templates.ts'
import { hasError, printFindings } from './print-findings.ts'
import { publicSite } from './public-site.ts'
import { publicImageFiles } from './public-image-files.ts'
import { publishSite } from './publish-site.ts'
import { readChecked, readLeaks } from './read-check.ts'
import { sealedFiles } from './sealed-files.ts'

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
    const templates = await compileTemplates(environment, content)
    const { editions, pages } = await publicSite(content, environment.now)
    const sealed = await sealedFiles(content)
    const files = new Map([
      ...(await readTree(templates.assets)),
      ...(await renderPages(pages, { content, templates })),
      ...(await publicImageFiles(content, editions)),
      ...sealed.files,
    ])
    const search = async (folder: string): Promise<void> => {
      const leaked = await readLeaks(folder, content, environment, basename(out))
      if (leaked.length === 0) return
      printFindings(leaked, process.stderr)
      throw new Problem({
        what: 'Cannot publish this build: it holds private text',
        where: out,
        fix: 'Nothing was published; the passages are named above',
      })
    }
    await publishSite(files, { out, cache: environment.cache, search })
    const written = [...files.keys()].filter((file) => file.endsWith('.html')).length - sealed.count
    say(
      `build: ${written} pages${sealed.count > 0 ? `, ${sealed.count} sealed pages` : ''}, ${files.size} files in ${relative(process.cwd(), out) || out}`,
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

/** Every page by its file. */
async function renderPages(
  pages: readonly PublicPage[],
  { content, templates }: { content: Content; templates: Templates },
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  for (const { path, data } of pages) {
    const bytes = await templates.render(addressOf(path, content.site.url), data()).catch((error: unknown) => failed(error, path, content))
    files.set(path.slice(1) + (path.endsWith('/') ? 'index.html' : ''), bytes)
  }
  return files
}

/** Where Astro's router finds a page. */
function addressOf(path: string, url: string): string {
  return `${url}${path.replace(/\.html$/, '/')}`
}

function failed(error: unknown, path: string, { folder, pages }: Content): never {
  const page = pages.find(({ name }) => path === `/${name}/`)
  throw page === undefined ? error : pageProblem(join(folder, page.file), error)
}
