import { gate } from '../src/check/gate.ts'
import { openWords, privatePassages, publicWords } from '../src/check/leaks.ts'
import { isClosed } from '../src/check/open-part.ts'
import type { Content } from '../src/content.ts'
import type { Planned } from '../src/deliver/plan.ts'
import type { Document } from '../src/document.ts'
import { imagesIn } from '../src/images-in.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Picture } from '../src/model/picture.ts'
import type { Recorded } from '../src/model/recorded.ts'
import { publicPage } from '../src/render/public-page.ts'
import { WHY } from '../src/render/suggested-first.ts'
import { type Glance, type RenderedVariant, renderVariant, type VariantKey } from '../src/render/variant.ts'

type Collected = { recorded?: Recorded | undefined; glance?: Glance | undefined }

/**
 * Private text in rendered editions: each file is searched for all that a client which gets it must not read, as a build is for all that
 * is private. What a client may read is told from the marks alone, and who gets a file from the plan: neither asks what the rendering asked.
 * `collected`: what the editions show at a glance, which says the same to everyone.
 */
export function searchEditions(
  document: Document,
  variants: readonly RenderedVariant[],
  {
    content: given,
    planned,
    now,
    pictures = [],
    collected = {},
  }: {
    content: Content
    planned: readonly Pick<Planned, 'client' | 'variant' | 'tier'>[]
    now: Date
    pictures?: readonly Picture[]
    collected?: Collected
  },
): Finding[] {
  // A draft that is frozen to be looked at is what its readers would get.
  const ready: Document = { ...document, frontmatter: { ...document.frontmatter, status: 'ready' } }
  const content = { ...given, documents: given.documents.map((one) => (one.file === document.file ? ready : one)) }
  const found = new Map<string, Finding>()
  const tierOf = ({ client, variant, tier }: (typeof planned)[number]): string =>
    tier ?? /^tier-(.*)$/.exec(variant)?.[1] ?? content.clients.get(client)?.tier ?? ''
  for (const members of Map.groupBy(planned, (one) => `${one.client} ${tierOf(one)}`).values()) {
    const [member] = members
    const client = member?.client ?? ''
    const audience = { edition: 'clients', tier: member ? tierOf(member) : '', client } as const
    const passages = privatePassages(content, now, audience)
    const shown = imagesIn(document.tree, { site: content.site.url, hidden: (node) => isClosed(node, now, { audience, tiers: content.site.tiers }) })
    const closed = pictures
      .filter(({ filename }) => !shown.has(filename))
      .map(({ filename, content: bytes }) => ({ from: `images/${filename}`, bytes: Buffer.from(bytes, 'base64') }))
    for (const variant of variants.filter(({ name }) => members.some((one) => one.variant === name))) {
      const searched = gate(passages, () => readable(ready, variant, { content, audience, now, collected }), {
        name: 'variants',
        pictures: closed,
      })
      for (const [file, text] of Object.entries(filesOf(variant))) searched.search({ path: `${variant.name}/${file}`, bytes: Buffer.from(text) })
      for (const { filename, content: bytes } of variant.pictures)
        searched.search({ path: `${variant.name}/${filename}`, bytes: Buffer.from(bytes, 'base64') })
      for (const { file, message } of searched.findings()) {
        const key = `${file} ${message}`
        if (!found.has(key)) found.set(key, { file, level: 'error', code: 'leak/edition', message: `${message}, and ${client} gets this edition` })
      }
    }
  }
  return [...found.values()]
}

/** The same in the page of the public edition, which everyone may get. */
export function searchPublicPage(
  document: Document,
  page: string,
  { content, now, recorded }: { content: Content; now: Date; recorded?: Recorded | undefined },
): Finding[] {
  const open = function* (): Generator<string> {
    yield publicWords(document, now)
    yield (
      publicPage({ ...document, tree: { type: 'root', children: [] }, errata: [] }, { content, now, styles: '', recorded: atAGlance(recorded) }) ?? ''
    )
  }
  const closed = privatePassages(content, now)
  const searched = gate(closed, open, { name: 'variants' })
  searched.search({ path: 'public/page.html', bytes: Buffer.from(page) })
  return searched
    .findings()
    .map((finding) => ({ ...finding, code: 'leak/edition', message: `${finding.message}, and everyone may get this edition` }))
}

/** What may stand in the edition of a client: its own part of the document, and what stands around the text of every edition. */
function* readable(
  document: Document,
  variant: VariantKey,
  {
    content,
    audience,
    now,
    collected: { glance, recorded },
  }: { content: Content; audience: { edition: 'clients'; tier: string; client: string }; now: Date; collected: Collected },
): Generator<string> {
  yield openWords(document, now, { audience, tiers: content.site.tiers })
  yield WHY
  // With nothing of others to tell, so that what the frame says of them would not count as known.
  const clients = new Map([...content.clients].filter(([name]) => name === audience.client))
  const empty: Document = {
    ...document,
    frontmatter: { ...document.frontmatter, title: '', summary: '' },
    tree: { type: 'root', children: [] },
    errata: [],
  }
  const around = { content: { ...content, clients }, now, styles: '', links: true, glance, recorded: atAGlance(recorded) }
  yield* Object.values(filesOf(renderVariant(empty, { name: variant.name, tier: variant.tier }, around)))
}

/** What was collected without the names of its sources, which the maintainer gave them and which could be those of clients. */
function atAGlance(recorded: Recorded | undefined): Recorded | undefined {
  return recorded && { ...recorded, sources: [] }
}

function filesOf({ html, text, page }: RenderedVariant): Record<string, string> {
  return { 'message.html': html, 'message.txt': text, 'page.html': page }
}
