import type { Chromium } from '../src/chromium.ts'
import type { Content } from '../src/content.ts'
import type { Variant } from '../src/deliver/freeze.ts'
import { readPdf, type Revision } from '../src/deliver/revisions.ts'
import type { Document } from '../src/document.ts'
import type { Paper } from '../src/model/paper.ts'
import type { RenderedVariant } from '../src/render/variant.ts'
import { printPages } from './print-pages.ts'

/**
 * Variants with their pages as PDFs. What the newest revision printed of the same page is taken from there, byte for byte: two versions of
 * Chromium, or two machines with other fonts, do not print the same bytes, and content that has not changed is the same revision on each. What is printed
 * anew becomes part of what is approved, so that a PDF that goes out is one that somebody could look at.
 */
export async function attachPdfs(
  variants: readonly RenderedVariant[],
  options: { document: Document; content: Content; newest: Revision | undefined; paper: Paper; open: () => Promise<Chromium> },
): Promise<(RenderedVariant & Pick<Variant, 'pdf'>)[]> {
  const { document, content, newest, paper, open } = options
  const printed = await printPages(new Map(variants.map(({ name, page }) => [name, page])), {
    open,
    paper,
    title: document.frontmatter.title,
    author: content.site.author.name,
    date: document.date ?? '1970-01-01',
    kept: async (name, hash) => newest && readPdf(newest, name, hash),
  })
  return variants.map((variant) => ({ ...variant, pdf: printed.get(variant.name) }))
}
