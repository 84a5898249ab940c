import type { Chromium } from '../src/chromium.ts'
import { type Print, sha256 } from '../src/deliver/freeze.ts'
import { finishPdf } from '../src/finish-pdf.ts'
import type { Paper } from '../src/model/paper.ts'
import { printedPage } from '../src/render/printed-page.ts'
import { counted, progress } from './command.ts'
import { readFonts } from './read-fonts.ts'

/**
 * The PDFs of pages by their names. `kept` may give the PDF of what was printed before; a browser is opened only where something is left to
 * print, one for all. @throws {Problem} as `open`, or when the browser fails
 */
export async function printPages(
  pages: ReadonlyMap<string, string>,
  options: {
    open: () => Promise<Chromium>
    paper: Paper
    title: string
    author: string
    date: string
    kept?: (name: string, printed: string) => Promise<Buffer | undefined>
  },
): Promise<Map<string, Print>> {
  const fonts = await readFonts()
  const done = new Map<string, Print>()
  const bar = progress('pdf')
  let chromium: Chromium | undefined
  try {
    for (const [name, page] of pages) {
      const html = printedPage(page, { author: options.author, fonts })
      const printed = sha256(`${options.paper}\n${html}`)
      const kept = await options.kept?.(name, printed)
      bar.at(`${done.size + 1} of ${counted(pages.size, 'edition')}`)
      chromium ??= kept ? undefined : await options.open()
      const bytes = kept ?? finishPdf((await chromium?.print(html, options.paper)) ?? Buffer.alloc(0), { ...options, headings: headingsIn(page) })
      done.set(name, { paper: options.paper, printed, bytes })
    }
  } finally {
    bar.done()
    await chromium?.close()
  }
  return done
}

/** The words of the headings of a page as `toPage` writes it, but for those that nobody sees. */
function headingsIn(page: string): string[] {
  return [...page.matchAll(/<h([1-6])\b(?![^>]*\bsr-only\b)[^>]*>(.*?)<\/h\1>/gs)].map(([, , html = '']) =>
    html.replace(/<[^>]*>/g, '').replace(/&#x([\da-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16))),
  )
}
