import type { Affected, OsvEntry } from '../../model/osv-entry.ts'

/** What one text of `packages` asks for. `name`: a package, or a path of imports inside one; `path`: only what imports it or lies below it. */
export type Wanted = { text: string; ecosystem: string; name: string; path?: string }

/** @see https://ossf.github.io/osv-schema/#defined-ecosystems (read 2026-11) */
const ECOSYSTEMS =
  'AlmaLinux|Alpaquita|Alpine|Android|BellSoft Hardened Containers|Bioconductor|Bitnami|Chainguard|CRAN|crates.io|Debian|GHC|GitHub Actions|Go|Hackage|Hex|Julia|Kubernetes|Linux|Mageia|Maven|MinimOS|npm|NuGet|openEuler|openSUSE|OSS-Fuzz|Packagist|Photon OS|Pub|PyPI|Red Hat|Rocky Linux|RubyGems|SUSE|SwiftURL|Ubuntu|VSCode|Wolfi'.split(
    '|',
  )

/** Reads a text such as `stdlib:crypto`, `golang.org/x/crypto` or `npm:lodash`: the ecosystem is Go where none is named. A release belongs to the ecosystem: `Debian:12:openssl`. */
export function readPackage(text: string): Wanted {
  const [, prefix = '', rest = ''] = /^([^:]+):(.+)$/.exec(text) ?? []
  const ecosystem = ECOSYSTEMS.find((name) => name.toLowerCase() === prefix.toLowerCase())
  if (ecosystem === 'Go') return { ...readPackage(rest), text }
  if (prefix === 'stdlib' || prefix === 'toolchain') return { text, ecosystem: 'Go', name: prefix, path: rest }
  if (!prefix) return { text, ecosystem: 'Go', name: text }
  const last = ecosystem === 'Maven' ? -1 : rest.lastIndexOf(':')
  return last < 0
    ? { text, ecosystem: ecosystem ?? prefix, name: rest }
    : { text, ecosystem: `${ecosystem ?? prefix}:${rest.slice(0, last)}`, name: rest.slice(last + 1) }
}

/**
 * What is wanted with the packages that are known by name: a text that names none is a path of imports inside the longest one that it
 * begins with. undefined: there is none. A major version (`/v2`) is a module of its own, not a path inside another.
 */
export function findPackage(wanted: Wanted, names: ReadonlySet<string>): Wanted | undefined {
  if (names.has(wanted.name)) return wanted
  if (wanted.ecosystem !== 'Go' || wanted.path !== undefined) return undefined
  const name = [...names].filter((known) => wanted.name.startsWith(`${known}/`)).sort((a, b) => b.length - a.length)[0]
  return name === undefined || /^v\d+(\/|$)/.test(wanted.name.slice(name.length + 1)) ? undefined : { ...wanted, name, path: wanted.name }
}

/** Names of the packages that an entry affects in an ecosystem, or in a release of it. */
export function packagesOf(entry: OsvEntry, ecosystem: string): string[] {
  return entry.affected.flatMap((one) => (one.package && isIn(one, ecosystem) ? [one.package.name] : []))
}

/** Whether an entry affects what is wanted; where it tells no imports of the package, all of the package is meant. */
export function affects(entry: OsvEntry, wanted: Wanted): boolean {
  const { path } = wanted
  return entry.affected.some((one) => {
    if (one.package?.name !== wanted.name || !isIn(one, wanted.ecosystem)) return false
    const imports = one.ecosystem_specific?.imports ?? []
    return path === undefined || imports.length === 0 || imports.some((imported) => imported.path === path || imported.path.startsWith(`${path}/`))
  })
}

function isIn(affected: Affected, ecosystem: string): boolean {
  const own = affected.package?.ecosystem.toLowerCase() ?? ''
  return own === ecosystem.toLowerCase() || own.startsWith(`${ecosystem.toLowerCase()}:`)
}
