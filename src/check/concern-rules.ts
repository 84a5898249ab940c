import type { Client } from '../model/client.ts'
import type { Finding } from '../model/finding.ts'
import type { Rule } from './rule.ts'

/** Whether what clients care about can be met at all. */
export const concernRules: readonly Rule[] = [
  {
    code: 'client/concern',
    looksFor: 'a concern that no story can meet, since its match is empty: a warning',
    site: ({ clients }) => concernFindings(clients),
  },
]

/** A warning for each concern of these clients that nothing can meet, by client, as their files have them. */
export function concernFindings(clients: ReadonlyMap<string, Client>): Finding[] {
  return [...clients].flatMap(([name, { concerns }]) =>
    concerns
      .filter(({ match }) => Object.keys(match).length === 0)
      .map(({ id }): Finding => ({
        file: `clients/${name}.yaml`,
        level: 'warning',
        code: 'client/concern',
        message: `nothing can meet the concern "${id}": give its match paths, words or labels, any one of which meets it`,
      })),
  )
}
