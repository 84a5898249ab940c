import { hash } from 'node:crypto'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Environment } from '../src/environment.ts'
import { listNames, moveFile, readManyBytes, remove, writeFast } from '../src/files.ts'
import type { Site } from '../src/model/site.ts'
import type { Card } from '../src/render/card.ts'
import { cardsOf } from '../src/render/cards-of.ts'
import { counted, say } from './command.ts'
import type { drawCards } from './draw-cards.ts'
import { programVersion } from './program-version.ts'

/** A file of the site. `path`: below its base; `key`: of all that it is made from. */
export type CardFile = { path: string; key: string; make: () => Promise<Uint8Array> }

const SHOWN = 20

/**
 * The cards of a site; none where it has none. One that is asked for is drawn unless the cache holds it, from which it goes once it is no
 * card of this content any more. `draw`: draws what is missing.
 */
export async function cardFiles(
  site: Site,
  editions: Parameters<typeof cardsOf>[1],
  { content, cache, draw }: Pick<Environment, 'content' | 'cache'> & { draw?: typeof drawCards },
): Promise<CardFile[]> {
  if (!site.extras.includes('cards')) return []
  const version = await programVersion()
  const cards = cardsOf(site, editions).map(({ path, card }) => ({ path, card, key: hash('sha256', JSON.stringify([version, card])) }))
  const place = join(cache, 'cards', hash('sha256', content).slice(0, 12))
  const names = new Set(cards.map(({ key }) => `${key}.png`))
  for (const name of await listNames(place)) if (!names.has(name)) await remove(join(place, name))
  const drawing = startDrawing(place, draw)
  return cards.map(({ path, card, key }) => ({ path: path.slice(1), key, make: () => drawing(key, card) }))
}

type Asked = { key: string; card: Card } & PromiseWithResolvers<Uint8Array>

/** Gives the picture of a card. Those that are asked for at once are drawn together. */
function startDrawing(place: string, draw: typeof drawCards | undefined): (key: string, card: Card) => Promise<Uint8Array> {
  const all = new Map<string, Asked>()
  let asked: Asked[] = []
  const serve = async (): Promise<void> => {
    await setImmediate()
    const some = asked
    asked = []
    try {
      await answer(some, place, draw)
    } catch (error) {
      for (const { reject } of some) reject(error)
    }
  }
  return (key, card) => {
    const one = all.get(key) ?? { key, card, ...Promise.withResolvers<Uint8Array>() }
    if (!all.has(key)) {
      all.set(key, one)
      if (asked.push(one) === 1) void serve()
    }
    return one.promise
  }
}

async function answer(asked: readonly Asked[], place: string, draw: typeof drawCards | undefined): Promise<void> {
  const missing = asked.filter(({ key, resolve }) => {
    const kept = readManyBytes([join(place, `${key}.png`)])[0]
    if (kept) resolve(kept)
    return kept === undefined
  })
  if (missing.length === 0) return
  draw ??= (await import('./draw-cards.ts')).drawCards
  const lacked: string[] = []
  const writing: Promise<unknown>[] = []
  await draw(
    missing.map(({ card }) => card),
    ({ png, lacking }, number) => {
      const one = missing[number]
      if (!one) return
      const file = join(place, `${one.key}.png`)
      writeFast(`${file}.tmp`, png)
      writing.push(moveFile(`${file}.tmp`, file))
      if (lacking !== '') lacked.push(lacking)
      one.resolve(png)
    },
  )
  await Promise.all(writing)
  if (lacked.length > 0)
    say(`cards: no font has ${shortened(lacked.join(''))}: what is written with it is left out of ${counted(lacked.length, 'card')}`)
}

/** Some letters, each once, and no more than can be read. */
function shortened(letters: string): string {
  const each = [...new Set(letters)]
  return each.length > SHOWN ? `${each.slice(0, SHOWN).join('')}…` : each.join('')
}
