import { join } from 'node:path'
import { examine, examinePage } from '../src/check/check.ts'
import { documentPassages, openImages, type Passage, publicWords } from '../src/check/leaks.ts'
import { openStories } from '../src/check/open-stories.ts'
import { opened } from '../src/check/outline.ts'
import type { Outline } from '../src/check/rule.ts'
import { collectionOf, recordedOf } from '../src/content.ts'
import type { Folder, Manuscript } from '../src/folder.ts'
import { type Document, readDocument, readPage } from '../src/document.ts'
import { imagesIn } from '../src/images-in.ts'
import { dayOf } from '../src/model/day.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Site } from '../src/model/site.ts'
import { pathOf } from '../src/path-of.ts'
import type { Recorded } from '../src/model/recorded.ts'
import { nodesIn } from '../src/nodes-in.ts'
import { publicEdition } from '../src/render/edition.ts'
import { type Openings, openingsOf } from '../src/render/next-opening.ts'
import { bodyOf, figureOf, publishedOf } from '../src/render/body.ts'
import type { Body, Published } from '../src/render/public-pages.ts'
import type { TwinParts } from '../src/render/twin.ts'
import { withoutProgram } from '../src/render/without-program.ts'
import { type Telling, tellings } from '../src/render/telling.ts'
import { daysIn } from '../src/days-in.ts'

/** What a document is read against: the rest of the content, and the instant, whose day counts. */
export type PrepareContext = Pick<Folder, 'folder' | 'site' | 'clients' | 'images'> & { now: Date }

/** A document or page to prepare. `record`: text of what was collected for a digest; `needsBody`: whether its page is to be made anew; `asPublished`: as if it were ready and its day had come. */
export type Preparation = Manuscript & { record?: string | undefined; needsBody: boolean; asPublished?: boolean }

/**
 * All that checks and the public site need of a document or page, worked out from its text and what it is read against; plain data, which can
 * be kept and handed between threads. `outline`: absent where it could not be read; `page`: of a page of the site's own; `days`: on which it would come out otherwise;
 * `passages`: what the public must not read; `words`: what everyone may; `images`: those that everyone may see, as its marks say (`open`)
 * and as its edition shows them (`shown`); `edition`: the public one; `figure`: what was collected for it at a glance, as HTML; `twin`: its page or
 * the page in Markdown; `refused`: why there is none of what should have one; `isWithheld`: there is more that may not leave yet, and nothing of which is kept.
 */
export type Prepared = {
  file: string
  findings: Finding[]
  outline?: Outline
  page?: { name: string; title: string }
  days: string[]
  passages: Passage[]
  words: string[]
  images: { open: string[]; shown: string[] }
  tellings: Telling[]
  openings: Openings
  edition?: Published
  figure?: string
  body?: Body
  twin?: string
  refused?: string
  isWithheld?: true
}

/** What makes twins, where the site has some. */
export type Twins = { twin: (parts: TwinParts, site: Site) => string }

/** Reads, checks and cuts one document for the public, or reads a page of the site's own. @throws {Problem} when what was collected for it cannot be read */
export function prepareDocument(preparation: Preparation, context: PrepareContext, twins?: Twins): Prepared {
  const { kind, id, file, text, errata, record, needsBody, asPublished } = preparation
  if (kind === 'pages') return preparePage({ name: id, file, text }, context, twins)
  const read = readDocument(text, { kind, id, file, errata, now: context.now })
  if (!('tree' in read)) return unread(read)
  const { site, now } = context
  const document = asPublished ? { ...opened(read), date: read.date ?? dayOf(now) } : read
  const collection = record === undefined ? undefined : collectionOf(record, join(context.folder, 'items', `${id}.json`))
  const recorded = recordedOf(record)
  const told = openStories(document, { stories: recorded?.stories ?? [], now })
  return {
    file,
    ...(document.withheld && { isWithheld: true }),
    ...examine(document, { ...context, collection }),
    days: daysIn(document),
    passages: [...documentPassages(document, { site, now }), ...told.passages],
    // Told from the marks alone, not from the cut, else what a wrong cut lets out would count as public.
    words: [publicWords(document, now), ...told.words, ...told.paths],
    ...editionOf(document, recorded, { ...context, needsBody, twins }),
  }
}

/** What the public gets of a document; nothing, and the reason, where the audience function refuses it. */
function editionOf(
  document: Document,
  recorded: Recorded | undefined,
  { site, now, needsBody, twins }: PrepareContext & { needsBody: boolean; twins: Twins | undefined },
): Pick<Prepared, 'images' | 'tellings' | 'openings' | 'edition' | 'body' | 'twin' | 'refused'> {
  // Most documents show no picture: no tree is searched for some.
  const hasImages = nodesIn(document.tree, 'image', 'definition', 'mdxJsxFlowElement', 'mdxJsxTextElement').length > 0
  const open = hasImages ? openImages(document, { site, now }) : []
  try {
    const edition = publicEdition(document, { tiers: site.tiers, now })
    const collected = edition && recorded && { recorded, figure: figureOf(recorded, site.language) }
    return {
      images: { open, shown: edition && hasImages ? [...imagesIn(edition.tree, { site: site.url })] : [] },
      tellings: tellings(document, recorded?.stories ?? [], { tiers: site.tiers, now }),
      openings: openingsOf(document, now),
      ...(edition && { edition: publishedOf(edition) }),
      ...(edition && needsBody && { body: bodyOf(edition, site, collected) }),
      ...(collected && { figure: collected.figure }),
      ...(edition && needsBody && twins && { twin: twins.twin({ ...edition, path: pathOf(edition) }, site) }),
    }
  } catch (error) {
    const refused = error instanceof Error ? error.message : String(error)
    return { images: { open, shown: [] }, tellings: [], openings: { file: document.file, passages: [] }, refused }
  }
}

function preparePage(
  { name, file, text }: { name: string; file: string; text: string },
  context: PrepareContext,
  twins: Twins | undefined,
): Prepared {
  const page = readPage(text, { name, file })
  if (!('tree' in page)) return unread(page)
  const shown = [...imagesIn(page.tree, { site: context.site.url })]
  return {
    ...unread(page),
    ...examinePage(page, context),
    page: { name, title: page.title },
    words: [text],
    images: { open: shown, shown },
    ...(twins && { twin: twins.twin({ ...page, path: `/${name}/`, tree: withoutProgram(page.tree) }, context.site) }),
  }
}

function unread(found: Finding | { file: string }): Prepared {
  const { file } = found
  const findings = 'code' in found ? [found] : []
  return { file, findings, days: [], passages: [], words: [], images: { open: [], shown: [] }, tellings: [], openings: { file, passages: [] } }
}
