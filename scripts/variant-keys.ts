import type { Content } from '../src/content.ts'
import type { Planned } from '../src/deliver/plan.ts'
import { Problem } from '../src/errors.ts'
import type { VariantKey } from '../src/render/variant.ts'
import { variantName } from '../src/variant-name.ts'

/** The renderings that are needed, by name; each correction tells of all that one of its readers was not told yet. @throws {Problem} when two people at a client were of different tiers then, and a passage is for that client alone */
export function variantKeys(planned: readonly Planned[], content: Content): VariantKey[] {
  const keys = new Map<string, VariantKey>()
  for (const { client, variant: name, tier: then, answers } of planned) {
    const tier = variantName(name).kind === 'client' ? (then ?? content.clients.get(client)?.tier) : undefined
    const before = keys.get(name)
    if (before && before.tier !== tier)
      throw new Problem({
        what: `Cannot correct what ${client} got: its people got editions of ${before.tier} and of ${tier}, and a passage is for it alone`,
        fix: `Take the passages for ${client} alone out of the digest, and write to it yourself`,
      })
    const since = [before?.corrects, answers?.since].flatMap((one) => one ?? []).sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))
    keys.set(name, { name, tier, corrects: since[0] })
  }
  return [...keys.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
