import type { Card } from '../src/render/card.ts'
import { benchDigest } from './bench-digest.ts'
import { drawCards } from './draw-cards.ts'

/** How long so many cards take, drawn as a build draws them, for each, and how large they are. */
export async function benchCards(count: number): Promise<string> {
  const cards = Array.from({ length: count }, (_, number): Card => {
    const words = /summary: (.*)\./.exec(benchDigest(number))?.[1]?.split(' ') ?? []
    const title = `Digest ${number}: ${words.slice(0, 1 + (number % words.length)).join(' ')}`
    return { site: 'Bench', host: 'digest.example', author: 'Ada', kind: 'Digest', title, day: '1 January 2020', date: '2020-01-01' }
  })
  let bytes = 0
  const started = performance.now()
  await drawCards(cards, ({ png }) => void (bytes += png.length))
  const each = (performance.now() - started) / count
  return `${count} cards  ${each.toFixed(1)} ms and ${(bytes / count / 1000).toFixed(1)} KB each\n`
}
