import type { Revision } from './revisions.ts'

/** The command that shows the plan of what a revision is of, and freezes it anew where it has changed. */
export function planCommand({ manifest: { digest, report } }: Pick<Revision, 'manifest'>): string {
  return report ? `npm run report -- ${report.client} --since ${report.since} --until ${report.until}` : `npm run send -- ${digest}`
}
