import { createHash } from 'node:crypto'
import { slug } from 'github-slugger'
import { Problem } from '../errors.ts'
import { type Exposure, exposureSchema } from '../model/exposure.ts'
import { type Manifest, manifestSchema } from '../model/manifest.ts'
import { type Payload, payloadSchema } from '../model/payload.ts'
import type { Picture } from '../model/picture.ts'
import type { Paper } from '../model/paper.ts'
import type { Site } from '../model/site.ts'
import { LINK_PLACE } from '../private-places.ts'
import { keysOf } from './keys-of.ts'
import { partsOf } from './parts-of.ts'
import type { Planned, Skipped } from './plan.ts'
import { digestTag } from './tags.ts'

/** The mail of a correction without what it tells of the mistake. */
export type Edition = { html: string; text: string }

/** One rendering of the digest that one or more recipients share; `tier`: of the client that it was made for; `corrects`: of a correction the first revision of whose mistakes it tells; `pdf`: the page as it was printed, where that goes with the mail. */
export type Variant = {
  name: string
  tier?: string | undefined
  corrects?: string | undefined
  edition?: Edition | undefined
  html: string
  text: string
  page: string
  pictures: readonly Picture[]
  pdf?: Print | undefined
}

/** `printed`: sha256 of the paper and the page as the browser was given it. */
export type Print = { paper: Paper; printed: string; bytes: Buffer }

/** Beyond so many bytes many mail servers refuse a message. */
const MOST_BYTES = 10_000_000

/** A revision as bytes: its files by path, the manifest among them, and its hash, which is that of the manifest. */
export type Frozen = { files: ReadonlyMap<string, string | Buffer>; manifest: Manifest; hash: string }

/**
 * Freezes renderings and recipients into the bytes that will go out. The same input gives the same bytes on any machine; the
 * revision's number is not part of them, so that freezing unchanged content is seen to be the same.
 * `links`: the secret, and the number of each client's key, where the renderings have a place for the link to its sealed page; the
 * links stand in the payloads alone. @throws {Problem} when a mail would be too large @throws {Error} when a payload would hold a place without a link
 */
export function freeze(input: {
  digest: string
  subject: string
  sendable: boolean
  state?: Manifest['state']
  date: string
  site: Site & { sender: NonNullable<Site['sender']> }
  variants: readonly Variant[]
  planned: readonly Planned[]
  skipped: readonly Skipped[]
  corrects?: Manifest['corrects']
  report?: Manifest['report']
  links?: { secret: Uint8Array; numbers: ReadonlyMap<string, number> } | undefined
  exposure: Exposure
}): Frozen {
  const files = new Map<string, string | Buffer>()
  const exposure = `${JSON.stringify(exposureSchema.parse(input.exposure), null, 2)}\n`
  files.set('exposure.json', exposure)
  for (const variant of input.variants) {
    files.set(`variants/${variant.name}/message.html`, variant.html)
    files.set(`variants/${variant.name}/message.txt`, variant.text)
    files.set(`variants/${variant.name}/page.html`, variant.page)
    if (variant.pdf) files.set(`variants/${variant.name}/edition.pdf`, variant.pdf.bytes)
  }
  const messages = input.planned.map(({ client, recipient, variant: name, answers }): Manifest['messages'][number] => {
    const variant = input.variants.find((one) => one.name === name)
    if (!variant) throw new Error(`Cannot freeze ${input.digest}: no variant "${name}" was rendered`)
    const bytes = JSON.stringify(payloadSchema.parse(payloadOf(input, { client, recipient, variant: linked(input, client, variant), answers })))
    if (bytes.includes(LINK_PLACE)) throw new Error(`Cannot freeze ${input.digest}: the mail of ${client} holds a place for a link, and no link`)
    const size = Buffer.byteLength(bytes)
    if (size > MOST_BYTES)
      throw new Problem({
        what: `Cannot freeze ${input.digest}: the mail to ${client}/${recipient.id} takes ${(size / 1e6).toFixed(1)} MB, and many servers refuse more than ${MOST_BYTES / 1e6}`,
        fix: `Make the pictures of ${name} smaller${variant.pdf ? ', or send without --pdf' : ''}; nothing was frozen`,
      })
    files.set(`messages/${client}/${recipient.id}.json`, bytes)
    return { recipient: `${client}/${recipient.id}`, variant: name, bytes: size, payload: sha256(bytes) }
  })
  const manifest = manifestSchema.parse({
    digest: input.digest,
    subject: input.subject,
    sendable: input.sendable,
    ...(input.state !== undefined && { state: input.state }),
    date: input.date,
    exposure: sha256(exposure),
    variants: input.variants.map(({ name, tier, corrects, edition, html, text, page, pdf }) => ({
      name,
      ...(tier !== undefined && { tier }),
      ...(corrects !== undefined && { corrects }),
      ...(edition && { edition: { html: sha256(edition.html), text: sha256(edition.text) } }),
      html: sha256(html),
      text: sha256(text),
      page: sha256(page),
      ...(pdf && { pdf: { paper: pdf.paper, printed: pdf.printed, file: sha256(pdf.bytes) } }),
    })),
    messages,
    ...(input.corrects && { corrects: input.corrects }),
    ...(input.report && { report: input.report }),
    ...(input.links && {
      keys: Object.fromEntries(messages.map(({ recipient }) => [partsOf(recipient).client, numberOf(input, partsOf(recipient).client)])),
    }),
    skipped: [...input.skipped],
  } satisfies Manifest)
  const bytes = `${JSON.stringify(manifest, null, 2)}\n`
  files.set('manifest.json', bytes)
  return { files, manifest, hash: sha256(bytes) }
}

/** sha256 of bytes, or of a text's in UTF-8, in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function numberOf(input: Parameters<typeof freeze>[0], client: string): number {
  return input.links?.numbers.get(client) ?? 1
}

/** A rendering with the link of one client in its place. */
function linked(input: Parameters<typeof freeze>[0], client: string, variant: Variant): Variant {
  if (!input.links) return variant
  const keys = keysOf(input.links.secret, client, numberOf(input, client))
  const link = `${keys.edition(input.digest, sha256(variant.page))}/#${keys.identity}`
  return { ...variant, html: variant.html.replaceAll(LINK_PLACE, () => link), text: variant.text.replaceAll(LINK_PLACE, () => link) }
}

function payloadOf(input: Parameters<typeof freeze>[0], to: Omit<Planned, 'variant'> & { variant: Variant }): Payload {
  const { site } = input
  const replyTo = site.sender.replyTo ?? site.author.email
  const host = new URL(site.url).hostname
  const { pictures, pdf } = to.variant
  const attachments = [...pictures, ...(pdf ? [attachmentOf(input, pdf)] : [])]
  return {
    from: site.sender.from,
    to: [to.recipient.email],
    reply_to: replyTo,
    subject: to.answers?.subject ?? input.subject,
    html: to.variant.html,
    text: to.variant.text,
    headers: {
      'List-Id': `<digest.${host}>`,
      'List-Unsubscribe': `<mailto:${replyTo}?subject=${encodeURIComponent(`unsubscribe ${to.client}/${to.recipient.id}`)}>`,
      ...(to.answers ? threadOf(to.answers) : { 'X-Entity-Ref-ID': `${input.digest}/${to.client}/${to.recipient.id}` }),
    },
    ...(attachments.length > 0 && { attachments }),
    tags: [
      { name: 'digest', value: digestTag(input.digest) },
      { name: 'variant', value: to.variant.name },
      { name: 'client', value: to.client },
      { name: 'recipient', value: to.recipient.id },
      { name: 'html', value: sha256(to.variant.html) },
      ...(to.answers ? [{ name: 'erratum', value: String(to.answers.number) }] : []),
    ],
  }
}

/** Headers by which a mail program shows a correction with what it corrects. @see https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4 (by email.md, 2026-11) */
function threadOf({ thread }: NonNullable<Planned['answers']>): Record<string, string> {
  const last = thread.at(-1)
  return last === undefined ? {} : { 'In-Reply-To': last, References: thread.join(' ') }
}

/** The PDF as an attachment; its name says what it is and whose it is to nobody, as it is passed around. */
function attachmentOf({ site, digest }: Parameters<typeof freeze>[0], { bytes }: Print): NonNullable<Payload['attachments']>[number] {
  const name = [slug(site.title), digest].filter(Boolean).join('-')
  return { filename: `${name}.pdf`, content: bytes.toString('base64'), content_type: 'application/pdf' }
}
