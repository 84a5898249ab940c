import { named } from '../names-of.ts'
import type { Matter } from './feature.ts'
import { type Feature, some } from './feature.ts'

const LONG_DAYS = 180

function issuesOf({ changes }: Matter): string[] {
  return [...new Set(changes.flatMap(({ item }) => named(item).map((reference) => reference.id)))]
}

/** Age of the oldest issue when the first of its changes landed, in days. */
function ageOf(matter: Matter): number | undefined {
  if (matter.changes.length === 0) return undefined
  const first = matter.changes.reduce((least, { item }) => (item.at < least ? item.at : least), matter.changes[0]?.item.at ?? '')
  const ages = issuesOf(matter).flatMap((issue) => matter.field.ageInDays(issue, first) ?? [])
  return ages.length === 0 ? undefined : Math.max(...ages)
}

/** What a story answers to. */
export const ISSUES: readonly Feature[] = [
  { id: 'fixes-issue', words: 'fixes an issue', prior: 0.4, of: some(({ item }) => item.references.some((reference) => reference.verb === 'fixes')) },
  {
    id: 'updates-issue',
    words: 'works on an issue',
    prior: 0.3,
    of: some(({ item }) => item.references.some((reference) => reference.verb === 'updates')),
  },
  {
    id: 'no-issue',
    words: 'names no issue',
    prior: -0.3,
    of: (matter) => (matter.changes.length === 0 ? undefined : Number(issuesOf(matter).length === 0)),
  },
  {
    id: 'several-issues',
    words: 'answers several issues',
    prior: 0,
    of: (matter) => (matter.changes.length === 0 ? undefined : Math.log(Math.max(1, issuesOf(matter).length))),
  },
  {
    id: 'issue-age',
    words: 'an issue that stood for long',
    less: 'an issue that was new',
    prior: 0.1,
    of: (matter) => {
      const age = ageOf(matter)
      return age === undefined ? undefined : Math.log1p(age / 30)
    },
  },
  {
    id: 'issue-old',
    words: 'an issue from before',
    prior: 0.2,
    of: (matter) => {
      const age = ageOf(matter)
      return age === undefined ? undefined : Number(age >= LONG_DAYS)
    },
  },
]
