import type { Item } from '../model/item.ts'
import { isApi, isDependency, isDocument, isInside, isNote, isRelease, isSecurity, isTest, textOf, typeOf, verbOf } from './signals.ts'

/** One rule: words that are shown as the reason, what it is worth, and when it holds. */
type Rule = { words: string; weight: number; holds: (item: Item) => boolean }

const every = (item: Item, test: (path: string) => boolean): boolean => item.paths.length > 0 && item.paths.every(test)
const verb =
  (...words: string[]): ((item: Item) => boolean) =>
  (item) =>
    words.includes(verbOf(item))

/** A vulnerability is told from its state alone: its text is no change's. A new one stands above every change. */
const VULNERABILITIES: readonly Rule[] = [
  { words: 'a new vulnerability', weight: 20, holds: (item) => item.state === 'new' },
  { words: 'a vulnerability whose entry was updated', weight: 2, holds: (item) => item.state === 'updated' },
  { words: 'a vulnerability that was withdrawn', weight: 1.5, holds: (item) => item.state === 'withdrawn' },
]

const RULES: readonly Rule[] = [
  { words: 'security', weight: 3, holds: isSecurity },
  { words: 'breaking', weight: 2, holds: (item) => /^[a-z]+(\([^)]*\))?!:/.test(item.title) || /\bBREAKING[ -]CHANGE\b/.test(item.message) },
  { words: 'public API', weight: 2, holds: (item) => item.paths.some(isApi) },
  { words: 'brings a release note', weight: 1.5, holds: (item) => item.paths.some(isNote) },
  { words: 'asks for a release note', weight: 1.5, holds: (item) => /\bRELNOTES?\b|\brelease notes?:/i.test(item.message) },
  {
    words: 'a switch that users can set',
    weight: 1,
    holds: (item) => /\b[A-Z]{2,}DEBUG\b|\benvironment variable\b|\bfeature (flag|switch)\b|\bopt(s|ed)?[ -](in|out)\b/.test(textOf(item)),
  },
  {
    words: 'adds or supports something',
    weight: 1,
    holds: (item) =>
      typeOf(item)?.startsWith('feat') === true ||
      verb('add', 'adds', 'implement', 'support', 'introduce', 'enable', 'allow', 'expose', 'accept', 'permit', 'new')(item),
  },
  { words: 'takes something away', weight: 1, holds: verb('deprecate', 'remove', 'drop', 'disable', 'reject', 'forbid', 'disallow') },
  {
    words: 'improves something',
    weight: 0.6,
    holds: (item) => verb('improve', 'optimize', 'optimise', 'speed', 'reduce', 'faster')(item) || typeOf(item) === 'perf',
  },
  { words: 'fixes an issue', weight: 0.8, holds: (item) => item.references.some((reference) => reference.verb === 'fixes') },
  {
    words: 'works on an issue',
    weight: 0.5,
    holds: (item) => item.references.length > 0 && item.references.every((reference) => reference.verb === 'updates'),
  },
  { words: 'touches the documentation', weight: 0.4, holds: (item) => item.paths.some(isDocument) && !every(item, isDocument) },
  { words: 'explained at length', weight: 0.5, holds: (item) => item.message.length >= 600 },
  { words: 'shows benchmarks', weight: 0.5, holds: (item) => /\b(ns\/op|MB\/s|allocs\/op|ops\/s|ops\/sec|ms\/op)\b/.test(item.message) },
  { words: 'accepted', weight: 2.5, holds: (item) => item.kind === 'proposal' && item.state === 'accepted' },
  { words: 'declined', weight: 1.2, holds: (item) => item.kind === 'proposal' && item.state === 'declined' },
  { words: 'about to be decided', weight: 1.5, holds: (item) => item.kind === 'proposal' && item.state?.startsWith('likely-') === true },
  { words: 'a milestone that is open', weight: 2.8, holds: (item) => item.state === 'planned' },
  { words: 'a release', weight: 1, holds: (item) => item.kind === 'release' && item.state === undefined },
  { words: 'much discussed', weight: 0.6, holds: (item) => (item.comments ?? 0) >= 30 || (item.reactions ?? 0) >= 30 },
  { words: 'nothing but tests', weight: -2.5, holds: (item) => every(item, isTest) },
  { words: 'a dependency moved', weight: -1.5, holds: isDependency },
  { words: 'nothing but documentation', weight: -0.8, holds: (item) => every(item, isDocument) },
  { words: 'inside only', weight: -0.8, holds: (item) => every(item, (path) => isInside(path) || isTest(path)) && !every(item, isTest) },
  { words: 'the mark of a release', weight: -1.5, holds: isRelease },
  { words: 'across the tree', weight: -1.5, holds: (item) => item.paths.length >= 25 },
  {
    words: 'a clean-up',
    weight: -1.2,
    holds: (item) =>
      /^(chore|style|refactor|ci|build)$/.test(typeOf(item) ?? '') ||
      verb(
        'refactor',
        'rename',
        'move',
        'tidy',
        'clean',
        'cleanup',
        'simplify',
        'reformat',
        'gofmt',
        'lint',
        'delete',
        'unexport',
        'split',
        'factor',
      )(item) ||
      /\b(typos?|clean-?up|comments?|whitespace|unused|dead code)\b/i.test(item.title),
  },
]

/** What an item is worth and why, strongest reason first, those against it too. Higher matters more; 0 = nothing is known. */
export function scoreItem(item: Item): { score: number; reasons: string[] } {
  const rules = item.kind === 'vulnerability' ? VULNERABILITIES : RULES
  const held = rules.filter((rule) => rule.holds(item)).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
  return { score: held.reduce((total, rule) => total + rule.weight, 0), reasons: held.map((rule) => rule.words) }
}
