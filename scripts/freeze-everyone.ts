import type { Chromium } from '../src/chromium.ts'
import type { Content } from '../src/content.ts'
import { freeze, type Variant } from '../src/deliver/freeze.ts'
import { canceledOf, deliveriesOf, revisionsLeft } from '../src/deliver/deliveries.ts'
import { readJournal } from '../src/deliver/journal.ts'
import { mailFindings } from '../src/deliver/mail-findings.ts'
import { plan, type Planned, recipientsOf, type Skipped } from '../src/deliver/plan.ts'
import { plannedAgain } from '../src/deliver/planned-again.ts'
import { newestRevision, readRevision, type Revision, saveRevision } from '../src/deliver/revisions.ts'
import { isDone } from '../src/deliver/send.ts'
import type { Document } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Paper } from '../src/model/paper.ts'
import { exposureOf } from '../src/render/exposure.ts'
import { addressedIn, type RenderedVariant, renderVariant, type VariantKey } from '../src/render/variant.ts'
import { counted } from './command.ts'
import { hasError } from './print-findings.ts'
import { attachPdfs } from './attach-pdfs.ts'
import { linksOf } from './links-of.ts'
import { type AskedCorrection, planCorrection } from './plan-correction.ts'
import { readCollected } from './read-collected.ts'
import { readPictures } from './read-pictures.ts'
import { readStyles } from './read-styles.ts'
import { searchEditions } from './search-editions.ts'

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
  const rendered = variantsOf(everyone.planned, content).map((variant) => {
    const edition =
      variant.corrects === undefined
        ? undefined
        : render({ ...variant, name: variant.name.replace(/^correction-/, ''), corrects: undefined }, links !== undefined)
    return { ...render(variant, links !== undefined), ...(edition && { edition: { html: edition.html, text: edition.text } }) }
  })
  const silent = rendered.filter(
    (variant) => variant.edition?.html === render({ ...variant, corrects: corrects?.revision }, links !== undefined).html,
  )
  if (silent.length > 0)
    throw new Problem({
      what: `Cannot correct ${document.id}: the erratum says nothing to ${silent.map(({ name }) => name.replace(/^correction-/, '')).join(', ')}, whose text was wrong`,
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

/** The renderings that are needed, by name; each correction tells of all that one of its readers was not told yet. @throws {Problem} when two people at a client were of different tiers then, and a passage is for that client alone */
function variantsOf(planned: readonly Planned[], content: Content): VariantKey[] {
  const keys = new Map<string, VariantKey>()
  for (const { client, variant: name, tier: then, answers } of planned) {
    const tier = /^(correction-)?client-/.test(name) ? (then ?? content.clients.get(client)?.tier) : undefined
    const before = keys.get(name)
    if (before && before.tier !== tier)
      throw new Problem({
        what: `Cannot correct what ${client} got: its people got editions of ${before.tier} and of ${tier}, and a passage is for it alone`,
        fix: `Take the passages for ${client} alone out of the digest, and write to it yourself`,
      })
    const since = [before?.corrects, answers?.since].flatMap((one) => one ?? []).sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))
    keys.set(name, { name, tier, corrects: since[0] })
  }
  return [...keys.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** @throws {Problem} when what was sent would be another now; what everyone may read elsewhere changes with the days: of what was sent, the sheet that was approved stays */
function refuseChange(
  { id, file }: Document,
  options: {
    newest: Revision | undefined
    sent: string
    frozen: ReturnType<typeof freeze>
    isPrintedNow: boolean
    hasLinks: boolean
    canceledThen: string | undefined
    environment: Environment
  },
): void {
  const { newest, sent, frozen, isPrintedNow, environment } = options
  const alike = (key: 'subject' | 'date' | 'variants' | 'messages'): boolean =>
    JSON.stringify(newest?.manifest[key]) === JSON.stringify(frozen.manifest[key])
  const isSameText = alike('subject') && alike('date') && alike('variants')
  if (newest?.name === sent && isSameText && alike('messages')) return
  const isCorrection = newest?.manifest.corrects?.revision === sent
  throw new Problem({
    what: `Cannot freeze ${id} anew: it was sent as ${sent}, and ${
      isCorrection
        ? `${newest?.name}, which corrects it, has lost its erratum`
        : newest?.name !== sent
          ? `that revision is not the newest in ${environment.private}`
          : isPrintedNow
            ? 'its mail had no PDF'
            : isSameText
              ? `the recipients${options.hasLinks ? ' or DIGEST_SECRET' : ''} differ now`
              : 'the text differs now'
    }${options.canceledThen === undefined ? '' : `; ${options.canceledThen}`}`,
    where: isSameText ? `${environment.content}/clients` : file,
    fix: isCorrection
      ? `Say again what was wrong: npm run send -- ${id} --erratum FILE`
      : newest?.name !== sent
        ? 'Restore the private folder from a backup'
        : isPrintedNow
          ? 'Look at the plan without --pdf; npm run pdf prints what you can send by yourself'
          : isSameText
            ? 'Take the change back; what was sent goes to those who were planned for then'
            : `Take the change back, or say in a file what was wrong, for those who got it: npm run send -- ${id} --erratum FILE`,
  })
}
