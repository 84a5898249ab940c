import type { Item } from '../model/item.ts'
import type { Fold } from '../model/section.ts'
import { isApi, isDependency, isSecurity, isTest } from './signals.ts'

/** Why a story needs no line of its own, or undefined. What carries a security mark, or touches what is public, is never folded. */
export function foldOf(items: readonly Item[]): Fold | undefined {
  const changes = items.filter((item) => item.kind === 'change')
  if (changes.length < items.length || changes.some((item) => isSecurity(item) || item.paths.some(isApi))) return undefined
  if (changes.every((item) => item.paths.length > 0 && item.paths.every(isTest))) return 'tests'
  if (changes.every(isDependency)) return 'dependencies'
  if (changes.every(isSweep)) return 'cleanup'
  return undefined
}

/** Many files in many folders, a few lines in each. */
function isSweep(item: Item): boolean {
  const folders = new Set(item.paths.map((path) => path.slice(0, path.lastIndexOf('/') + 1)))
  return item.paths.length >= 12 && folders.size >= 4 && (item.added + item.deleted) / item.paths.length <= 6
}
