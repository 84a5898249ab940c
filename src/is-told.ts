import { isOpen } from './is-open.ts'
import type { PublicationFrontmatter } from './model/publication.ts'

/** Whether a notice itself may leave at an instant (undefined: not known, so that an embargo holds), and not only what was announced of it. */
export function isTold({ state = 'public', embargo }: Pick<PublicationFrontmatter, 'state' | 'embargo'>, now: Date | undefined): boolean {
  return state !== 'heard' && state !== 'pre-announced' && (embargo === undefined || (now !== undefined && isOpen(embargo, now)))
}
