import { hash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { Environment } from '../src/environment.ts'
import { readBytes, readText, writeFast } from '../src/files.ts'
import type { Site } from '../src/model/site.ts'
import type { SearchedPage } from '../src/render/searched-pages.ts'
import type { Tree } from '../src/tree.ts'
import { programVersion, ROOT } from './program-version.ts'
import { runPagefind } from './run-pagefind.ts'
import { searchProgram } from './search-program.ts'

const STYLES = join(ROOT, 'src/styles/search.css')

/** A page of a tree that is found. `file`: where it lies in the tree; `key`: of all that it was made from. */
export type PutPage = SearchedPage & { file: string; key: string }

/** What was put when the index was last made: of which pages, and each file of it with its own key. */
const noteSchema = z.strictObject({ key: z.string(), files: z.array(z.tuple([z.string(), z.string()])) })

/**
 * Puts into a tree what the search page needs: its script and styles, Pagefind and the index of pages that were put before. The index is made only where
 * another page is found, or the same with other words, than in the files that stand.
 */
export async function putSearch(
  tree: Tree,
  pages: readonly PutPage[],
  { site, environment }: { site: Site; environment: Environment },
): Promise<void> {
  const version = await programVersion()
  const styles = (await readBytes(STYLES)) ?? Buffer.alloc(0)
  await tree.put('search/search.css', hash('sha256', styles), () => styles)
  await tree.put('search/search.js', hash('sha256', `search.js ${version}`), async () => {
    const { bundleScript } = await import('./bundle-script.ts')
    return Buffer.from(await bundleScript('search'))
  })
  if (pages.length === 0) return
  for (const [path, bytes] of await searchProgram(site.language)) await tree.put(`pagefind/${path}`, hash('sha256', bytes), () => bytes)

  const note = join(environment.cache, 'search', `${hash('sha256', environment.out).slice(0, 12)}.json`)
  const inOrder = [...pages].sort((a, b) => (a.path < b.path ? -1 : 1))
  const key = hash('sha256', JSON.stringify([version, site.language, inOrder]))
  const noted = await readNote(note)
  const stand = noted?.key === key && noted.files.every(([path, own]) => tree.stands(path, own)) ? noted.files : undefined
  const made = stand ? new Map<string, Uint8Array>() : await makeIndex(tree, inOrder, site)
  const files = stand ?? [...made].map(([path, bytes]): [string, string] => [path, hash('sha256', bytes)])
  for (const [path, own] of files) await tree.put(path, own, () => made.get(path) ?? Promise.reject(new Error(`${path} does not stand any more`)))
  if (!stand) writeFast(note, Buffer.from(JSON.stringify({ key, files })))
}

/** The files of the index alone, by their paths in the tree. */
async function makeIndex(tree: Tree, pages: readonly PutPage[], site: Site): Promise<Map<string, Uint8Array>> {
  const indexed = pages.map((page) => ({ path: page.path, html: foundHtml(tree.read(page.file).toString(), page, site.language) }))
  const files = await runPagefind(indexed)
  return new Map([...files].filter(([path]) => /\.pf_\w+$|^pagefind-entry\.json$/.test(path)).map(([path, bytes]) => [`pagefind/${path}`, bytes]))
}

/** What is read of a page: its main part alone, with what is told of it beside its words. */
function foundHtml(html: string, { path, kind, date }: PutPage, language: string): string {
  const [from, to] = [html.indexOf('<main'), html.lastIndexOf('</main>')]
  if (from < 0 || to < from) throw new Error(`Cannot find words in the page ${path}: it has no main part`)
  const day = date === undefined ? '' : ` data-pagefind-meta="day:${date.replaceAll('-', '')}"`
  // Its title is told with it, and would begin each excerpt.
  const words = html.slice(from + '<main'.length, to).replace('<h1', '<h1 data-pagefind-ignore')
  const main = `<main data-pagefind-filter="kind:${kind}"${day}${words}</main>`
  return `<!doctype html><html lang="${language}"><body>${main}</body></html>`
}

/** What was noted; nothing where there is no such note, or it cannot be read. */
async function readNote(file: string): Promise<z.infer<typeof noteSchema> | undefined> {
  try {
    return noteSchema.parse(JSON.parse((await readText(file)) ?? ''))
  } catch {
    return undefined
  }
}
