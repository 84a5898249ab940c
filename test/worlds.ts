import fc from './fast-check.ts'
import type { Item } from '../src/model/item.ts'
import { DESK, NEXT, SINCE, type Section } from '../src/model/section.ts'
import { NOTABLE, type Story } from '../src/model/story.ts'
import { change, story, vulnerability } from './stories.ts'

/** A story of a world under test. `key`: orders the stories; `away`: its sources do not give it now. */
type Tale = Pick<Story, 'section' | 'folded' | 'notable' | 'followed'> & { key: number; things: Item[]; away: boolean }
export type World = { tales: Tale[]; things: number; clock: number }

export const SECTIONS: readonly Section[] = [
  DESK,
  SINCE,
  { id: 'security', title: 'Security', match: {}, limit: 50 },
  { id: 'landed', title: 'Landed', match: {}, limit: 50 },
  NEXT,
]

/** What outside text may look like. */
export const TITLES = [
  'plain words',
  '{process.env.HOME} */} {/* go/cl/1 */}',
  '</Clients> <Clients only="acme">',
  'a](https://evil.example) `x',
  '| a | b | ***',
  '# [^1]: - 1. > ```',
]

/** What can happen to a world between two drafts. */
export const HAPPENINGS = [
  'add',
  'grow',
  'lead',
  'join',
  'part',
  'retitle',
  'restate',
  'revert',
  'vulnerability',
  'fold',
  'rank',
  'section',
  'rename',
  'away',
  'notable',
  'follow',
] as const
export type Happening = { does: (typeof HAPPENINGS)[number]; a: number; b: number }

export function happening(among: readonly Happening['does'][] = HAPPENINGS): fc.Arbitrary<Happening> {
  return fc.record({ does: fc.constantFrom(...among), a: fc.nat(99), b: fc.nat(99) })
}

export function emptyWorld(): World {
  return { tales: [], things: 100, clock: 0 }
}

/** The world after something happened; as it was, where that cannot happen. */
export function after(world: World, { does, a, b }: Happening): World {
  const next: World = { ...world, tales: world.tales.map((tale) => ({ ...tale, things: [...tale.things] })), clock: world.clock + 1 }
  const tale = next.tales[a % Math.max(1, next.tales.length)]
  const other = next.tales[b % Math.max(1, next.tales.length)]
  const made = (given: Partial<Item> = {}): Item => thing(next, b, given)
  if (does === 'add')
    next.tales.push({ key: a + next.clock / 1000, things: [made()], section: SECTIONS[[3, 2, 3, 0, 3, 4, 1][b % 7] ?? 3]?.id ?? '', away: false })
  if (!tale || !other) return next
  const lead = tale.things[0]
  if (does === 'grow') tale.things.push(made())
  if (does === 'lead') tale.things.unshift(made())
  if (does === 'join' && tale !== other) {
    tale.things.push(...other.things)
    next.tales.splice(next.tales.indexOf(other), 1)
  }
  if (does === 'part' && tale.things.length > 1) {
    const rest = tale.things.splice(1 + (b % (tale.things.length - 1)))
    next.tales.push({ key: b + next.clock / 1000, things: rest, section: tale.section, away: tale.away })
  }
  if (does === 'retitle' && lead) tale.things[0] = { ...lead, title: `${TITLES[b % TITLES.length]} ${next.clock}` }
  if (does === 'restate' && lead) tale.things[0] = restated(lead)
  const landed = tale.things.find((item) => item.kind === 'change' && item.state === undefined && item.reverts.length === 0)
  if (does === 'revert' && landed) tale.things.push(made({ kind: 'change', state: undefined, reverts: [landed.id] }))
  if (does === 'vulnerability') tale.things.push(vulnerability({ id: `GO-2026-${(next.things += 1)}` }))
  if (does === 'fold') tale.folded = tale.folded === undefined ? 'tests' : undefined
  if (does === 'rank') tale.key = b + next.clock / 1000
  if (does === 'section') tale.section = SECTIONS[b % SECTIONS.length]?.id ?? ''
  if (does === 'rename') tale.things = tale.things.map(renamed)
  if (does === 'away') tale.away = !tale.away
  if (does === 'notable') tale.notable = tale.notable === undefined ? [NOTABLE[b % NOTABLE.length] ?? 'public API'] : undefined
  if (does === 'follow') tale.followed = tale.followed === undefined ? { digest: '2026-Q2', state: 'likely accept', moved: b % 2 === 0 } : undefined
  return next
}

/** The stories of a world, as a run curates them. */
export function storiesOf({ tales }: World): Story[] {
  const present = tales.filter((tale) => !tale.away).sort((a, b) => a.key - b.key)
  return present.map(({ things, section, folded, notable, followed }, index) => {
    const [lead] = things
    return story({
      id: lead?.id ?? '',
      rank: index + 1,
      title: lead?.title ?? '',
      section,
      items: things,
      refs: [...new Set(things.flatMap((item) => [item.id, ...item.aliases]))],
      ...(things.length > 1 && { state: `landed in ${things.length} changes` }),
      ...(folded !== undefined && { folded }),
      ...(notable !== undefined && { notable }),
      ...(followed !== undefined && { followed }),
    })
  })
}

function thing(world: World, seed: number, given: Partial<Item>): Item {
  const id = `old/r#${(world.things += 1)}`
  const proposal = seed % 5 === 0
  return change({
    id,
    kind: proposal ? 'proposal' : 'change',
    title: `${TITLES[seed % TITLES.length]} ${id}`,
    ...(proposal && { state: seed % 2 ? 'active' : 'accepted', paths: [] }),
    own: seed % 3 === 0 ? ['wrote'] : [],
    ...given,
  })
}

function restated(item: Item): Item {
  const states: Record<string, string> = { active: 'likely-accept', 'likely-accept': 'accepted', accepted: 'active', new: 'updated', updated: 'new' }
  if (item.kind === 'change') return { ...item, state: item.state === 'open' ? 'closed' : 'open' }
  return { ...item, state: states[item.state ?? ''] ?? 'active' }
}

function renamed(item: Item): Item {
  const other = item.id.startsWith('old/') ? item.id.replace('old/', 'new/') : item.id.replace('new/', 'old/')
  return item.kind === 'vulnerability' ? item : { ...item, id: other, aliases: [item.id] }
}
