import { BREADTH } from './features/breadth.ts'
import { CONVENTIONS } from './features/conventions.ts'
import type { Feature } from './features/feature.ts'
import { ISSUES } from './features/issues.ts'
import { RELEASE_NOTES } from './features/release-notes.ts'
import { SECURITY } from './features/security.ts'
import { SHAPE } from './features/shape.ts'
import { SURFACE } from './features/surface.ts'
import { SWITCHES } from './features/switches.ts'
import { TRACKERS } from './features/trackers.ts'
import { VERBS } from './features/verbs.ts'
import { WORDING } from './features/wording.ts'

/** All that is known to say of a story, a family a file. */
export const FEATURES: readonly Feature[] = [
  ...TRACKERS,
  ...SECURITY,
  ...CONVENTIONS,
  ...SURFACE,
  ...RELEASE_NOTES,
  ...SWITCHES,
  ...VERBS,
  ...ISSUES,
  ...SHAPE,
  ...BREADTH,
  ...WORDING,
]
