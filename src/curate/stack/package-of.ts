import { PackageURL } from 'packageurl-js'
import { type Told, unreadable } from './told.ts'

/** Ecosystems by type of purl, and what joins a namespace to a name there. Packages of Linux distributions are named by what they were built from, which a purl does not tell. */
const ECOSYSTEMS: ReadonlyMap<string, { ecosystem: string; between: string }> = new Map(
  Object.entries({
    golang: 'Go',
    npm: 'npm',
    cargo: 'crates.io',
    pypi: 'PyPI',
    gem: 'RubyGems',
    nuget: 'NuGet',
    composer: 'Packagist',
    hex: 'Hex',
    pub: 'Pub',
    swift: 'SwiftURL',
    hackage: 'Hackage',
    cran: 'CRAN',
    maven: 'Maven',
  }).map(([type, ecosystem]) => [type, { ecosystem, between: type === 'maven' ? ':' : '/' }]),
)

/** What an SBOM says of one component. `names`: what it calls it beside the purl; `at`: the key of the purl. */
export type Component = { purl: string; version?: string | undefined; names: readonly string[]; at: string }

/**
 * The module that a component is; undefined where its ecosystem is not known here. A purl may have lost its capitals, as of Go and npm: the component's own name has them.
 * @see https://github.com/package-url/purl-spec (read 2026-11)
 * @throws {Problem} when the purl is none
 */
export function packageOf({ purl, version, names, at }: Component, file: string): Told['modules'][number] | undefined {
  const read = parsed(purl, `${at} is no purl`, file)
  const known = ECOSYSTEMS.get(read.type ?? '')
  if (!known) return undefined
  const told = [read.namespace, read.name].filter(Boolean).join(known.between)
  const name = names.find((one) => one.toLowerCase() === told.toLowerCase()) ?? told
  const said = read.version ?? version
  return { ecosystem: known.ecosystem, name: known.ecosystem === 'Go' && name === 'std' ? 'stdlib' : name, ...(said && { version: said }) }
}

function parsed(purl: string, said: string, file: string): PackageURL {
  try {
    return PackageURL.fromString(purl)
  } catch (error) {
    throw unreadable(file, `${said}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
