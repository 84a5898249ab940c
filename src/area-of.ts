/** Folders in which a project keeps its code: an area begins below them. */
const ROOTS: ReadonlySet<string> = new Set(['src', 'source', 'lib', 'libs', 'pkg', 'packages', 'crates', 'modules', 'staging'])

/** Folders of what is about the code: they tell an area only where nothing else does. */
export const BESIDE: ReadonlySet<string> = new Set([
  'test',
  'tests',
  'testdata',
  'doc',
  'docs',
  'api',
  'vendor',
  'examples',
  'benchmarks',
  'scripts',
  'ci',
])

/** Kinds of changes that stand where others name the area. */
const KINDS = /^(feat|fix|docs?|chore|refactor|perf|tests?|build|ci|style|revert|deps)$/i

/** Folders that name an area: "crypto/tls", not "crypto/tls/internal/fips". */
const DEPTH = 2

/**
 * The area of its project that something belongs to, as its people call it: the folder in which most of its files lie, "crypto/tls" for
 * `src/crypto/tls/conn.go`, else what its title names before a colon. Undefined where neither tells.
 */
export function areaOf({ paths, title }: { paths: readonly string[]; title: string }): string | undefined {
  const folders = paths.map((path) => within(path.split('/').slice(0, -1), ROOTS))
  const own = folders.filter(([first = '']) => first !== '' && !BESIDE.has(first) && !first.startsWith('.'))
  const told = own.length > 0 ? own : folders.filter((parts) => parts.length > 0).map((parts) => within(parts, BESIDE, 1))
  return mostOf(told.map((parts) => outside(parts).slice(0, DEPTH).join('/'))) ?? areaNamed(title)
}

/** Folders below those of some names; `least` of them stay. */
function within(folders: readonly string[], names: ReadonlySet<string>, least = 0): readonly string[] {
  const begin = folders.findIndex((name) => !names.has(name))
  return folders.slice(Math.min(begin < 0 ? folders.length : begin, folders.length - least))
}

/** Folders above what a project keeps for itself. */
function outside(folders: readonly string[]): readonly string[] {
  const inside = folders.findIndex((name, index) => index > 0 && (name === 'internal' || BESIDE.has(name)))
  return inside < 0 ? folders : folders.slice(0, inside)
}

/** What stands there most often, first where several do. */
function mostOf(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/** "crypto/tls" of "proposal: crypto/tls: add X" and of "fix(crypto/tls): X". */
function areaNamed(title: string): string | undefined {
  const rest = title.replace(/^(?:proposal|security|\[[^\]]*\])[:\s]\s*/i, '')
  const [, word = '', scope] = /^([\w./-]{1,40})(?:\(([\w./-]{1,40})\))?!?:\s/.exec(rest) ?? []
  const name = scope ?? (KINDS.test(word) ? '' : word)
  return name === '' ? undefined : name.replace(/^x\//, '')
}
