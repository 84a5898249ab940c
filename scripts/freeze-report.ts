import type { Content } from '../src/content.ts'
import { canceledOf, revisionsLeft } from '../src/deliver/deliveries.ts'
import { type Frozen, freeze } from '../src/deliver/freeze.ts'
import { readJournal } from '../src/deliver/journal.ts'
import { mailFindings } from '../src/deliver/mail-findings.ts'
import { optOut, type Planned, type Skipped } from '../src/deliver/plan.ts'
import { newestRevision, type Revision, saveRevision } from '../src/deliver/revisions.ts'
import { report as draftReport } from '../src/draft/report.ts'
import type { Document } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import type { Client } from '../src/model/client.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Report } from '../src/model/report.ts'
import { exposureOf } from '../src/render/exposure.ts'
import { type RenderedVariant, renderVariant } from '../src/render/variant.ts'
import { hasError, printFindings } from './print-findings.ts'
import { readStyles } from './read-styles.ts'
import { searchReport } from './search-report.ts'

/** A report as it was rendered and frozen for those at the client who get mail. */
export type FrozenReport = {
  document: Document
  variant: RenderedVariant
  revision: Revision
  skipped: readonly Skipped[]
  findings: readonly Finding[]
}

/**
 * Renders the report of a client by the one audience function, searches it for what the client may not read, and freezes it as a revision of `id`; whoever asked for no more mail is left
 * out, and that the contract is over leaves nobody out. @throws {Problem} when the ID is taken, the report holds what is not for this client, or another one was sent under this ID
 */
export async function freezeReport(
  facts: Report,
  client: Client,
  { id, content, environment }: { id: string; content: Content; environment: Environment },
): Promise<FrozenReport> {
  const { sender } = content.site
  if (!sender)
    throw new Problem({
      what: 'Cannot freeze a report: site.yaml names no sender',
      where: `${environment.content}/site.yaml`,
      fix: 'Add sender: { from: "Name <address>", replyTo: address }',
    })
  const receipts = await readJournal(environment.content, id)
  const newest = await newestRevision(environment.private, id)
  if (content.documents.some((one) => one.id === id) || (newest && newest.manifest.report === undefined))
    throw new Problem({
      what: `Cannot freeze the report as ${id}: a digest, notice or post has that ID`,
      fix: 'Give it another ID, or report on a span that ends on another day',
    })
  const document = draftReport(facts, { id, file: `reports/${facts.client}/${facts.until}.mdx` })
  const note =
    facts.ended === undefined
      ? undefined
      : `You read this because your organisation was a client of ${content.site.author.name}. It holds what is not public: please keep it inside. Reply to this mail to ask.`
  const variant = renderVariant(
    document,
    { name: `client-${facts.client}`, tier: client.tier },
    { content, now: environment.now, styles: await readStyles(), note },
  )
  const leaked = searchReport(facts, { document, variant, content, now: environment.now })
  const findings = mailFindings({ subject: document.frontmatter.title, file: document.file, variants: [variant] })
  if (hasError([...leaked, ...findings])) {
    printFindings([...leaked, ...findings], process.stderr)
    throw new Problem({
      what: `Cannot freeze ${id}: ${leaked.length > 0 ? `it holds text that ${facts.client} may not read` : 'its mail would not be shown whole'}`,
      where: `${environment.content}/clients/${facts.client}.yaml`,
      fix:
        leaked.length > 0
          ? 'Nothing was frozen. Take what is named above out of its file, or out of the title of what was sent'
          : 'Nothing was frozen. Report on a shorter span',
    })
  }
  const planned = client.recipients
    .filter((recipient) => optOut(recipient) === undefined)
    .map((recipient): Planned => ({ client: facts.client, recipient, variant: variant.name, tier: client.tier }))
  const skipped = client.recipients.flatMap((recipient): Skipped[] => {
    const reason = optOut(recipient)
    return reason === undefined ? [] : [{ client: facts.client, recipient: recipient.id, reason }]
  })
  const served = new Map(planned.length > 0 ? [[facts.client, planned.length]] : [])
  const frozen = freeze({
    digest: id,
    subject: document.frontmatter.title,
    sendable: true,
    date: facts.until,
    site: { ...content.site, sender },
    variants: [variant],
    planned,
    skipped,
    report: { client: facts.client, since: facts.since, until: facts.until },
    // Nobody reads its title and summary but this client, whatever earlier publications hold, which may have mistakes of their own.
    exposure: { ...exposureOf(document, { content: { ...content, documents: [] }, served, now: environment.now }), everyone: [] },
  })
  return { document, variant, revision: await save(frozen, { id, newest, receipts, environment }), skipped, findings }
}

/** Keeps what was frozen; once something was sent, only that. */
async function save(
  frozen: Frozen,
  {
    id,
    newest,
    receipts,
    environment,
  }: { id: string; newest: Revision | undefined; receipts: Awaited<ReturnType<typeof readJournal>>; environment: Environment },
): Promise<Revision> {
  const sent = revisionsLeft(receipts).at(-1)
  const isSame = receipts.some(({ revision, hash }) => revision === sent && hash === frozen.hash)
  if (sent !== undefined && !isSame)
    throw new Problem({
      what: `Cannot freeze ${id} anew: it was sent as ${sent}, and it would be another now`,
      where: newest?.folder ?? environment.private,
      fix: 'What was sent lies there. Report on a span that ends on another day',
    })
  const isSpent = newest !== undefined && canceledOf(receipts, newest.name).length > 0 && sent === undefined
  return saveRevision(environment.private, frozen, { isSpent, name: newest === undefined ? sent : undefined })
}
