import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { Problem } from '../src/errors.ts'
import { startThreads, type Threads } from '../src/threads.ts'
import { ROOT, scratch } from './scratch.ts'

/** Threads of a module that answers as the text of a function says. */
function answering<Question, Answer>(answer: string, count: number): Threads<Question, Answer> {
  const module = join(scratch(), 'answer.ts')
  const threads = pathToFileURL(join(ROOT, 'src/threads.ts')).href
  writeFileSync(module, `import { answerQuestions } from '${threads}'\nanswerQuestions(${answer})\n`)
  return startThreads(pathToFileURL(module), { count })
}

/** Threads that answer with the double of a number, refuse a negative one and break at zero. */
function doubling(count: number): Threads<number, number> {
  const module = join(scratch(), 'double.ts')
  const [threads, errors] = ['threads', 'errors'].map((name) => pathToFileURL(join(ROOT, `src/${name}.ts`)).href)
  writeFileSync(
    module,
    `import { answerQuestions } from '${threads}'
import { Problem } from '${errors}'
answerQuestions((number) => {
  if (number < 0) throw new Problem({ what: 'negative', where: 'here', fix: 'Give another' })
  if (number === 0) throw new RangeError('zero')
  return number * 2
})
`,
  )
  return startThreads(pathToFileURL(module), { count })
}

test('threads answer each question, and hand on a Problem', async () => {
  const threads = doubling(2)
  expect(await Promise.all([1, 2, 3, 4, 5].map(threads.ask))).toEqual([2, 4, 6, 8, 10])
  const refused = threads.ask(-1)
  await expect(refused).rejects.toThrow(Problem)
  await expect(refused).rejects.toMatchObject({ message: 'negative', where: 'here', fix: 'Give another' })
  expect(await threads.ask(6)).toBe(12)
  await threads.end()
})

test('a thread that broke answers every question with what broke it, also those that come later', async () => {
  const threads = doubling(1)
  const asked = [1, 0, 2].map((number) => threads.ask(number))
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  await expect(threads.ask(3)).rejects.toThrow('zero')
  await threads.end()
})

test('threads give answers that are waited for in the order of the questions', async () => {
  const threads = answering<number, number>(
    'async (turns) => { for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate); return turns }',
    1,
  )
  expect(await Promise.all([9, 0, 3].map(threads.ask))).toEqual([9, 0, 3])
  await threads.end()
})

test('a thread in which what is waited for breaks answers with that', async () => {
  const threads = answering<number, number>(`async () => { throw new RangeError('late') }`, 1)
  await expect(threads.ask(1)).rejects.toThrow('late')
  await threads.end()
})
