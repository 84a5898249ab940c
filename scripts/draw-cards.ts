import { availableParallelism } from 'node:os'
import type { Card } from '../src/render/card.ts'
import { startThreads } from '../src/threads.ts'
import { counted, progress } from './command.ts'
import type { Drawn } from './draw-card.ts'

/** Below so many cards threads cost more than they save. */
const WORTH_THREADS = 64

/** Draws cards, on all cores where there are many, and hands out each as soon as it is there, with its number. */
export async function drawCards(cards: readonly Card[], done: (drawn: Drawn, number: number) => void): Promise<void> {
  const isLong = cards.length >= WORTH_THREADS
  const threads = startThreads<Card, Drawn>(new URL('card-thread.ts', import.meta.url), { count: isLong ? availableParallelism() - 1 : 0 })
  const bar = progress('cards')
  let [next, ready] = [0, 0]
  const work = async (draw: (card: Card) => Promise<Drawn>): Promise<void> => {
    for (let number = next++, card = cards[number]; card; number = next++, card = cards[number]) {
      done(await draw(card), number)
      bar.at(`${++ready} of ${cards.length}`)
    }
  }
  try {
    // Each thread has one card at work and one before it.
    const helped = Array.from({ length: threads.count * 2 }, () => work(threads.ask))
    const { drawCard } = await import('./draw-card.ts')
    await Promise.all([...helped, work(drawCard)])
    if (isLong) bar.done(`${counted(cards.length, 'card')} drawn`)
  } finally {
    if (!isLong) bar.done()
    await threads.end()
  }
}
