import { isMadeFor } from '../src/deliver/is-made-for.ts'
import { listJournals, readJournal } from '../src/deliver/journal.ts'
import { manifestsOf } from '../src/deliver/manifests-of.ts'
import { type Got, got } from '../src/deliver/got.ts'
import type { Environment } from '../src/environment.ts'
import type { Client, Concern } from '../src/model/client.ts'
import type { Manifest } from '../src/model/manifest.ts'
import { dayOf, daysBetween } from '../src/model/day.ts'
import { readSuggestedBefore, type SuggestedBefore } from '../src/suggested-before.ts'

/** Where something came of a concern. `id`: of the digest or notice; `on`: its day, of what was served that of the first mail; `story`: absent in notices; `words`: what was told. */
export type Occasion = Pick<SuggestedBefore, 'id' | 'on' | 'story' | 'words'>

/** A concern of a client, and when it was last met, suggested, taken, and served: told in what somebody at the client got. `days`: since it was served. */
export type ServedConcern = Concern & {
  client: string
  met?: Occasion | undefined
  suggested?: Occasion | undefined
  taken?: Occasion | undefined
  served?: (Occasion & { days: number }) | undefined
}

/** Each concern of these clients: those that were never served first, in the order of the clients and their files, then the one that was served longest ago. @throws {Problem} when matches or journals cannot be read */
export async function servedConcerns(clients: ReadonlyMap<string, Client>, environment: Environment): Promise<ServedConcern[]> {
  const { suggested } = await readSuggestedBefore(environment, { clients, now: environment.now })
  const day = dayOf(environment.now)
  const taken = new Set(suggested.filter(({ outcome }) => outcome === 'taken').map(({ id }) => id))
  const mails = new Map<string, { all: Got[]; manifests: ReadonlyMap<string, Manifest> }>()
  for (const id of await listJournals(environment.content)) {
    if (!taken.has(id)) continue
    const receipts = await readJournal(environment.content, id)
    mails.set(id, { all: got(receipts), manifests: await manifestsOf(environment.private, id, receipts) })
  }
  const all = [...clients].flatMap(([client, { concerns }]) =>
    concerns.map((concern): ServedConcern => {
      const own = suggested.filter((one) => one.client === client && one.concern === concern.id)
      const told = own.filter(({ outcome }) => outcome === 'taken')
      const served = told
        .flatMap((one) => {
          const { all = [], manifests } = mails.get(one.id) ?? {}
          // An announcement, or what was sent before the passage was written, did not hold it.
          const first = all.find((mail) => mail.client === client && isMadeFor(client, manifests?.get(mail.revision)))
          return first ? [{ ...occasion(one), on: dayOf(first.at) }] : []
        })
        .sort((a, b) => b.on.localeCompare(a.on))[0]
      return {
        client,
        ...concern,
        met: own[0] && occasion(own[0]),
        suggested: own.filter(({ isSuggested }) => isSuggested).map(occasion)[0],
        taken: told[0] && occasion(told[0]),
        served: served && { ...served, days: daysBetween(served.on, day) },
      }
    }),
  )
  return all.sort((a, b) => (a.served?.on ?? '').localeCompare(b.served?.on ?? ''))
}

function occasion({ id, on, story, words }: SuggestedBefore): Occasion {
  return { id, on, ...(story !== undefined && { story }), ...(words !== undefined && { words }) }
}
