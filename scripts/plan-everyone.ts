import type { Content } from '../src/content.ts'
import { plan, type Planned, type Skipped } from '../src/deliver/plan.ts'
import { plannedAgain } from '../src/deliver/planned-again.ts'
import { readRevision, type Revision } from '../src/deliver/revisions.ts'
import type { Document } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { dayOf } from '../src/model/day.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Manifest } from '../src/model/manifest.ts'
import type { Receipt } from '../src/model/receipt.ts'
import { addressedIn } from '../src/render/variant.ts'
import { linksOf } from './links-of.ts'
import type { Editions } from './open-editions.ts'
import { type AskedCorrection, planCorrection } from './plan-correction.ts'

/**
 * Who gets what of a document. `corrects`: where that is a correction; `before`: the revision that was sent and that this would be again, or corrects; `links`: as `linksOf` has them;
 * `isCorrection`: of something that was not corrected so yet.
 */
export type Everyone = {
  planned: readonly Planned[]
  skipped: readonly Skipped[]
  corrects: Manifest['corrects']
  before: Revision | undefined
  links: ReturnType<typeof linksOf>
  isCorrection: boolean
  findings: Finding[]
}

/** Plans for all whom the correction of what was sent last concerns, where its erratum lies there; else for those whom it was planned for then, where it was sent; else for everyone who is served. @throws {Problem} as `planCorrection` and `linksOf` */
export async function planEveryone(
  document: Document,
  options: {
    content: Content
    environment: Environment
    newest: Revision | undefined
    receipts: readonly Receipt[]
    sent: string | undefined
    render: Editions['render']
    correction: AskedCorrection
  },
): Promise<Everyone> {
  const { content, environment, newest, receipts, sent, render } = options
  const isErratum = document.errata.some(({ revision }) => revision === sent)
  const mayCorrect = (isErratum || document.kind === 'notices') && sent !== undefined
  const corrected = mayCorrect ? await readRevision(environment.private, document.id, sent) : undefined
  const isUpdate = !isErratum && corrected !== undefined && isUpdated(document, corrected.manifest)
  const isLinked = corrected?.manifest.keys !== undefined
  const editionOf = (variant: { name: string; tier: string }) => render(variant, isLinked)
  const correction = await planCorrection(document, { ...options.correction, isUpdate, sent, receipts, content, environment, editionOf })
  const newestSent = newest?.name === sent ? newest : undefined
  const addressed = addressedIn(document)
  // What the clients' files say today changes nothing of what was sent.
  const again = !correction && newestSent ? await plannedAgain(newestSent, addressed) : undefined
  const day = dayOf(environment.now)
  const { planned, skipped } = correction ?? again ?? plan(content.clients, { day, addressed })
  const before = correction ? corrected : newestSent
  return {
    planned,
    skipped,
    corrects: correction?.corrects ?? (again && newestSent?.manifest.corrects),
    before,
    links: linksOf(before, { content, environment, corrects: correction !== undefined }),
    isCorrection: correction !== undefined,
    findings: correction?.findings ?? [],
  }
}

/** Whether a notice says that more is known now than when it was sent. What was announced may be another now while nothing else of it may leave. */
function isUpdated({ frontmatter, withheld }: Document, sent: Manifest): boolean {
  if (withheld) return sent.state === 'pre-announced' && withheld.frontmatter.updated !== undefined
  const { state = 'public' } = frontmatter
  return state === 'updated' || state === 'closed' || state !== sent.state
}
