import { Problem } from '../../errors.ts'
import type { Advisory } from '../../model/advisory.ts'
import type { OsvEntry } from '../../model/osv-entry.ts'
import { type Asking, placeOf } from './entry-places.ts'
import type { OsvSource } from './osv-layout.ts'
import { toAdvisory } from './to-advisory.ts'

/** Databases that are asked when no source has an entry. That of Go knows only what has an id of one of these kinds. */
const PUBLIC: readonly OsvSource[] = ['https://vuln.go.dev', 'https://api.osv.dev'].map((url) => ({
  id: new URL(url).host,
  kind: 'osv',
  url,
  packages: ['stdlib'],
}))
const KNOWN_TO_GO = /^(GO|CVE|GHSA)-/

/** An advisory and where it was found; `problems`: places that could not be asked, each in a sentence. */
export type Found = { advisory: Advisory; at: string; problems: string[] }

/**
 * The entry of an id, which may be an alias, of the sources in their order, then of the public databases; with the severities that the entries
 * of its aliases give in the same places, and nobody else's. Offline only folders and what was kept are looked into.
 * @throws {Problem} when nobody has it, and another one when somebody could not be asked and nobody else has it
 */
export async function findEntry(id: string, sources: readonly OsvSource[], asking: Asking): Promise<Found> {
  const problems: string[] = []
  const asked: string[] = []
  const failed: Problem[] = []
  for (const group of [
    sources,
    PUBLIC.filter(({ url }) => !sources.some((source) => source.url === url) && (url !== PUBLIC[0]?.url || KNOWN_TO_GO.test(id))),
  ]) {
    const places = group.map((source) => placeOf(source, asking))
    for (const place of places) {
      asked.push(place.name)
      const entry = await attempt(() => place.look(id, { aliases: true }))
      if (!entry) continue
      const others: OsvEntry[] = []
      for (const alias of new Set(entry.aliases.filter((one) => one !== entry.id)))
        for (const other of places) {
          const one = await attempt(() => other.look(alias, { aliases: false }))
          if (one && !others.some((known) => known.id === one.id)) others.push(one)
        }
      return { advisory: toAdvisory(entry, { others, from: place.who }), at: place.name, problems }
    }
  }
  const [first] = failed
  if (first)
    throw new Problem(
      {
        what: `Cannot say whether anybody knows ${id}: ${problems.join('; ')}`,
        where: first.where,
        fix: `${first.fix}, or give it as a file: --file FILE`,
      },
      { cause: first },
    )
  throw new Problem({
    what: `Cannot find ${id}: nobody has it who was asked (${asked.join(', ') || 'no source'})`,
    fix: asking.offline
      ? 'Run it again without --offline, or give it as a file: --file FILE'
      : 'Look at how it is spelled; of what nobody has yet, give an entry of your own in OSV format (id, modified and affected will do): --file FILE',
  })

  async function attempt(look: () => Promise<OsvEntry | undefined>): Promise<OsvEntry | undefined> {
    try {
      return await look()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      failed.push(error)
      const said = error.message
      if (!problems.includes(said)) problems.push(said)
      return undefined
    }
  }
}
