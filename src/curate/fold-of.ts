import type { Fold } from '../model/section.ts'
import { isBreaking, isDependency } from './features/conventions.ts'
import { namesAdvisory } from './features/security.ts'
import { formsOf } from './forms-of.ts'
import type { Group } from './group-items.ts'
import { folderOf, isApi, isNote, isTest } from './paths.ts'
import type { Told } from './told.ts'

const TIDIES = formsOf(
  'fix correct replace use remove delete drop rename move gofmt format reformat lint typo spell clean cleanup tidy simplify refactor convert modernize modernise update run apply sort migrate switch'.split(
    ' ',
  ),
)

/** Why a story needs no line of its own, or undefined. What carries a security mark is never folded, nor what breaks or touches what is public and stands. */
export function foldOf({ members, reverted }: Pick<Group, 'members' | 'reverted'>): Fold | undefined {
  if (members.some(({ item, text }) => item.kind !== 'change' || namesAdvisory(text))) return undefined
  if (reverted) return 'reverted'
  if (members.some((told) => isBreaking(told) || told.item.paths.some((path) => isApi(path) || isNote(path)))) return undefined
  if (members.every(({ item }) => item.paths.length > 0 && item.paths.every(isTest))) return 'tests'
  if (members.every(isDependency)) return 'dependencies'
  if (members.every(isSweep)) return 'cleanup'
  return undefined
}

/** Many files in many folders, a few lines in each, and a subject that says no more. */
function isSweep({ item, subject }: Told): boolean {
  const code = item.paths.filter((path) => !isTest(path))
  return (
    code.length >= 12 && new Set(code.map(folderOf)).size >= 4 && (item.added + item.deleted) / item.paths.length <= 6 && TIDIES.test(subject.verb)
  )
}
