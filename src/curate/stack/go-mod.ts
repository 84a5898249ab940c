import type { StackModule } from '../../model/stack.ts'
import { orderOf } from '../../version-order.ts'
import { versionIn } from '../version-in.ts'
import { type Told, unreadable } from './told.ts'

type Line = { verb: string; words: string[]; line: number }
type Replacement = { path: string; version: string | undefined; by: string; byVersion: string | undefined }

/** Directives that say nothing of what is built. */
const OTHERS: ReadonlySet<string> = new Set(['module', 'godebug', 'exclude', 'retract', 'tool', 'ignore'])
const STDLIB = { ecosystem: 'Go', name: 'stdlib' }

/**
 * The modules that a go.mod requires, as they are replaced, and the least version of Go. From `go 1.17` on it names all that is built.
 * @see https://go.dev/ref/mod#go-mod-file (read 2026-11)
 * @throws {Problem} that names the line that is none of a go.mod
 */
export function readGoMod(text: string, file: string): Told {
  const required: { path: string; version: string }[] = []
  const replacements: Replacement[] = []
  const releases: string[] = []
  let isNamed = false
  let isWhole = false
  for (const { verb, words, line } of linesOf(text, file)) {
    const [first = '', second] = words
    const bad = (said: string): Error => unreadable(file, said, { line })
    if (verb === 'require') {
      if (words.length !== 2 || !second || !/^v\d/.test(second)) throw bad('"require" must name a module and its version, such as v1.2.3')
      required.push({ path: first, version: second.slice(1) })
    } else if (verb === 'replace')
      replacements.push(replacementOf(words) ?? fail(bad('"replace" must name a module and, behind "=>", what stands in its place')))
    else if (verb === 'go' || verb === 'toolchain') {
      if (verb === 'toolchain' && first === 'default') continue
      const version = verb === 'go' ? first : first.replace(/^go/, '')
      const read = versionIn(STDLIB, version)
      if (words.length !== 1 || !read) throw bad(`"${verb}" must name a version of Go`)
      releases.push(version)
      if (verb === 'go') isWhole = read.major > 1 || read.minor >= 17
    } else if (!OTHERS.has(verb)) throw bad(`"${verb}" is no directive of a go.mod`)
    isNamed ||= verb === 'module'
  }
  if (!isNamed) throw unreadable(file, 'it has no line "module"')
  const least = releases.reduce<string | undefined>((most, one) => (most === undefined || isLater(one, most) ? one : most), undefined)
  return {
    modules: [
      ...(least === undefined ? [] : [{ ...STDLIB, version: least, isLeast: true as const }]),
      ...required.flatMap((one) => built(one, replacements)),
    ],
    whole: isWhole ? ['Go'] : [],
  }
}

/** What is built of a module that is required. A fork is named beside what it stands for: it may be known by its own name. */
function built({ path, version }: { path: string; version: string }, replacements: readonly Replacement[]): Told['modules'] {
  const module: Pick<StackModule, 'ecosystem' | 'name'> = { ecosystem: 'Go', name: path }
  const ours = replacements.filter((one) => one.path === path && (one.version === undefined || one.version === version))
  const replacement = ours.find((one) => one.version !== undefined) ?? ours[0]
  if (!replacement) return [{ ...module, version }]
  const { by, byVersion } = replacement
  if (byVersion === undefined) return [{ ...module, version, isReplaced: true }]
  if (by === path) return [{ ...module, version: byVersion }]
  return [
    { ...module, version, isReplaced: true },
    { ecosystem: 'Go', name: by, version: byVersion },
  ]
}

function replacementOf(words: readonly string[]): Replacement | undefined {
  const arrow = words.indexOf('=>')
  const [[path, version, ...rest], [by, byVersion, ...others]] = [words.slice(0, Math.max(arrow, 0)), words.slice(arrow + 1)]
  if (path === undefined || by === undefined || rest.length + others.length > 0) return undefined
  // Only a folder has no version.
  if (byVersion === undefined && !/^(?:\.{1,2}(?:[\\/]|$)|[\\/]|[A-Za-z]:)/.test(by)) return undefined
  return { path, version: version?.replace(/^v/, ''), by, byVersion: byVersion?.replace(/^v/, '') }
}

/** Each line of a directive, those of a block with the word before it, without comments and quotes. */
function* linesOf(text: string, file: string): Generator<Line> {
  let block: { verb: string; line: number } | undefined
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const words = [...row.replace(/\/\/.*/, '').matchAll(/"((?:[^"\\]|\\.)*)"|`([^`]*)`|=>|[()]|[^\s()"`]+/g)].map(
      ([all, quoted, raw]) => quoted ?? raw ?? all,
    )
    const line = index + 1
    const [verb] = words
    if (verb === undefined) continue
    if (block) {
      if (verb === ')') block = undefined
      else yield { verb: block.verb, words, line }
    } else if (words[1] === '(' && words.length === 2) block = { verb, line }
    else yield { verb, words: words.slice(1), line }
  }
  if (block) throw unreadable(file, `the block "${block.verb} (" has no end`, { line: block.line })
}

function isLater(one: string, other: string): boolean {
  const [a, b] = [versionIn(STDLIB, one), versionIn(STDLIB, other)]
  return a !== undefined && b !== undefined && orderOf(a, b) > 0
}

function fail(error: Error): never {
  throw error
}
