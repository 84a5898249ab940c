import { Problem } from '../src/errors.ts'
import { counted, progress } from './command.ts'

/** A page as a search finds it. `path`: its address below the site's base, with slashes; `html`: an HTML document. */
export type IndexedPage = { path: string; html: string }

/** What a page holds that is no text of its own: contents, its date, numbers of footnotes and the ways back from them, drawings, words for screen readers. */
const LEFT_OUT = [
  'nav',
  '.kicker',
  '.minutes',
  '.glance',
  '.sources',
  'svg',
  'noscript',
  '.sr-only',
  '[data-footnote-ref]',
  '[data-footnote-backref]',
]

/**
 * Every file that Pagefind makes of some pages, by its path in Pagefind's folder; the same for the same pages in the same order. Its program is
 * started for this and stopped. @throws {Problem} when it is not there for this machine, or fails
 */
export async function runPagefind(pages: readonly IndexedPage[]): Promise<Map<string, Uint8Array>> {
  const { close, createIndex } = await import('pagefind')
  const bar = progress('search')
  try {
    const { index, errors } = await createIndex({ excludeSelectors: LEFT_OUT })
    if (!index) throw new Error(errors.join('; '))
    // One after the other: each gets the next number.
    for (const [number, { path, html }] of pages.entries()) {
      bar.at(`${number + 1} of ${counted(pages.length, 'page')}`)
      refuse((await index.addHTMLFile({ url: path, content: html })).errors)
    }
    bar.at('packing the index')
    const made = await index.getFiles()
    refuse(made.errors)
    return new Map(made.files.map(({ path, content }) => [path, content]))
  } catch (error) {
    throw new Problem(
      {
        what: `Cannot make the search: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
        fix: 'Run npm ci, which brings Pagefind for this machine, or leave "search" out of `extras` in site.yaml; nothing was published',
      },
      { cause: error },
    )
  } finally {
    bar.done()
    await close()
  }
}

function refuse(errors: readonly string[]): void {
  if (errors.length > 0) throw new Error(errors.join('; '))
}
