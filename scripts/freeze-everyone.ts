import type { Chromium } from '../src/chromium.ts'
import type { Content } from '../src/content.ts'
import { canceledOf, deliveriesOf, isDone, revisionsLeft } from '../src/deliver/deliveries.ts'
import { freeze, type Variant } from '../src/deliver/freeze.ts'
import { currentRevision } from '../src/deliver/current-revision.ts'
import { readJournal } from '../src/deliver/journal.ts'
import { mailFindings } from '../src/deliver/mail-findings.ts'
import { type Planned, recipientsOf, type Skipped } from '../src/deliver/plan.ts'
import { type Revision, saveRevision } from '../src/deliver/revisions.ts'
import type { Document } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { dayOf } from '../src/model/day.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Paper } from '../src/model/paper.ts'
import { exposureOf } from '../src/render/exposure.ts'
import type { RenderedVariant } from '../src/render/variant.ts'
import { subjectOf } from '../src/subject-of.ts'
import { variantName } from '../src/variant-name.ts'
import { attachPdfs } from './attach-pdfs.ts'
import { counted } from './command.ts'
import { drifted } from './drifted.ts'
import { openEditions } from './open-editions.ts'
import type { AskedCorrection } from './plan-correction.ts'
import { planEveryone } from './plan-everyone.ts'
import { hasError } from './print-findings.ts'
import { refuseChange } from './refuse-change.ts'
import { refuseSilent } from './refuse-silent.ts'
import { searchEditions } from './search-editions.ts'
import { variantKeys } from './variant-keys.ts'

/**
 * A revision holds everyone who is served, or, where an erratum corrects what was sent, all whom that concerns: --only narrows what is planned and sent, never
 * what is frozen. Freezes nothing where an edition holds what a client that gets it must not read, or a mail would not be shown whole; `findings`:
 * warnings of what is frozen. `paper`, `open`: the paper of PDFs that go with the mail, and what prints them; a revision that was sent keeps those that it has.
 */
export async function freezeEveryone(
  document: Document,
  content: Content,
  environment: Environment,
  options: { paper: Paper | undefined; open: () => Promise<Chromium>; correction?: AskedCorrection },
): Promise<{ refused: Finding[] } | Frozen> {
  const { sender } = content.site
  if (!sender)
    throw new Problem({
      what: 'Cannot send: site.yaml names no sender',
      where: `${environment.content}/site.yaml`,
      fix: 'Add sender: { from: "Name <address>", replyTo: address }',
    })
  const receipts = await readJournal(environment.content, document.id)
  const newest = await currentRevision(environment.private, { digest: document.id, receipts })
  const sent = revisionsLeft(receipts).at(-1)
  const { render, pictures, collected } = await openEditions(document, content, environment)
  const correction = options.correction ?? { isAsked: false, isThreaded: true }
  const everyone = await planEveryone(document, { content, environment, newest, receipts, sent, render, correction })
  const { planned, skipped, corrects, before, links, isCorrection } = everyone
  const rendered = variantKeys(planned, content).map((variant) => {
    const { name, tier } = variant
    const edition = variant.corrects === undefined ? undefined : render({ name: variantName(name).plain, tier }, links !== undefined)
    return { ...render(variant, links !== undefined), ...(edition && { edition: { html: edition.html, text: edition.text } }) }
  })
  refuseSilent(document, corrects?.revision, rendered, (variant) => render(variant, links !== undefined))
  const leaked = searchEditions(document, rendered, { content, planned, now: environment.now, pictures, collected })
  const subject = `${corrects && !corrects.isUpdate ? 'Correction: ' : ''}${subjectOf(document, { isUpdate: corrects?.isUpdate === true })}`
  const findings = [...mailFindings({ subject, file: document.file, variants: rendered }), ...everyone.findings]
  if (leaked.length > 0 || hasError(findings)) return { refused: [...leaked, ...findings] }
  const paperThen = before?.manifest.variants.find((one) => one.pdf)?.pdf?.paper
  const paper = paperThen ?? options.paper
  const variants = paper === undefined ? rendered : await attachPdfs(rendered, { document, content, newest, paper, open: options.open })
  const frozen = freeze({
    digest: document.id,
    subject: subjectOf(document),
    sendable: document.frontmatter.status === 'ready',
    state: document.kind !== 'notices' ? undefined : document.withheld ? 'pre-announced' : (document.frontmatter.state ?? 'public'),
    date: document.date ?? dayOf(environment.now),
    site: { ...content.site, sender },
    variants,
    planned,
    skipped,
    corrects,
    links,
    exposure: exposureOf(document, { content, served: recipientsOf(planned), now: environment.now }),
  })
  const canceled = newest ? canceledOf(receipts, newest.name) : []
  const canceledThen =
    canceled.length > 0
      ? `${counted(canceled.length, 'message')} of it ${canceled.length === 1 ? 'was' : 'were'} canceled (${canceled.join(', ')})`
      : undefined
  // The same bytes as were sent stand for a private folder that is lost.
  const isLost = newest === undefined && receipts.some(({ revision, hash }) => revision === sent && hash === frozen.hash)
  if (sent !== undefined && !isCorrection && !isLost)
    refuseChange(document, {
      newest,
      sent,
      frozen,
      isPrintedNow: paper !== undefined && paperThen === undefined,
      hasLinks: links !== undefined,
      canceledThen,
      environment,
    })
  const isKept = sent !== undefined && !isCorrection && newest !== undefined
  const revision = isKept
    ? newest
    : await saveRevision(environment.private, frozen, { isSpent: canceled.length > 0, name: isLost ? sent : undefined })
  const day = dayOf(environment.now)
  if (isKept)
    for (const { client, says } of await drifted(revision, { messages: revision.manifest.messages, clients: content.clients, day }))
      findings.push({ file: `clients/${client}.yaml`, level: 'warning', code: 'send/drift', message: says })
  if (isKept && canceledThen !== undefined)
    findings.push({
      file: document.file,
      level: 'warning',
      code: 'send/canceled',
      message: `${canceledThen}, and others have ${sent}: no new revision is sent, so those who have it are not mailed twice`,
    })
  return {
    revision,
    variants,
    planned,
    skipped,
    findings,
    done: new Set([...deliveriesOf(receipts, revision.name)].filter(([, delivery]) => isDone(delivery)).map(([recipient]) => recipient)),
  }
}

/** A frozen revision and what it was frozen from. `done`: recipients that have a receipt of it. */
type Frozen = {
  revision: Revision
  variants: (RenderedVariant & Pick<Variant, 'pdf'>)[]
  planned: readonly Planned[]
  skipped: readonly Skipped[]
  findings: Finding[]
  done: ReadonlySet<string>
}
