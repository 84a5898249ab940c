import { plan } from '../src/deliver/plan.ts'
import type { Folder } from '../src/folder.ts'
import { dayOf } from '../src/model/day.ts'

/** Every client and every tier, beginning with the first that gets mail now. */
export function previewVariants({ site, clients }: Pick<Folder, 'site' | 'clients'>, now: Date): string[] {
  const { planned } = plan(clients, { day: dayOf(now), addressed: new Set() })
  const names = [...planned.map((one) => one.client), ...clients.keys()].map((name) => `client-${name}`)
  return [...new Set([...names, ...site.tiers.map((tier) => `tier-${tier}`)])]
}
