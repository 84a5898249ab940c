import type { Told } from '../told.ts'
import { formsOf } from '../forms-of.ts'
import { type Feature, share } from './feature.ts'

/** A story's share of changes whose subject begins with one of some words, in any of their forms. */
function begins(words: string): Feature['of'] {
  const form = formsOf(words.split(' '))
  return share((told: Told) => form.test(told.subject.verb))
}

/** What the first word of a subject says was done. */
export const VERBS: readonly Feature[] = [
  {
    id: 'verb-add',
    words: 'adds or supports something',
    prior: 0.6,
    of: begins('add implement support introduce provide define new recognize recognise adopt create'),
  },
  {
    id: 'verb-open',
    words: 'allows or exposes something',
    prior: 0.6,
    of: begins('enable allow accept permit expose export relax'),
  },
  {
    id: 'verb-close',
    words: 'is stricter than before',
    prior: 0.6,
    of: begins('disable reject forbid disallow require enforce restrict limit error refuse validate panic check deny'),
  },
  { id: 'verb-away', words: 'takes something away', prior: 0.8, of: begins('deprecate drop retire obsolete sunset') },
  { id: 'verb-remove', words: 'removes something', prior: 0, of: begins('remove delete') },
  {
    id: 'verb-improve',
    words: 'improves something',
    prior: 0.2,
    of: begins('improve enhance extend refine rewrite rework redesign rewrote'),
  },
  {
    id: 'verb-faster',
    words: 'makes something faster or smaller',
    prior: 0.2,
    of: begins('optimize optimise speed reduce faster cache avoid inline intrinsify eliminate accelerate shrink lower'),
  },
  { id: 'verb-fix', words: 'mends something', prior: 0, of: begins('fix correct restore resolve repair address workaround') },
  {
    id: 'verb-guard',
    words: 'takes care of a case',
    prior: 0,
    of: begins('handle prevent ensure preserve respect honor honour guard protect guarantee'),
  },
  {
    id: 'verb-minor',
    words: 'a small matter by its own words',
    prior: -0.6,
    of: begins('better minor trivial tweak small slight more adjust polish consistent consistently align nit review'),
  },
  {
    id: 'verb-change',
    words: 'changes what something does',
    prior: 0.2,
    of: begins(
      'use make set return default change switch replace prefer treat report print include ignore write read send emit mark detect only always do don stop strip select match keep made kept sent wrote',
    ),
  },
  {
    id: 'verb-clean',
    words: 'a clean-up',
    prior: -0.8,
    of: begins(
      'refactor rename move tidy clean cleanup simplify reformat gofmt lint unexport split factor convert unify consolidate extract reorganize merge separate format sort hoist modernize restructure',
    ),
  },
  {
    id: 'verb-document',
    words: 'explains something',
    prior: -0.4,
    of: begins('document clarify explain describe mention comment note doc reword'),
  },
  { id: 'verb-test', words: 'is about a test', prior: -0.6, of: begins('test skip deflake bench benchmark fuzz') },
  {
    id: 'verb-update',
    words: 'brings something up to date',
    prior: -0.3,
    of: begins('update bump upgrade vendor roll regenerate sync pull revendor'),
  },
]
