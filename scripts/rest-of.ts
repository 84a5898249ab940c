import type { Folder } from '../src/folder.ts'
import { histories } from '../src/render/history.ts'
import type { otherPages } from '../src/render/other-pages.ts'
import { newestFirst } from '../src/render/public-pages.ts'
import { supportersOf } from '../src/render/supporters.ts'
import type { PreparedDocument } from './prepare-folder.ts'

/** What the pages beside those of the publications are made from. @see otherPages */
export function restOf(prepared: readonly PreparedDocument[], { clients }: Pick<Folder, 'clients'>, now: Date): Parameters<typeof otherPages>[1] {
  const editions = newestFirst(prepared.flatMap(({ edition }) => edition ?? []))
  const latest = editions.find(({ kind }) => kind === 'digests')
  const figure = latest && prepared.find(({ edition }) => edition === latest)?.figure
  return { editions, stories: histories(prepared.flatMap(({ tellings }) => tellings)), supporters: supportersOf(clients, now), figure }
}
