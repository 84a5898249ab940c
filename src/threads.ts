/** The only place that starts threads of this program. */
import { parentPort, Worker } from 'node:worker_threads'
import { Problem } from './errors.ts'

/** Threads that answer questions, each in the order in which it was asked. */
export type Threads<Question, Answer> = { count: number; ask: (question: Question) => Promise<Answer>; end: () => Promise<void> }

type Answered<Answer> = { answer: Answer } | { problem: { what: string; where: string | undefined; fix: string } }

/** Starts threads that run a module, which must call `answerQuestions`. A question goes to the thread that has the fewest left. */
export function startThreads<Question, Answer>(module: URL, { count }: { count: number }): Threads<Question, Answer> {
  const threads = Array.from({ length: count }, () => startThread<Question, Answer>(module))
  return {
    count,
    ask: (question) => threads.reduce((least, one) => (one.waiting() < least.waiting() ? one : least)).ask(question),
    end: async () => {
      await Promise.all(threads.map((one) => one.end()))
    },
  }
}

function startThread<Question, Answer>(module: URL) {
  const worker = new Worker(module)
  // A thread that nobody waits for does not keep the program from ending.
  worker.unref()
  const waiting: PromiseWithResolvers<Answer>[] = []
  worker.on('message', (answered: Answered<Answer>) => {
    const asked = waiting.shift()
    if (waiting.length === 0) worker.unref()
    if ('answer' in answered) asked?.resolve(answered.answer)
    else asked?.reject(new Problem(answered.problem))
  })
  let dead: unknown
  const end = (why: unknown): void => {
    dead ??= why
    waiting.splice(0).forEach((asked) => asked.reject(dead))
  }
  worker.on('error', end)
  worker.on('messageerror', end)
  worker.on('exit', (code) => end(new Error(`A thread ended with ${code}`)))
  return {
    waiting: () => waiting.length,
    ask(question: Question): Promise<Answer> {
      if (dead !== undefined) return Promise.reject(dead)
      const asked = Promise.withResolvers<Answer>()
      waiting.push(asked)
      worker.ref()
      worker.postMessage(question)
      return asked.promise
    },
    end: () => worker.terminate(),
  }
}

/** Answers the questions that this thread is asked, one after another. A Problem is handed on; whatever else is thrown ends the thread. */
export function answerQuestions<Question, Answer>(answer: (question: Question) => Answer | Promise<Answer>): void {
  let before = Promise.resolve()
  parentPort?.on('message', (question: Question) => {
    before = before.then(async () => {
      try {
        parentPort?.postMessage({ answer: await answer(question) } satisfies Answered<Answer>)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        const { message: what, where, fix } = error
        parentPort?.postMessage({ problem: { what, where, fix } } satisfies Answered<Answer>)
      }
    })
  })
}
