import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { collectionSchema } from '../src/model/collection.ts'
import { readReported } from '../src/reported.ts'
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
const revert = (name: string) => change({ id: 'o/r#9', title: 'Revert "x"', reverts: [name] })

describe('readReported()', () => {
  test.each(['o/r#1', 'O/R#1', 'a: risky', 'abcdef01234'])('knows what an earlier digest told by id, title or hash: %s', async (name) => {
    expect(await readReported(folderOf({}), WINDOW, [revert(name)])).toEqual(new Map([[name, '2026-Q2']]))
  })

  test.each<[string, Parameters<typeof folderOf>[0]]>([
    ['a digest of the same time or later', { until: '2026-07-02T00:00:00Z' }],
    ['a story that had no line', { drafted: false }],
    ['a line that was deleted', { line: 'Nothing.' }],
    ['a digest that cannot be read', { line: '{1 + 1}<a' }],
  ])('%s told nothing', async (_, given) => {
    expect(await readReported(folderOf(given), WINDOW, [revert('o/r#1')])).toEqual(new Map())
  })

  test('what is reverted inside the window is no matter of earlier digests', async () => {
    expect(await readReported(folderOf({}), WINDOW, [revert('o/r#1'), change({ id: 'o/r#1' })])).toEqual(new Map())
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
