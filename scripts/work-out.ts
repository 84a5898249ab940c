import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { startThreads, type Threads } from '../src/threads.ts'
import type { Preparation, PrepareContext, Prepared } from './prepare-document.ts'

/** Below so many documents threads cost more than they save. */
const WORTH_THREADS = 128
const BATCH = 24

/** A document that is to be worked out, and who waits for it. `textKey`: of its text and what that is read against. */
export type Fresh = {
  textKey: string
  preparation: Preparation
  resolve: (prepared: Prepared) => void
  reject: (error: unknown) => void
}

/** What works beside this thread. */
export type Help = Threads<{ batch: readonly Preparation[]; context: PrepareContext }, Prepared[]>

/** Threads beside this one, where there are so many documents that they are worth it. */
export function startHelp(documents: number): Help {
  return startThreads(new URL('prepare-thread.ts', import.meta.url), { count: documents < WORTH_THREADS ? 0 : availableParallelism() - 1 })
}

/** Works documents out, in this thread and those that help; gives what waits until all are. */
export async function workOut(
  fresh: readonly Fresh[],
  context: PrepareContext,
  { help, keep }: { help: Help; keep: (some: readonly Fresh[], prepared: readonly Prepared[]) => void },
): Promise<() => Promise<void>> {
  if (fresh.length === 0) return help.end
  // The site's own pages come first: each page of a publication names them.
  const inOrder = [...fresh].sort((a, b) => Number(b.preparation.kind === 'pages') - Number(a.preparation.kind === 'pages'))
  const queue = Array.from({ length: Math.ceil(fresh.length / BATCH) }, (_, index) => inOrder.slice(index * BATCH, (index + 1) * BATCH))
  const work = async (answer: (batch: readonly Preparation[]) => Prepared[] | Promise<Prepared[]>): Promise<void> => {
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      const some = batch
      try {
        const prepared = await answer(some.map(({ preparation }) => preparation))
        for (const [index, one] of prepared.entries()) some[index]?.resolve(one)
        keep(some, prepared)
      } catch (error) {
        for (const one of some) one.reject(error)
      }
    }
  }
  // Each has one batch at work and one before it.
  const working = Array.from({ length: help.count * 2 }, () => work((batch) => help.ask({ batch, context })))
  const { prepareBatch } = await import('./prepare-batch.ts')
  working.push(
    work(async (batch) => {
      // Between its batches this thread writes what is ready.
      await setImmediate()
      return prepareBatch(batch, context)
    }),
  )
  return async () => {
    await Promise.all(working)
    await help.end()
  }
}
