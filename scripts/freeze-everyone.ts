import type { Chromium } from '../src/chromium.ts'
import type { Content } from '../src/content.ts'
import { freeze, type Variant } from '../src/deliver/freeze.ts'
import { canceledOf, deliveriesOf, revisionsLeft } from '../src/deliver/deliveries.ts'
import { readJournal } from '../src/deliver/journal.ts'
import { mailFindings } from '../src/deliver/mail-findings.ts'
import { plan, recipientsOf } from '../src/deliver/plan.ts'
import { newestRevision, type Revision, saveRevision } from '../src/deliver/revisions.ts'
import { isDone } from '../src/deliver/send.ts'
import type { Document } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Paper } from '../src/model/paper.ts'
import { exposureOf } from '../src/render/exposure.ts'
import { addressedIn, type RenderedVariant, renderVariant } from '../src/render/variant.ts'
import { counted } from './command.ts'
import { hasError } from './print-findings.ts'
import { attachPdfs } from './attach-pdfs.ts'
import { readCollected } from './read-collected.ts'
import { readPictures } from './read-pictures.ts'
import { readStyles } from './read-styles.ts'
import { searchEditions } from './search-editions.ts'

/**
 * A revision holds everyone who is served: --only narrows what is planned and sent, never what is frozen. Freezes nothing where an
 * edition holds what a client that gets it must not read, or a mail would not be shown whole; `findings`: warnings of what is frozen. `pdf`: the
 * paper of PDFs that go with the mail, and what prints them; a revision that was sent keeps those that it has.
 */
export async function freezeEveryone(
  document: Document,
  content: Content,
  environment: Environment,
  pdf: { paper: Paper | undefined; open: () => Promise<Chromium> },
): Promise<
  | { refused: Finding[] }
  | { revision: Revision; variants: (RenderedVariant & Pick<Variant, 'pdf'>)[]; findings: Finding[]; done: ReadonlySet<string> }
> {
  const { sender } = content.site
  if (!sender)
    throw new Problem({
      what: 'Cannot send: site.yaml names no sender',
      where: `${environment.content}/site.yaml`,
      fix: 'Add sender: { from: "Name <address>", replyTo: address }',
    })
  const day = environment.now.toISOString().slice(0, 10)
  const everyone = plan(content.clients, { day, addressed: addressedIn(document) })
  const newest = await newestRevision(environment.private, document.id)
  const receipts = await readJournal(environment.content, document.id)
  const sent = revisionsLeft(receipts).at(-1)
  const canceled = newest ? canceledOf(receipts, newest.name) : []
  const areCanceled = `${counted(canceled.length, 'message')} of it ${canceled.length === 1 ? 'was' : 'were'} canceled (${canceled.join(', ')})`
  const links = linksOf(newest !== undefined && newest.name === sent ? newest : undefined, content, environment)
  const styles = await readStyles()
  const pictures = await readPictures(document, content)
  const collected = await readCollected(document, content, environment)
  const rendered = [...new Set(everyone.planned.map((one) => one.variant))]
    .sort()
    .map((name) => renderVariant(document, name, { content, now: environment.now, styles, links: links !== undefined, pictures, ...collected }))
  const leaked = searchEditions(document, rendered, { content, planned: everyone.planned, now: environment.now, pictures, collected })
  const findings = mailFindings({ subject: document.frontmatter.title, file: document.file, variants: rendered })
  if (leaked.length > 0 || hasError(findings)) return { refused: [...leaked, ...findings] }
  const paperThen = newest?.name === sent ? newest?.manifest.variants.find((one) => one.pdf)?.pdf?.paper : undefined
  const paper = paperThen ?? pdf.paper
  const variants = paper === undefined ? rendered : await attachPdfs(rendered, { document, content, newest, paper, open: pdf.open })
  const frozen = freeze({
    digest: document.id,
    subject: document.frontmatter.title,
    sendable: document.frontmatter.status === 'ready',
    date: document.date ?? day,
    site: { ...content.site, sender },
    variants,
    ...everyone,
    links,
    exposure: exposureOf(document, { content, served: recipientsOf(everyone.planned), now: environment.now }),
  })
  // What everyone may read elsewhere changes with the days: of what was sent, the sheet that was approved stays.
  const alike = (key: 'subject' | 'date' | 'variants' | 'messages'): boolean =>
    JSON.stringify(newest?.manifest[key]) === JSON.stringify(frozen.manifest[key])
  const text = alike('subject') && alike('date') && alike('variants')
  const printedNow = paper !== undefined && paperThen === undefined
  if (sent !== undefined && (newest?.name !== sent || !text || !alike('messages'))) {
    const why =
      newest?.name !== sent
        ? `that revision is not the newest in ${environment.private}`
        : printedNow
          ? 'its mail had no PDF'
          : text
            ? `the recipients${links ? ' or DIGEST_SECRET' : ''} differ now`
            : 'the text differs now'
    throw new Problem({
      what: `Cannot freeze ${document.id} anew: it was sent as ${sent}, and ${why}${canceled.length > 0 ? `; ${areCanceled}` : ''}`,
      where: text ? `${environment.content}/clients` : document.file,
      fix:
        newest?.name !== sent
          ? 'Restore the private folder from a backup'
          : printedNow
            ? 'Look at the plan without --pdf; npm run pdf prints what you can send by yourself'
            : 'Take the change back; corrections and late recipients of what was sent are not built yet',
    })
  }
  const revision = sent !== undefined && newest ? newest : await saveRevision(environment.private, frozen, { isSpent: canceled.length > 0 })
  if (sent !== undefined && canceled.length > 0)
    findings.push({
      file: document.file,
      level: 'warning',
      code: 'send/canceled',
      message: `${areCanceled}, and others have ${sent}: no new revision is sent, so those who have it are not mailed twice`,
    })
  return {
    revision,
    variants,
    findings,
    done: new Set([...deliveriesOf(receipts, revision.name)].filter(([, delivery]) => isDone(delivery)).map(([recipient]) => recipient)),
  }
}

/**
 * What the links to sealed pages are made from; undefined without a secret. The mail of a revision that was sent holds the links of
 * then: turning a client's key afterwards, or setting a secret, changes nothing of it.
 */
function linksOf(
  sent: Revision | undefined,
  content: Content,
  environment: Environment,
): { secret: Uint8Array; numbers: ReadonlyMap<string, number> } | undefined {
  const now = new Map([...content.clients].map(([name, client]) => [name, client.key]))
  if (!sent) return environment.secret && { secret: environment.secret, numbers: now }
  if (!sent.manifest.keys) return undefined
  if (!environment.secret)
    throw new Problem({
      what: `Cannot look at ${sent.manifest.digest} again: it was sent with links to sealed pages, and DIGEST_SECRET is not set`,
      fix: 'Set the DIGEST_SECRET that it was sent with',
    })
  return { secret: environment.secret, numbers: new Map([...now, ...Object.entries(sent.manifest.keys)]) }
}
