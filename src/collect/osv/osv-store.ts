import { z } from 'zod'
import { instant } from '../../model/instant.ts'
import type { Upstream } from '../upstream.ts'
import { readEntry, timeOf } from './read-entry.ts'

/** Entries by id, as they came last; `hold` keeps those that are new or have changed. */
export type Entries = {
  get: (id: string) => { answer: unknown; modified: number } | undefined
  ids: () => string[]
  hold: (answers: readonly unknown[]) => Promise<void>
}

/** What a source keeps of its entries: the latest `modified` of an id wins. */
export async function openEntries({ store, clock }: Upstream): Promise<Entries> {
  const held = new Map<string, { answer: unknown; modified: number }>()
  /** Whether it is one, and another than what is held. */
  const put = (answer: unknown): boolean => {
    const entry = readEntry(answer)
    if ('unreadable' in entry) return false
    const modified = timeOf(entry.modified) ?? 0
    const before = held.get(entry.id)
    if (before && (before.modified > modified || JSON.stringify(before.answer) === JSON.stringify(answer))) return false
    held.set(entry.id, { answer, modified })
    return true
  }
  for await (const { answer } of store.read('entries')) for (const one of z.array(z.unknown()).parse(answer)) put(one)
  return {
    get: (id) => held.get(id),
    ids: () => [...held.keys()],
    async hold(answers) {
      const fresh = answers.filter(put)
      if (fresh.length > 0) await store.keep('entries', { at: instant(clock.now()), ask: 'entries', answer: fresh })
    },
  }
}
