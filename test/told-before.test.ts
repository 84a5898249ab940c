import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { collectionSchema } from '../src/model/collection.ts'
import { readToldBefore } from '../src/told-before.ts'
import { legible, repository, scratch, SITE } from './scratch.ts'
import { change, story } from './stories.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }

/** A content folder with one earlier digest that told `o/r#1` "a: risky", commit abcdef…. */
function folderOf(given: { until?: string; drafted?: boolean; line?: string }): string {
  const told = story({
    id: 'o/r#1',
    title: 'a: risky',
    ...(given.drafted !== false && { drafted: '2026-07-01T00:00:00Z' }),
    items: [change({ id: 'o/r#1', title: 'a: risky', commit: 'abcdef0123456789abcdef0123456789abcdef01' })],
  })
  const record = { digest: '2026-Q2', since: '2026-04-01T00:00:00Z', until: given.until ?? WINDOW.since, sources: [], stories: [told] }
  return scratch({
    'items/2026-Q2.json': JSON.stringify(record),
    'items/broken.json': '{',
    'digests/2026-Q2.mdx': `---\ntitle: T\nsummary: S\nstatus: ready\n---\n\n${given.line ?? '* A risk was taken. {/* o/r#1 */}'}\n`,
  })
}

describe('readToldBefore()', () => {
  const brief = async (given: Parameters<typeof folderOf>[0]) => {
    const { told, unread } = await readToldBefore(folderOf(given), WINDOW)
    return { told: told.map(({ digest, story: one, standing, closed }) => [digest, one.id, standing, ...(closed ? ['closed'] : [])]), unread }
  }

  test('gives what an earlier digest told and still tells, and names the records that cannot be read', async () => {
    expect(await brief({})).toEqual({ told: [['2026-Q2', 'o/r#1', true]], unread: ['items/broken.json'] })
  })

  test.each<[string, Parameters<typeof folderOf>[0], unknown]>([
    ['a digest of the same time or later told nothing', { until: '2026-07-02T00:00:00Z' }, []],
    ['a story that had no line was not told', { drafted: false }, []],
    [
      'a line inside a mark was told to clients alone',
      { line: '<Clients>\n\n* A risk. {/* o/r#1 */}\n\n</Clients>' },
      [['2026-Q2', 'o/r#1', true, 'closed']],
    ],
    [
      'a line in part inside a mark was told to them where its marker is',
      { line: '* A. <Clients>B. {/* o/r#1 */}</Clients>' },
      [['2026-Q2', 'o/r#1', true, 'closed']],
    ],
    [
      'two lines, one of them open, were told to all',
      { line: '* A. <Clients>B. {/* o/r#1 */}</Clients>\n* C. {/* o/r#1 */}' },
      [['2026-Q2', 'o/r#1', true]],
    ],
    ['of a line that was deleted it is known that it was', { line: 'Nothing.' }, [['2026-Q2', 'o/r#1', false]]],
  ])('%s', async (_, given, told) => {
    expect((await brief(given)).told).toEqual(told)
  })

  test('of a digest that cannot be read nothing is known, and that is said', async () => {
    expect(await brief({ line: '{1 + 1}<a' })).toEqual({ told: [], unread: ['items/broken.json', 'digests/2026-Q2.mdx'] })
  })

  test('a story of another shape is named, the others are read', async () => {
    const folder = folderOf({})
    const file = join(folder, 'items/2026-Q2.json')
    const record = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(file, JSON.stringify({ ...record, stories: [{ ...record.stories[0], id: 7, refs: ['o/r#7'], items: [] }, ...record.stories] }))
    const { told, unread } = await readToldBefore(folder, WINDOW)
    expect([told.length, unread]).toEqual([1, ['items/broken.json', 'items/2026-Q2.json']])
  })

  test('the latest digest comes first', async () => {
    const folder = folderOf({})
    const record = JSON.parse(readFileSync(join(folder, 'items/2026-Q2.json'), 'utf8'))
    writeFileSync(join(folder, 'items/2025-Q4.json'), JSON.stringify({ ...record, digest: '2025-Q4', until: '2026-01-01T00:00:00Z' }))
    const { told } = await readToldBefore(folder, WINDOW)
    expect(told.map(({ digest, standing }) => [digest, standing])).toEqual([
      ['2026-Q2', true],
      ['2025-Q4', false],
    ])
  })
})

test('the revert of what the last digest told stands in front, whatever else landed', () => {
  const { folder } = repository([
    { at: '2026-05-01T00:00:00Z', message: 'area: add a risky thing (#2)\n\nWords.', files: { 'src/a.ts': '1\n' } },
    { at: '2026-08-01T00:00:00Z', message: 'area: add Something.Public (#3)\n\nFixes #1', files: { 'src/b.ts': '1\n', 'api/next.txt': 'x\n' } },
    { at: '2026-08-02T00:00:00Z', message: 'Revert "area: add a risky thing (#2)" (#4)\n\nReverts #2', files: { 'src/a.ts': '2\n' } },
  ])
  const content = join(scratch(), 'content')
  mkdirSync(content)
  writeFileSync(join(content, 'site.yaml'), SITE)
  writeFileSync(
    join(content, 'sources.yaml'),
    `sources:\n  - { id: c, kind: git, path: ${JSON.stringify(folder)}, branch: main, changes: github, name: owner/repo }\n`,
  )
  expect(legible('draft', ['2026-Q2'], content).status).toBe(0)
  expect(legible('draft', ['2026-Q3'], content).status).toBe(0)
  const { stories } = collectionSchema.parse(JSON.parse(readFileSync(join(content, 'items/2026-Q3.json'), 'utf8')))
  expect(stories.map((one) => one.id)).toEqual(['owner/repo#4', 'owner/repo#3'])
  expect(stories[0]?.reasons[0]).toBe('takes back what 2026-Q2 told')
})
