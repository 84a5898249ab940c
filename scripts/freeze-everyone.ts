import type { Chromium } from '../src/chromium.ts'
import type { Content } from '../src/content.ts'
import { freeze, type Variant } from '../src/deliver/freeze.ts'
import { canceledOf, deliveriesOf, isDone, revisionsLeft } from '../src/deliver/deliveries.ts'
import { readJournal } from '../src/deliver/journal.ts'
import { mailFindings } from '../src/deliver/mail-findings.ts'
import { plan, type Planned, recipientsOf, type Skipped } from '../src/deliver/plan.ts'
import { plannedAgain } from '../src/deliver/planned-again.ts'
import { newestRevision, readRevision, type Revision, saveRevision } from '../src/deliver/revisions.ts'
import type { Document } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Paper } from '../src/model/paper.ts'
import { exposureOf } from '../src/render/exposure.ts'
import { addressedIn, type RenderedVariant, renderVariant, type VariantKey } from '../src/render/variant.ts'
import { variantName } from '../src/variant-name.ts'
import { counted } from './command.ts'
import { hasError } from './print-findings.ts'
import { attachPdfs } from './attach-pdfs.ts'
import { linksOf } from './links-of.ts'
import { type AskedCorrection, planCorrection } from './plan-correction.ts'
import { readCollected } from './read-collected.ts'
import { readPictures } from './read-pictures.ts'
import { readStyles } from './read-styles.ts'
import { refuseChange } from './refuse-change.ts'
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
  const day = environment.now.toISOString().slice(0, 10)
  const newest = await newestRevision(environment.private, document.id)
  const receipts = await readJournal(environment.content, document.id)
  const sent = revisionsLeft(receipts).at(-1)
  const canceled = newest ? canceledOf(receipts, newest.name) : []
  const areCanceled = `${counted(canceled.length, 'message')} of it ${canceled.length === 1 ? 'was' : 'were'} canceled (${canceled.join(', ')})`
  const styles = await readStyles()
  const pictures = await readPictures(document, content)
  const collected = await readCollected(document, content, environment)
  const render = (variant: VariantKey, links: boolean): RenderedVariant =>
    renderVariant(document, variant, { content, now: environment.now, styles, links, pictures, ...collected })

  const isErratum = document.errata.some(({ revision }) => revision === sent)
  const corrected = isErratum && sent !== undefined ? await readRevision(environment.private, document.id, sent) : undefined
  const isLinked = corrected?.manifest.keys !== undefined
  const plain = new Map<string, RenderedVariant>()
  const editionOf = (variant: VariantKey): RenderedVariant => {
    const key = `${variant.name} ${variant.tier}`
    const edition = plain.get(key) ?? render(variant, isLinked)
    plain.set(key, edition)
    return edition
  }
  const correction = await planCorrection(document, {
    ...(options.correction ?? { isAsked: false, isThreaded: true }),
    sent,
    receipts,
    content,
    environment,
    editionOf,
  })
  const isSent = newest !== undefined && newest.name === sent
  const again = isSent && !correction && newest.manifest.corrects ? await plannedAgain(newest) : undefined
  const everyone = correction ?? again ?? plan(content.clients, { day, addressed: addressedIn(document) })
  const corrects = correction?.corrects ?? (again && newest?.manifest.corrects)
  const links = linksOf(correction ? corrected : isSent ? newest : undefined, { content, environment, corrects: correction !== undefined })
  const rendered = variantKeys(everyone.planned, content).map((variant) => {
    const edition =
      variant.corrects === undefined
        ? undefined
        : render({ ...variant, name: variantName(variant.name).plain, corrects: undefined }, links !== undefined)
    return { ...render(variant, links !== undefined), ...(edition && { edition: { html: edition.html, text: edition.text } }) }
  })
  const silent = rendered.filter(
    (variant) => variant.edition?.html === render({ ...variant, corrects: corrects?.revision }, links !== undefined).html,
  )
  if (silent.length > 0)
    throw new Problem({
      what: `Cannot correct ${document.id}: the erratum says nothing to ${silent.map(({ name }) => variantName(name).plain).join(', ')}, whose text was wrong`,
      where: document.errata.find(({ revision }) => revision === corrects?.revision)?.file,
      fix: 'Say what was wrong to everyone who got it, each passage inside the marks that it has in the digest',
    })
  const leaked = searchEditions(document, rendered, { content, planned: everyone.planned, now: environment.now, pictures, collected })
  const subject = `${corrects ? 'Correction: ' : ''}${document.frontmatter.title}`
  const findings = [...mailFindings({ subject, file: document.file, variants: rendered }), ...(correction?.findings ?? [])]
  if (leaked.length > 0 || hasError(findings)) return { refused: [...leaked, ...findings] }
  const then = correction ? corrected : isSent ? newest : undefined
  const paperThen = then?.manifest.variants.find((one) => one.pdf)?.pdf?.paper
  const paper = paperThen ?? options.paper
  const variants = paper === undefined ? rendered : await attachPdfs(rendered, { document, content, newest, paper, open: options.open })
  const frozen = freeze({
    digest: document.id,
    subject: document.frontmatter.title,
    sendable: document.frontmatter.status === 'ready',
    date: document.date ?? day,
    site: { ...content.site, sender },
    variants,
    planned: everyone.planned,
    skipped: everyone.skipped,
    corrects,
    links,
    exposure: exposureOf(document, { content, served: recipientsOf(everyone.planned), now: environment.now }),
  })
  const canceledThen = canceled.length > 0 ? areCanceled : undefined
  if (sent !== undefined && !correction)
    refuseChange(document, {
      newest,
      sent,
      frozen,
      isPrintedNow: paper !== undefined && paperThen === undefined,
      hasLinks: links !== undefined,
      canceledThen,
      environment,
    })
  const isKept = sent !== undefined && !correction && newest !== undefined
  const revision = isKept ? newest : await saveRevision(environment.private, frozen, { isSpent: canceled.length > 0 })
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
    planned: everyone.planned,
    skipped: everyone.skipped,
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
