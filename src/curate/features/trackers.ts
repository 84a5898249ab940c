import type { Matter } from './feature.ts'
import type { Feature } from './feature.ts'

/** A label in plain words: "kind/new-feature" and "FeatureRequest" as "kind new feature" and "Feature Request". */
const worded = (one: string): string => one.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[\s_:/-]+/g, ' ')
/** "non-breaking" and "skip changelog" say that it is not so. */
const DENIES = /\b(no|non|not|none|skip|without|exclude)\b/i
const NOTES = /\b(relnotes?|release notes?|changelog)\b/i
const label =
  (pattern: RegExp, also: (one: string) => boolean = () => false) =>
  ({ all }: Matter): number | undefined => {
    const labels = all.flatMap(({ item }) => item.labels).map(worded)
    return labels.length === 0 ? undefined : Number(labels.some((one) => (pattern.test(one) && !DENIES.test(one)) || also(one)))
  }
const proposal =
  (holds: (state: string | undefined) => boolean) =>
  ({ all }: Matter): number | undefined => {
    const proposals = all.filter(({ item }) => item.kind === 'proposal')
    return proposals.length === 0 ? undefined : Number(proposals.some(({ item }) => holds(item.state)))
  }
const kind =
  (name: string, holds: (state: string | undefined) => boolean = () => true) =>
  ({ all }: Matter): number | undefined => {
    const found = all.filter(({ item }) => item.kind === name)
    return found.length === 0 ? undefined : Number(found.some(({ item }) => holds(item.state)))
  }

/** It reverts what landed before the window. */
export const TAKES_BACK: Feature = {
  id: 'takes-back',
  words: 'takes back what landed before',
  prior: 1,
  fixed: true,
  of: ({ takesBack }) => Number(takesBack),
}

/** What a tracker knows and a commit does not: proposals, labels, talk. */
export const TRACKERS: readonly Feature[] = [
  TAKES_BACK,
  { id: 'vulnerability-new', words: 'a new vulnerability', prior: 20, of: kind('vulnerability', (state) => state === 'new') },
  {
    id: 'vulnerability-updated',
    words: 'a vulnerability whose entry was updated',
    prior: 2,
    of: kind('vulnerability', (state) => state === 'updated'),
  },
  {
    id: 'vulnerability-withdrawn',
    words: 'a vulnerability that was withdrawn',
    prior: 1.5,
    of: kind('vulnerability', (state) => state === 'withdrawn'),
  },
  {
    id: 'proposal-landed',
    words: 'implements an accepted proposal',
    telling: ({ all }) => {
      const accepted = all.find(({ item }) => item.kind === 'proposal' && (item.state === 'accepted' || item.state === 'implemented'))
      return accepted && `implements accepted proposal ${accepted.item.id}`
    },
    prior: 1.5,
    of: (matter) => (matter.changes.length === 0 ? undefined : proposal((state) => state === 'accepted' || state === 'implemented')(matter)),
  },
  { id: 'proposal-accepted', words: 'accepted', prior: 2.5, of: proposal((state) => state === 'accepted') },
  { id: 'proposal-declined', words: 'declined', prior: 1.2, of: proposal((state) => state === 'declined') },
  { id: 'proposal-likely', words: 'about to be decided', prior: 1.5, of: proposal((state) => state?.startsWith('likely-') === true) },
  { id: 'milestone', words: 'a milestone that is open', prior: 3.5, of: kind('release', (state) => state === 'planned') },
  { id: 'release', words: 'a release', prior: 1, of: kind('release', (state) => state === undefined) },
  {
    id: 'discussed',
    words: 'much discussed',
    prior: 0.6,
    of: ({ all }) => {
      const talk = all.flatMap(({ item }) => [item.comments ?? [], item.reactions ?? []].flat())
      return talk.length === 0 ? undefined : Number(Math.max(...talk) >= 30)
    },
  },
  { id: 'label-breaking', words: 'labelled as breaking', prior: 2, of: label(/\b(breaking|semver major|api change|incompatible)\b/i) },
  {
    id: 'label-notable',
    words: 'labelled as worth a note',
    prior: 1.5,
    of: label(/\b(notable|relnotes?|release notes?|highlight|changelog|needs note)\b/i),
  },
  { id: 'label-security', words: 'labelled as security', prior: 2, of: label(/\b(security|vulnerability|cve)\b/i) },
  {
    id: 'label-feature',
    words: 'labelled as a feature',
    prior: 0.8,
    of: label(/\b(feature|enhancement|semver minor|new api|feature request)\b/i),
  },
  { id: 'label-deprecation', words: 'labelled as a deprecation', prior: 1, of: label(/\bdeprecat\w+\b/i) },
  { id: 'label-performance', words: 'labelled as performance', prior: 0.4, of: label(/\b(perf|performance)\b/i) },
  { id: 'label-bug', words: 'labelled as a bug', prior: 0.2, of: label(/\b(bug|regression|defect)\b/i) },
  {
    id: 'label-inside',
    words: 'labelled as housekeeping',
    prior: -1,
    of: label(
      /\b(chore|clean ?up|refactor\w*|internal|ci|tests?|testing|dependencies|flak\w+|tooling|build)\b/i,
      (one) => NOTES.test(one) && DENIES.test(one),
    ),
  },
  { id: 'label-documentation', words: 'labelled as documentation', prior: -0.6, of: label(/\b(docs?|documentation|typo)\b/i) },
]
