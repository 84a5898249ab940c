import { join } from 'node:path'
import { expect, test } from 'vitest'
import { askSource } from '../src/collect/ask-source.ts'
import { openStore } from '../src/collect/store.ts'
import { openNetwork } from '../src/http.ts'
import { withLock } from '../src/lock.ts'
import { virtualClock } from './clock.ts'
import { NO_GITHUB, scratch } from './scratch.ts'

test('one process at a time asks a source: another is refused, or waits where it may, and then gets what it asks for', async () => {
  const clock = virtualClock()
  const options = { folder: '/', cache: scratch(), ask: openNetwork({ clock }), clock, offline: false, accounts: [], github: NO_GITHUB }
  const source = { id: 'db', kind: 'osv' as const, url: 'http://127.0.0.1:9', packages: ['stdlib'] }
  const work = async (): Promise<string> => 'answer'
  const { waiting } = await withLock(join(openStore(source, options).folder, 'lock'), async () => {
    const later = askSource(source, { ...options, waitMs: 60_000 }, work)
    expect(await askSource(source, options, work)).toEqual({ requests: 0, problem: expect.stringContaining('is at it already') })
    // Offline nothing is asked, so nobody is in the way.
    expect(await askSource(source, { ...options, offline: true }, work)).toEqual({ requests: 0, result: 'answer' })
    return { waiting: later }
  })
  expect(await waiting).toEqual({ requests: 0, result: 'answer' })
})
