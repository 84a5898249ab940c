import { isExample, isManual, isNote, isVersionNotes } from '../paths.ts'
import { any, type Feature, some } from './feature.ts'

/** A template's question that was answered with "no". */
const NONE =
  /```release-notes?[^\S\n]*\n\s*(none|n\/a)\b|\b(release[- ]notes?|relnotes?|changelog)[^\S\n]*[:=][^\S\n]*(none|no|n\/a)\b[^\S\n]*(?:[-–,;.(][^\n]*)?$|\bno (release note|changelog)( entry)? (is )?needed\b/im

/** What whoever made a change wrote for those who will read about it. */
export const RELEASE_NOTES: readonly Feature[] = [
  { id: 'note-fragment', words: 'brings a release note', prior: 2.5, of: some((told) => any(told, isNote)) },
  { id: 'version-notes', words: "touches a version's notes", prior: 0.8, of: some((told) => any(told, isVersionNotes)) },
  {
    id: 'asks-for-note',
    words: 'asks for a release note',
    prior: 1,
    of: some(
      ({ text, message }) =>
        (/\bRELNOTES?\b/i.test(text) || /\brelease[- ]notes?\b/i.test(message) || /^changelog: \w+$/im.test(message)) && !NONE.test(text),
    ),
  },
  { id: 'declines-note', words: 'says that it needs no release note', prior: -1, of: some(({ text }) => NONE.test(text)) },
  { id: 'manual', words: 'comes with its manual', prior: 0.4, of: some((told) => any(told, isManual)) },
  { id: 'example', words: 'comes with an example', prior: 0.3, of: some((told) => any(told, isExample)) },
]
