import { hash } from 'node:crypto'
import type { Folder, Manuscript } from '../src/folder.ts'
import { pathOf } from '../src/path-of.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readTree } from '../src/files.ts'
import type { Finding } from '../src/model/finding.ts'
import { nextOpening, type Opening } from '../src/render/next-opening.ts'
import { otherPages } from '../src/render/other-pages.ts'
import { frameOf } from '../src/render/frame-of.ts'
import { feedPage, FEEDS, hasTwins, inFeed, type PublicPage, publicationPage } from '../src/render/public-pages.ts'
import { searchedPages } from '../src/render/searched-pages.ts'
import type { Tree } from '../src/tree.ts'
import { findingsOver } from './check-folder.ts'
import { cardFiles } from './card-files.ts'
import { templatesOf } from './compile-templates.ts'
import { findLeaks } from './find-leaks.ts'
import { otherTwins } from './other-twins.ts'
import type { Prepare, PreparedDocument } from './prepare-folder.ts'
import { hasError, printFindings } from './print-findings.ts'
import { publicImageFiles } from './public-image-files.ts'
import { stampPages } from './stamp-pages.ts'
import { restOf } from './rest-of.ts'
import { sealedFiles } from './sealed-files.ts'

/** What was built: so many pages, sealed pages, and files in all; `opening`: what the calendar opens next. */
export type Filled = { pages: number; sealed: number; files: number; opening: Opening | undefined }

/**
 * Puts every file of the public site into a tree and searches it for private text. A page is rendered as soon as its document is prepared, where
 * none stands that was made from the same. `name`: how the tree is called in what is found.
 * @throws {Problem} when the content has errors, or a file holds what is private: each is printed
 */
export async function fillSite(
  folder: Folder,
  { tree, environment, prepare, name }: { tree: Tree; environment: Environment; prepare: Prepare; name: string },
): Promise<Filled> {
  const { now, secret } = environment
  const templates = await templatesOf(folder, environment)
  const render = stampPages(templates.render)
  // The site's own pages, which its frame names, are a part of the templates.
  const frame = JSON.stringify(frameOf(folder, { pages: [], now }))
  const keyOf = (from: string): string => hash('sha256', `${templates.name} ${frame} ${from}`)
  const isTwinned = hasTwins(folder.site)
  const stands = ({ kind, id }: Manuscript, key: string): boolean => {
    if (kind === 'pages') return true
    const path = pathOf({ kind, id })
    return [path, ...(isTwinned ? [`${path}index.md`] : [])].every((one) => tree.stands(fileOf(one), keyOf(key)))
  }

  const writing: Promise<void>[] = []
  const write = (path: string, key: string, make: () => Uint8Array | Promise<Uint8Array>): void => {
    const written = tree.put(path, key, make)
    // Whoever waits for all of them is told what went wrong.
    written.catch(() => undefined)
    writing.push(written)
  }
  const keys = new Map<string, string>()
  const put = (path: string, from: string, page: () => PublicPage | Promise<PublicPage>): void => {
    const key = keyOf(from)
    keys.set(path, key)
    write(fileOf(path), key, async () => render(await page()))
  }
  const putText = (path: string, from: string, make: () => string | undefined | Promise<string>): void =>
    write(fileOf(path), keyOf(from), async () => {
      const text = await make()
      if (text === undefined) throw new Error(`Cannot write ${path}: it was not prepared`)
      return Buffer.from(text)
    })

  try {
    const documents = await prepare(folder, { now, stands })
    const own = await Promise.all(documents.filter(({ manuscript }) => manuscript.kind === 'pages').map(({ prepared }) => prepared))
    const site = frameOf(folder, { pages: own.flatMap(({ page }) => page ?? []), now })
    const prepared: PreparedDocument[] = []
    let isSound = !hasError([...folder.faults, ...own.flatMap(({ findings }) => findings)])
    for (const one of documents) {
      const document = await one.prepared
      const { edition, body, twin } = document
      // They are needed once, and there are many.
      delete document.body
      if (document.page === undefined) delete document.twin
      prepared.push(document)
      isSound &&= !hasError(document.findings)
      if (!isSound || !edition) continue
      put(pathOf(edition), document.key, () => publicationPage(site, edition, body))
      if (isTwinned) putText(`${pathOf(edition)}index.md`, document.key, () => twin)
    }
    const findings = await findingsOver(folder, prepared)
    if (hasError(findings)) refuse(findings, 'Cannot build: the content has errors', folder.folder)
    const refused = prepared.find((document) => document.refused !== undefined)
    if (refused) throw new Error(refused.refused)

    const rest = restOf(prepared, folder, now)
    const others = otherPages(site, rest)
    for (const page of others) put(page.path, JSON.stringify(page.data), () => page)
    if (isTwinned) for (const { path, from, make } of otherTwins(site, { others, documents: own, editions: rest.editions })) putText(path, from, make)
    const feed = inFeed(rest.editions)
    const feedKey = feed.map((edition) => prepared.find((document) => document.edition === edition)?.key)
    let entries: ReturnType<typeof entriesOf> | undefined
    for (const path of FEEDS)
      put(path, JSON.stringify([path, site, feedKey]), async () => feedPage(site, path, await (entries ??= entriesOf(feed, folder, now))))
    for (const { path, key, make } of await cardFiles(folder.site, rest.editions, environment)) write(path, key, make)
    const sealed = await sealedFiles(folder)
    const files = [...(await readTree(await templates.assets())), ...publicImageFiles(folder, prepared), ...sealed.files]
    for (const [path, bytes] of files) write(path, hash('sha256', bytes), () => bytes)
    await Promise.all(writing)
    if (site.extras.includes('search')) {
      const { putSearch } = await import('./put-search.ts')
      const pages = searchedPages(site, rest).map((page) => ({ ...page, file: fileOf(page.path), key: keys.get(page.path) ?? '' }))
      await putSearch(tree, pages, { site: folder.site, environment })
    }

    const settled = await tree.settle()
    const leaked = await findLeaks(settled, { folder, prepared, secret, name, now })
    if (leaked.length > 0) refuse(leaked, 'Cannot publish this build: it holds private text', environment.out)
    return {
      pages: settled.filter(({ path }) => path.endsWith('.html')).length - sealed.count,
      sealed: sealed.count,
      files: settled.length,
      opening: nextOpening(prepared.map(({ openings }) => openings)),
    }
  } finally {
    await Promise.allSettled(writing)
  }
}

function refuse(findings: readonly Finding[], what: string, where: string): never {
  printFindings(findings, process.stderr)
  throw new Problem({ what, where, fix: 'Mend what is listed above; nothing was published' })
}

/** The file of a page below the site's base. */
function fileOf(path: string): string {
  return path.slice(1) + (path.endsWith('/') ? 'index.html' : '')
}

/** What stands in the feed of some publications. */
async function entriesOf(editions: ReturnType<typeof inFeed>, folder: Folder, now: Date) {
  const { entriesIn } = await import('./entries-in.ts')
  return entriesIn(editions, folder, now)
}
