import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Matches } from '../src/model/matches.ts'
import { readMatches, writeMatches } from '../src/private-matches.ts'
import { scratch } from './scratch.ts'

const MATCHES: Matches = {
  digest: '2026-Q3',
  matches: [
    {
      story: 'o/r#1',
      client: 'acme',
      concern: 'tickets',
      evidence: [{ by: 'paths', what: 'src/a.ts', item: 'o/r#2' }],
      offered: '2026-10-02T09:00:00Z',
    },
    {
      story: 'o/r#9',
      client: 'acme',
      concern: 'tickets',
      evidence: [{ by: 'words', what: 'ticket', item: 'o/r#9' }],
      question: { replyBy: '2026-10-20' },
    },
  ],
}
const FILE = 'concerns/2026-Q3.json'

test('gives back what was written, a match a line, and writes it alike', async () => {
  const folder = scratch()
  expect(await readMatches(folder, '2026-Q3')).toBeUndefined()
  expect(await writeMatches(folder, MATCHES)).toBe(true)
  const read = await readMatches(folder, '2026-Q3')
  expect(read).toEqual(MATCHES)
  expect(
    readFileSync(join(folder, FILE), 'utf8')
      .split('\n')
      .filter((line) => line.includes('"evidence"')),
  ).toHaveLength(2)
  const turned = {
    matches: MATCHES.matches.map((match) => Object.fromEntries(Object.entries(match).reverse())),
    digest: '2026-Q3',
  } as unknown as Matches
  expect(await writeMatches(folder, turned)).toBe(false)
  expect(await writeMatches(folder, { digest: '2026-Q3', matches: [] })).toBe(true)
  expect(await readMatches(folder, '2026-Q3')).toEqual({ digest: '2026-Q3', matches: [] })
  expect(await readMatches(folder, '2026-Q2')).toBeUndefined()
})

test.each([
  ['no JSON', '{'],
  ['a key too many', '{ "digest": "2026-Q3", "matches": [], "more": 1 }'],
  ['a match without evidence', JSON.stringify({ ...MATCHES, matches: [{ ...MATCHES.matches[0], evidence: [] }] })],
  ['a name that is none', JSON.stringify({ ...MATCHES, matches: [{ ...MATCHES.matches[0], client: '../x' }] })],
])('a file that holds %s is a problem that says how to mend it', async (_, text) => {
  const folder = scratch({ [FILE]: text })
  await expect(readMatches(folder, '2026-Q3')).rejects.toMatchObject({
    name: 'Problem',
    where: join(folder, FILE),
    message: expect.stringContaining(`Cannot read ${join(folder, FILE)}: `),
    fix: expect.stringMatching(/delete it and draft again/),
  })
})
