import type { Content } from '../content.ts'
import type { Document } from '../document.ts'
import { imagesIn } from '../images-in.ts'
import type { Picture } from '../model/picture.ts'
import type { Recorded } from '../model/recorded.ts'
import { pathOf } from '../path-of.ts'
import { publicEdition } from './edition.ts'
import { toPage } from './page.ts'

/**
 * The public edition of a document as one self-contained page, as the editions of clients have one; undefined while everyone may not read it.
 * `pictures`: the content's own, of which the edition takes what it shows; `recorded`: what was collected for it.
 */
export function publicPage(
  document: Document,
  {
    content: { site },
    now,
    styles,
    pictures = [],
    recorded,
  }: { content: Content; now: Date; styles: string; pictures?: readonly Picture[]; recorded?: Recorded | undefined },
): string | undefined {
  const edition = publicEdition(document, { tiers: site.tiers, now })
  if (edition === undefined) return undefined
  const shown = imagesIn(edition.tree, { site: site.url })
  const addresses = pictures
    .filter(({ filename }) => shown.has(filename))
    .map(({ filename, content_type, content }) => [filename, `data:${content_type};base64,${content}`] as const)
  const note = `${site.url}${pathOf(edition)}`.replace(/^https?:\/\//, '')
  const frame = { site: site.title, url: site.url, language: site.language, note, pictures: new Map(addresses), highlight: site.highlight, recorded }
  return toPage(edition, frame, styles)
}
