import { startOf } from './model/day.ts'
import type { PublicationFrontmatter } from './model/publication.ts'

/** Whether a day, which begins at 00:00 UTC, or an instant has come. */
export function isOpen(day: string, now: Date): boolean {
  return now >= new Date(day.includes('T') ? day : startOf(day))
}

/** Whether everyone may know a publication at an instant: it is ready, and its day has come. */
export function isPublic({ status, publicOn }: Pick<PublicationFrontmatter, 'status' | 'publicOn'>, now: Date): boolean {
  return status === 'ready' && (publicOn === undefined || isOpen(publicOn, now))
}
