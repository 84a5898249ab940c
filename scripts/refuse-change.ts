import type { Frozen } from '../src/deliver/freeze.ts'
import type { Revision } from '../src/deliver/revisions.ts'
import type { Document } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'

/** @throws {Problem} when what was sent would be another now; what everyone may read elsewhere changes with the days: of what was sent, the sheet that was approved stays */
export function refuseChange(
  { id, file, kind, withheld }: Document,
  options: {
    newest: Revision | undefined
    sent: string
    frozen: Frozen
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
              ? `the sender${options.hasLinks ? ' or DIGEST_SECRET' : ''} is another now`
              : 'the text differs now'
    }${options.canceledThen === undefined ? '' : `; ${options.canceledThen}`}`,
    where: newest?.name === sent && isSameText ? `${environment.content}/site.yaml` : file,
    fix: isCorrection
      ? `Say again what was wrong: npm run send -- ${id} --erratum FILE`
      : newest?.name !== sent
        ? 'Restore the private folder from a backup'
        : isPrintedNow
          ? 'Look at the plan without --pdf; npm run pdf prints what you can send by yourself'
          : isSameText
            ? 'Take the change back: what was sent as one mail goes on as that'
            : withheld
              ? newest.manifest.state === 'pre-announced'
                ? `Where what is announced is another now: set updated: DAY in it, then npm run send -- ${id} sends it to those who got it`
                : 'It was sent whole, and is held back now: take back the embargo or the state, or wait for it'
              : kind === 'notices'
                ? `Where more is known now: set state: updated and updated: DAY in it, then npm run send -- ${id} sends it to those who got it. Where it was wrong: npm run send -- ${id} --erratum FILE`
                : `Take the change back, or say in a file what was wrong, for those who got it: npm run send -- ${id} --erratum FILE`,
  })
}
