import { describe, expect, test } from 'vitest'
import { collectGit } from '../src/collect/git/git.ts'
import type { Wording } from '../src/model/item.ts'
import { repository, type TestCommit } from './scratch.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }
const BEFORE: TestCommit = { name: 'base', at: '2026-06-01T00:00:00Z', message: 'base' }

/** What the changes of a repository with these commits, each of a day of July, say to readers, by their ids. */
async function collect(commits: readonly Partial<TestCommit>[], paths?: string[]): Promise<Record<string, Wording[]>> {
  const { folder } = repository([
    BEFORE,
    ...commits.map((commit, index) => ({ at: `2026-07-${String(index + 10)}T00:00:00Z`, message: `change (#${index + 1})`, ...commit })),
  ])
  const source = { id: 'clone', kind: 'git' as const, path: folder, branch: 'main', changes: 'github' as const, name: 'o/r', paths }
  const { items } = await collectGit(source, WINDOW, { folder: '/' })
  return Object.fromEntries(items.map((item) => [item.id, item.wording]))
}

describe('a change that brings fragments of release notes', () => {
  test.each([
    ['doc/next/6-stdlib/1.md', 'The handshake is *faster*.\n\nMuch.\n', 'The handshake is *faster*.\n\nMuch.'],
    ['changelog.d/12.fixed.rst', 'The handshake\nis faster.\n', 'The handshake\nis faster.'],
    ['newsfragments/12.feature', 'It is faster.\n', 'It is faster.'],
    ['.changeset/odd-cats-run.md', '---\n"@a/b": minor\n---\n\nIt is faster.\n', 'It is faster.'],
    ['releasenotes/notes/x-1.yaml', '---\n# Say what.\nfixes:\n  - |\n    It is faster.\n', 'fixes:\n  - |\n    It is faster.'],
    ['changelogs/unreleased/12-x.yml', '---\ntitle: It is faster\ntype: fixed\n', 'title: It is faster\ntype: fixed'],
    ['changes/ticket12', '  o Minor features:\r\n    - It is faster.\r\n', 'o Minor features:\n    - It is faster.'],
    ['doc/next/1.md', '<!-- go.dev/issue/1 -->\nIt is faster.\n', 'It is faster.'],
  ])('carries what %s says', async (path, text, expected) => {
    expect(await collect([{ files: { [path]: text, 'src/a.ts': '1\n' } }], ['src/**'])).toEqual({ 'o/r#1': [{ path, text: expected }] })
  })

  test.each([
    ['changelog.d/README.md', 'Write a fragment here.\n'],
    ['.changeset/config.json', '{ "access": "public of it" }\n'],
    ['newsfragments/_template.rst', 'A template of it.\n'],
    ['changelog.d/.gitkeep', 'keep it here\n'],
    ['changelog.d/1.png', 'no picture at all\n'],
    ['internal/changes/read.go', 'package changes // of files\n'],
    ['test/fixtures/changelog.d/1.md', 'It is a fixture.\n'],
    ['doc/guide.md', 'It is a guide.\n'],
    ['changelog.d/1.md', '\0 binary it is\n'],
    ['changelog.d/2.md', 'TODO\n'],
    ['changelog.d/3.md', '../other/file.md'],
    ['changelog.d/a\nb.md', 'A path that breaks lines.\n'],
  ])('does not carry %j', async (path, text) => {
    expect(await collect([{ files: { [path]: text, 'changelog.d/9.md': 'It is faster.\n' } }])).toEqual({
      'o/r#1': [{ path: 'changelog.d/9.md', text: 'It is faster.' }],
    })
  })

  test('of a file that was there carries only what it put in', async () => {
    const found = await collect([
      { files: { 'doc/next/3-tools.md': '## Tools\n\nThe first thing\nwraps.\n\n- a point\n- other point\n' } },
      { files: { 'doc/next/3-tools.md': '## Tools\n\nThe first thing\nwraps.\n\n- a point\n- new point\n- other point\n\nThe last thing.\n' } },
      { files: { 'doc/next/3-tools.md': '## Tools\n\n- a point\n- new point\n' } },
    ])
    expect(found['o/r#2']).toEqual([{ path: 'doc/next/3-tools.md', text: '- new point\n\nThe last thing.' }])
    expect(found['o/r#3']).toEqual([])
  })

  test('carries at most four of them, 2,000 characters of each, made safe to show', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 6 }, (_, index) => [`changelog.d/${index}.md`, `Note \u202e${index} ${'x'.repeat(3000)}\n`]),
    )
    const { 'o/r#1': found = [] } = await collect([{ files }])
    expect(found.map(({ path }) => path)).toEqual(['changelog.d/0.md', 'changelog.d/1.md', 'changelog.d/2.md', 'changelog.d/3.md'])
    expect(found.every(({ text }) => text.startsWith('Note \\u202e') && text.endsWith(' …') && text.length === 2000)).toBe(true)
  })

  test('carries four of all its commits, the oldest first, and what each message says', async () => {
    const half = (from: number): Record<string, string> =>
      Object.fromEntries([from, from + 1, from + 2].map((number) => [`changelog.d/${number}.md`, `Note ${number}.\n`]))
    const { 'o/r#7': found = [] } = await collect([
      { message: 'one half (#7)\n\nRELNOTE=It is faster.', files: half(4) },
      { message: 'other half (#7)\n\nRELNOTE=It is smaller.', files: half(1) },
    ])
    expect(found.map(({ text }) => text)).toEqual(['Note 4.', 'Note 5.', 'Note 6.', 'Note 1.', 'It is faster.', 'It is smaller.'])
  })

  test('carries those of a merge, of all its commits, and its message after them', async () => {
    const found = await collect([
      { name: 'w', message: 'work', parents: ['base'], files: { 'changelog.d/1.md': 'It was slow.\n' } },
      {
        message: 'Merge pull request #7 from a/b\n\nT\n\nRELNOTE=It is smaller.',
        parents: ['base', 'w'],
        files: { 'changelog.d/1.md': 'It is faster.\n' },
      },
      { message: 'one half (#8)', files: { 'changelog.d/a.md': 'The first half.\n' } },
      { message: 'other half (#8)', files: { 'changelog.d/b.md': 'The second half.\n' } },
    ])
    expect(found).toEqual({
      'o/r#8': [
        { path: 'changelog.d/a.md', text: 'The first half.' },
        { path: 'changelog.d/b.md', text: 'The second half.' },
      ],
      'o/r#7': [{ path: 'changelog.d/1.md', text: 'It is faster.' }, { text: 'It is smaller.' }],
    })
  })
})
