import type { Content } from '../src/content.ts'
import { isMadeFor } from '../src/deliver/is-made-for.ts'
import { listJournals, readJournal } from '../src/deliver/journal.ts'
import { manifestsOf } from '../src/deliver/manifests-of.ts'
import { received } from '../src/deliver/received.ts'
import { disclosedIn } from '../src/disclosed.ts'
import type { Document } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import type { Collection } from '../src/model/collection.ts'
import { dayOf } from '../src/model/day.ts'
import type { Manifest } from '../src/model/manifest.ts'
import type { Report } from '../src/model/report.ts'
import { namesOf } from '../src/names-of.ts'
import type { Span } from './report-span.ts'
import { toldTo } from './told-to.ts'

/** What a client got of digests and notices in a span, by time, from the journals; reports are none. `sent`: for which tier each was sent to it, where that is known, and whether with passages for it alone. */
export async function reportMails(
  client: string,
  { since, until }: Span,
  { content, collections, environment }: { content: Content; collections: readonly Collection[]; environment: Environment },
): Promise<{ mails: Report['mails']; sent: ReadonlyMap<string, { tier: string; isOwn: boolean }> }> {
  const file = content.clients.get(client)
  const nameOf = (id: string): string => file?.recipients.find((one) => one.id === id)?.name ?? id
  const sent = new Map<string, { tier: string; isOwn: boolean }>()
  const mails: Report['mails'] = []
  for (const id of await listJournals(environment.content)) {
    const receipts = await readJournal(environment.content, id)
    const manifests = await manifestsOf(environment.private, id, receipts)
    const [manifest] = manifests.values()
    const document = content.documents.find((one) => one.id === id && one.kind !== 'posts')
    // Of a report that was sent the private folder may be lost.
    if (manifest?.report || (!document && new RegExp(`^report-${client}-\\d{4}-\\d\\d-\\d\\d$`).test(id))) continue
    const all = received(client, { receipts, manifests, by: environment.now.toISOString() })
    const isKnown = all.some((mail) => mail.what === 'first' && mail.got.length > 0 && dayOf(mail.at) < since)
    for (const { revision, at, got, open, ...rest } of all.filter((mail) => since <= dayOf(mail.at) && dayOf(mail.at) < until)) {
      const tier = tierOf(manifests.get(revision), client) ?? file?.tier ?? ''
      // What was written into a document after it was sent did not reach anybody.
      const isOwn = isMadeFor(client, manifests.get(revision))
      sent.set(id, { tier, isOwn: isOwn || sent.get(id)?.isOwn === true })
      const published = document?.kind === 'notices' ? (disclosedIn(document.tree) ?? publishedIn(collections, id)) : undefined
      mails.push({
        id,
        kind: document ? (document.kind === 'notices' ? 'notice' : 'digest') : 'unknown',
        title: document?.frontmatter.title ?? manifests.get(revision)?.subject ?? id,
        at,
        got: got.map(nameOf),
        open: open.map(nameOf),
        passages: document && isOwn ? toldTo(document, { client, tier, tiers: content.site.tiers, now: environment.now }).passages : 0,
        ...(published !== undefined && { published }),
        ...rest,
        // Who joined later gets a first mail of what the client had before the span, and heard of then.
        ...(isKnown && rest.what === 'first' && { what: 'update' as const }),
      })
    }
  }
  return { mails: mails.sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id, 'en')), sent }
}

/** The tier that a client had when a revision was frozen. */
function tierOf(manifest: Manifest | undefined, client: string): string | undefined {
  const variant = manifest?.messages.find(({ recipient }) => recipient.startsWith(`${client}/`))?.variant
  return manifest?.variants.find(({ name }) => name === variant)?.tier ?? /^(?:correction-)?tier-(.+)$/.exec(variant ?? '')?.[1]
}

/** When the vulnerability of a notice was published, by a record that saw it new. */
function publishedIn(collections: readonly Collection[], id: Document['id']): string | undefined {
  const items = collections.flatMap(({ stories }) => stories.flatMap((story) => story.items))
  return items.find((item) => item.kind === 'vulnerability' && item.state === 'new' && namesOf(item).includes(id))?.at
}
