import { afterEach, expect, test, vi } from 'vitest'
import { progress } from '../scripts/command.ts'
import { drawCards } from '../scripts/draw-cards.ts'

const { isTTY } = process.stderr
afterEach(() => {
  vi.restoreAllMocks()
  process.stderr.isTTY = isTTY
})

/** What is written to stderr from now on. */
function written(isTerminal: boolean): () => string {
  process.stderr.isTTY = isTerminal
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  return () => write.mock.calls.map(([text]) => String(text)).join('')
}

test('progress() rewrites one line on a terminal, of which its end says the last word or leaves nothing', () => {
  const told = written(true)
  const bar = progress('cards')
  bar.at('1 of 2')
  bar.at('2 of 2')
  bar.done('2 drawn')
  expect(told()).toBe('\r\u001b[Kcards: 1 of 2\r\u001b[Kcards: 2 of 2\r\u001b[Kcards: 2 drawn\n')
  vi.restoreAllMocks()
  const quiet = written(true)
  const other = progress('cards')
  other.at('1 of 1')
  other.done()
  expect(quiet()).toBe('\r\u001b[Kcards: 1 of 1\r\u001b[K')
})

test('progress() says nothing of short work elsewhere but its last word', () => {
  const told = written(false)
  const bar = progress('cards')
  bar.at('1 of 2')
  bar.done()
  bar.done('2 drawn')
  expect(told()).toBe('cards: 2 drawn\n')
})

test('of a few cards nothing is left on a terminal', async () => {
  const told = written(true)
  const card = { site: 'T', host: 'x.example', author: 'Ada', kind: '', title: '', day: '', date: '' }
  await drawCards([card], () => undefined)
  expect(told()).toBe('\r\u001b[Kcards: 1 of 1\r\u001b[K')
})
