import type { Content } from '../src/content.ts'
import { correct, type Correcting } from '../src/deliver/correct.ts'
import type { Edition } from '../src/deliver/freeze.ts'
import { partsOf } from '../src/deliver/parts-of.ts'
import { type Document } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { dayOf } from '../src/model/day.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Manifest } from '../src/model/manifest.ts'
import type { Receipt } from '../src/model/receipt.ts'
import { addressedIn } from '../src/render/variant.ts'
import { subjectOf } from '../src/subject-of.ts'

/** How a correction is asked for. `isAsked`: by `--erratum`, not by the erratum that lies there alone; `isThreaded`: only as an answer to the mail that it corrects. */
export type AskedCorrection = { isAsked: boolean; isThreaded: boolean }

/**
 * Who gets the correction of what was sent last, where its erratum lies there, or what has become of it since (`isUpdate`); undefined where neither, or nothing differs and none was asked for.
 * `findings`: who gets it and stands in no client's file any more. @throws {Problem} when there is nothing to correct, and as `correct`
 */
export async function planCorrection(
  document: Document,
  options: AskedCorrection & {
    isUpdate: boolean
    sent: string | undefined
    receipts: readonly Receipt[]
    content: Content
    environment: Environment
    editionOf: (variant: { name: string; tier: string }) => Edition
  },
): Promise<(Pick<Correcting, 'planned' | 'skipped'> & { corrects: NonNullable<Manifest['corrects']>; findings: Finding[] }) | undefined> {
  const { sent, receipts, content, environment } = options
  const { id } = document
  const erratum = document.errata.find(({ revision }) => revision === sent)
  if (!erratum && !options.isUpdate) return undefined
  const isUpdate = erratum === undefined
  const correcting = await correct({
    private: environment.private,
    digest: id,
    receipts,
    clients: content.clients,
    now: environment.now,
    addressed: addressedIn(document),
    ...(isUpdate && { update: { subject: subjectOf(document, { isUpdate }), isWhole: document.withheld === undefined } }),
    editionOf: options.editionOf,
  })
  // Who asked for no more mail keeps what is old: that alone is no update.
  if (isUpdate && correcting?.planned.length === 0) return undefined
  if (!correcting && !options.isAsked) return undefined
  if (!correcting)
    throw new Problem({
      what: `Cannot correct ${id}: there is nothing to correct, no mail that anybody got would be another now`,
      where: document.file,
      fix: 'Mend the text of the digest first; the erratum only says what was wrong in it',
    })
  const { planned, skipped, corrects, gone, unthreaded } = correcting
  const left = [...new Set(gone.map((recipient) => partsOf(recipient).client))].filter((client) => !content.clients.has(client))
  if (unthreaded.length > 0 && options.isThreaded)
    throw new Problem({
      what: `Cannot ${isUpdate ? 'update' : 'correct'} ${id}: the Message-ID of what ${unthreaded.join(', ')} got is not known, so the ${isUpdate ? 'update' : 'correction'} could not answer it`,
      fix: `Ask the provider for it: npm run status -- ${id}. Where it knows of none: --no-thread sends it as a mail of its own`,
    })
  return {
    planned,
    skipped,
    corrects: {
      ...corrects,
      date: erratum?.date ?? document.frontmatter.updated ?? document.date ?? dayOf(options.environment.now),
      ...(isUpdate && { isUpdate }),
      ...(left.length > 0 && { gone: left }),
    },
    findings: gone.map((recipient): Finding => ({
      file: `clients/${partsOf(recipient).client}.yaml`,
      level: 'warning',
      code: 'send/gone',
      message: `${recipient} does not stand there any more, and gets the ${isUpdate ? 'update' : 'correction'}: it got ${isUpdate ? 'what is updated' : 'the text that was wrong'}`,
    })),
  }
}
