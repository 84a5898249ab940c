import type { Variant } from '../src/deliver/freeze.ts'
import type { Planned, Skipped } from '../src/deliver/plan.ts'
import type { Revision } from '../src/deliver/revisions.ts'
import type { Exposure } from '../src/model/exposure.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Site } from '../src/model/site.ts'
import type { Story } from '../src/model/story.ts'
import type { RenderedVariant } from '../src/render/variant.ts'
import { counted, styled } from './command.ts'
import { exposureRows } from './exposure-rows.ts'
import { printExposure } from './print-exposure.ts'
import { hasError, printFindings, tellSilent } from './print-findings.ts'

/** Prints what becomes visible to whom, who gets which variant, who is left out and why, and what to type next. `done`: messages with a receipt; `sealed`: what is said of sealed pages. */
export function printPlan(
  revision: Revision,
  variants: readonly (RenderedVariant & Pick<Variant, 'pdf'>)[],
  {
    planned,
    skipped,
    exposure,
    site,
    now,
    findings,
    only,
    done,
    silent,
    sealed,
  }: {
    planned: readonly Planned[]
    skipped: readonly Skipped[]
    exposure: Exposure
    site: Pick<Site, 'tiers' | 'language'>
    now: Date
    findings: readonly Finding[]
    only: string | undefined
    done: number
    silent: readonly Story[]
    sealed: string | undefined
  },
): void {
  const out = (text = ''): void => {
    process.stdout.write(`${text}\n`)
  }
  const size = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`
  out(styled('bold', revision.manifest.subject))
  out(`${revision.manifest.digest}, revision ${revision.name}, frozen in ${revision.folder}`)
  out(`hash ${revision.hash}`)
  const { corrects } = revision.manifest
  const corrections = planned.filter(({ answers }) => answers).length
  const first = planned.length - corrections
  if (corrects)
    out(
      `${corrects.isUpdate ? 'updates' : 'corrects'} ${corrects.revision}: ${counted(corrections, corrects.isUpdate ? 'update' : 'correction')}${first > 0 ? `, and ${counted(first, 'first mail')} of what ${corrects.isUpdate ? 'it says' : 'is right'} now` : ''}`,
    )
  out()
  printExposure(exposureRows(exposure, { ...site, now }), { digest: revision.manifest.digest, width: process.stdout.columns ?? 100, out })
  for (const variant of variants) {
    const pictures = variant.pictures.reduce((sum, one) => sum + Buffer.byteLength(one.content, 'base64'), 0)
    const parts = [
      `html ${size(Buffer.byteLength(variant.html))}`,
      `text ${size(Buffer.byteLength(variant.text))}`,
      ...(pictures > 0 ? [`${counted(variant.pictures.length, 'picture')} ${size(pictures)}`] : []),
      ...(variant.pdf ? [`PDF attached ${size(variant.pdf.bytes.length)}`] : []),
    ]
    out(`\n${styled('bold', variant.name)}  ${parts.join(', ')}, ${variant.words} words beyond the public edition`)
    for (const [client, members] of Map.groupBy(
      planned.filter((one) => one.variant === variant.name),
      (one) => one.client,
    ))
      out(`  ${client}: ${members.map((one) => one.recipient.id).join(', ')}`)
  }
  if (skipped.length > 0)
    out(
      `\n${styled('bold', 'skipped')}\n${skipped.map((one) => `  ${one.client}${one.recipient === undefined ? '' : `/${one.recipient}`}: ${one.reason}`).join('\n')}`,
    )
  if (silent.length > 0) out(`\n${styled('bold', 'not told, as you decided')}\n${silent.map((story) => `  ${tellSilent(story)}`).join('\n')}`)
  if (sealed !== undefined) out(`\n${sealed}`)
  out(`\n${counted(planned.length, 'message')}${done > 0 ? `, ${done} with a receipt already` : ''}; nothing was sent now`)
  if (findings.length > 0) printFindings(findings)
  if (!hasError(findings) && planned.length > done)
    out(`next: npm run send -- ${revision.manifest.digest} --send --approve ${revision.hash.slice(0, 12)}${only ? ` --only ${only}` : ''}`)
}
