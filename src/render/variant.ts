import type { Heading, Paragraph, Root } from 'mdast'
import { daysTold } from './days-told.ts'
import type { Content } from '../content.ts'
import { type Document, treesOf } from '../document.ts'
import { imagesIn } from '../images-in.ts'
import type { Audience } from '../model/audience.ts'
import type { Picture } from '../model/picture.ts'
import type { Recorded } from '../model/recorded.ts'
import { ARCHIVE_PLACE, LINK_PLACE } from '../private-places.ts'
import { variantName } from '../variant-name.ts'
import { type Correction, type Edition, editionOf } from './edition.ts'
import { toEmail } from './email.ts'
import { longDate } from './long-date.ts'
import { markValues } from './mark-values.ts'
import { toPage } from './page.ts'
import { pixelWidth } from './pixel-width.ts'
import { toText } from './text.ts'

/**
 * What a rendering is called and made for. `name`: `tier-NAME`, `client-NAME`, or either with `correction-` before it; `tier`: of the client of a
 * `client-NAME`, where it is not the one of its file; `corrects`: the first revision that was wrong: a correction begins with the errata of it and of all after it.
 */
export type VariantKey = { name: string; tier?: string | undefined; corrects?: string | undefined }

/** A rendering for the clients that share it. `pictures`: those that go with the mail; the page holds them itself. `words`: how many words it holds beyond the public edition. */
export type RenderedVariant = VariantKey & { html: string; text: string; page: string; pictures: Picture[]; words: number }

/** A picture below the summary of a mail. `alt`: what it shows, in a sentence or two; the text part has it in its place. */
export type Glance = { picture: Picture; alt: string }

/** Clients that a passage of the document or its errata is for alone. */
export function addressedIn(document: Document): Set<string> {
  return new Set(treesOf(document).flatMap((tree) => [...markValues(tree, 'only')]))
}

/**
 * The client edition of a document for a variant; only the mail of a correction tells what was wrong, the page always does. `styles`: CSS of the page; `links`: with places for the addresses of each client's own pages;
 * `pictures`: the content's own, of which the edition takes what it shows; `glance`: a picture that is drawn for the mail, and what it shows in words;
 * `recorded`: what was collected for it, which its page shows; `note`: why its readers get it (default: as clients).
 */
export function renderVariant(
  document: Document,
  variant: VariantKey,
  options: {
    content: Pick<Content, 'site' | 'clients'>
    now: Date
    styles: string
    links?: boolean
    pictures?: readonly Picture[]
    glance?: Glance | undefined
    recorded?: Recorded | undefined
    note?: string | undefined
  },
): RenderedVariant {
  const { site, clients } = options.content
  const context = { tiers: site.tiers, now: options.now }
  const edition = editionOf(document, audienceOf(variant, clients), context)
  const corrections = edition.corrections.filter(({ revision }) => variant.corrects !== undefined && numberOf(revision) >= numberOf(variant.corrects))
  const frame = {
    site: site.title,
    url: site.url,
    language: site.language,
    note:
      options.note ??
      `You read this because your organisation is a client of ${site.author.name}. It holds passages that are not public: please keep it inside. Reply to this mail to ask, to change who gets it, or to stop.`,
  }
  const base = site.url
  const shown = imagesIn(edition.tree, { site: base })
  const pictures = (options.pictures ?? []).filter(({ filename }) => shown.has(filename))
  const addresses = (of: (picture: Picture) => string): Map<string, string> => new Map(pictures.map((picture) => [picture.filename, of(picture)]))
  const page = options.links ? `${site.url}/private/${LINK_PLACE}` : undefined
  const text =
    corrections.map((one) => `${toText(told(one, site.language), { base })}\n`).join('') +
    toText(opening(edition, { ...frame, said: [edition.summary, options.glance?.alt, page && `Read this in a browser: ${page}`] }), { base }) +
    `\n${toText(edition.tree, { base, pictures: shown })}\n-- \n${toText({ type: 'root', children: [paragraph(frame.note)] }, { base })}`
  const count = (tree: typeof edition.tree): number => toText(tree, { base }).split(/\s+/).length
  return {
    ...variant,
    html: toEmail(edition, {
      ...frame,
      corrections,
      elsewhere: page,
      pictures: addresses(cid),
      widths: new Map(
        pictures.flatMap((picture) => {
          const width = pixelWidth(Buffer.from(picture.content, 'base64'))
          return width === undefined ? [] : [[cid(picture), width]]
        }),
      ),
      glance: options.glance && { source: cid(options.glance.picture), alt: options.glance.alt },
    }),
    text,
    page: toPage(
      edition,
      {
        ...frame,
        note: `For clients of ${site.author.name}`,
        elsewhere: options.links ? `../${ARCHIVE_PLACE}/` : undefined,
        pictures: addresses(({ content_type, content }) => `data:${content_type};base64,${content}`),
        highlight: site.highlight,
        recorded: options.recorded,
      },
      options.styles,
    ),
    pictures: [...(options.glance ? [options.glance.picture] : []), ...pictures],
    words: count(edition.tree) - count(editionOf(document, { edition: 'public' }, context).tree),
  }
}

/** How a mail calls a picture that goes with it. */
function cid({ content_id }: Picture): string {
  return `cid:${content_id}`
}

/** What stands above the text of a mail that is read as plain text. */
function opening(edition: Edition, around: { site: string; language: string; said: readonly (string | undefined)[] }): Root {
  const title: Heading = { type: 'heading', depth: 1, children: [{ type: 'text', value: edition.title }] }
  const from = `${around.site}, ${daysTold(edition, around.language)}`
  return { type: 'root', children: [title, ...[from, ...around.said].flatMap((line) => (line ? [paragraph(line)] : []))] }
}

function paragraph(text: string): Paragraph {
  return { type: 'paragraph', children: [{ type: 'text', value: text }] }
}

function numberOf(revision: string): number {
  return Number(revision.slice(1))
}

/** What a correction begins with, set off from what follows by a rule: the first heading is the title. */
function told({ date, tree }: Correction, language: string): Root {
  return { type: 'root', children: [paragraph(`Correction, ${longDate(date, language)}`), ...tree.children, { type: 'thematicBreak' }] }
}

/** The audience of a variant. */
function audienceOf({ name, tier }: VariantKey, clients: Content['clients']): Audience {
  const { kind, of } = variantName(name)
  return kind === 'tier' ? { edition: 'clients', tier: of } : { edition: 'clients', tier: tier ?? clients.get(of)?.tier ?? '', client: of }
}
