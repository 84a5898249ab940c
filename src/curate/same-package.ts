import type { StackModule } from '../model/stack.ts'

type Named = Pick<StackModule, 'ecosystem' | 'name'>

/** Ecosystems in whose names case does not count. */
const CASELESS: ReadonlySet<string> = new Set(['pypi', 'nuget', 'packagist', 'github actions'])

/**
 * Whether two names stand for one package, as its ecosystem compares names: most letter by letter, PyPI without case and with "-", "_" and "." as one.
 * A release belongs to its ecosystem: `Debian:12` to `Debian`, not to `Debian:11`.
 * @see https://packaging.python.org/en/latest/specifications/name-normalization/
 */
export function isSamePackage(one: Named, other: Named): boolean {
  // Most pairs have other names: thousands of modules are compared with thousands of entries.
  if (one.name !== other.name && !CASELESS.has(baseOf(one.ecosystem))) return false
  return isSameEcosystem(one.ecosystem, other.ecosystem) && nameIn(one) === nameIn(other)
}

/** Whether one is the other, or a release of it; case does not count. */
export function isSameEcosystem(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()]
  return a === b || a.startsWith(`${b}:`) || b.startsWith(`${a}:`)
}

/** An ecosystem without its release, in small letters. */
export function baseOf(ecosystem: string): string {
  const end = ecosystem.indexOf(':')
  return (end < 0 ? ecosystem : ecosystem.slice(0, end)).toLowerCase()
}

/** What comes with each release of Go, under the version of that release. */
export function isOfGo({ ecosystem, name }: Named): boolean {
  return (name === 'stdlib' || name === 'toolchain') && baseOf(ecosystem) === 'go'
}

function nameIn({ ecosystem, name }: Named): string {
  const base = baseOf(ecosystem)
  const folded = CASELESS.has(base) ? name.toLowerCase() : name
  return base === 'pypi' ? folded.replace(/[-_.]+/g, '-') : folded
}
