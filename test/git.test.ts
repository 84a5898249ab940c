import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { collectGit } from '../src/collect/git/git.ts'
import type { GitSource } from '../src/model/source.ts'
import { repository, scratch, type TestCommit } from './scratch.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }

function source(path: string, given: Partial<GitSource> = {}): GitSource {
  return { id: 'clone', kind: 'git', path, branch: 'main', changes: 'github', name: 'owner/repo', ...given }
}

const collect = async (commits: readonly TestCommit[], given: Partial<GitSource> = {}, window = WINDOW) => {
  const { folder, hashes } = repository(commits)
  return { ...(await collectGit(source(folder, given), window, { folder: '/' })), folder, hashes }
}

describe('collectGit()', () => {
  test('keeps the window half-open, by committer date, whatever zones were written', async () => {
    const { items, coverage } = await collect([
      { at: '2026-06-30T23:59:59Z', message: 'before (#1)' },
      { at: '2026-07-01T00:00:00Z', authored: '2026-01-02T00:00:00Z', message: 'first instant (#2)' },
      { at: '2026-07-01T13:30:00+14:00', message: 'the eve in UTC by its zone (#3)' },
      { at: '2026-09-30T12:59:59-11:00', message: 'last second in UTC (#4)' },
      { at: '2026-10-01T00:00:00Z', authored: '2026-08-01T00:00:00Z', message: 'the next quarter (#5)' },
      { at: '2026-10-02T00:00:00Z', message: 'tip (#6)' },
    ])
    expect(items.map((item) => item.id)).toEqual(['owner/repo#4', 'owner/repo#2'])
    expect(items[0]?.at).toBe('2026-09-30T23:59:59Z')
    expect(coverage).toMatchObject({ returned: 2, kept: 2, complete: true, problems: [] })
  })

  test.each(['Pacific/Kiritimati', 'America/Los_Angeles', 'UTC'])('gives the same in the zone %s', async (zone) => {
    const before = process.env['TZ']
    process.env['TZ'] = zone
    try {
      const { items } = await collect([
        { at: '2026-07-01T00:00:00Z', message: 'a (#1)' },
        { at: '2026-09-30T23:59:59Z', message: 'b (#2)' },
        { at: '2026-10-01T00:00:00Z', message: 'c (#3)' },
      ])
      expect(items.map((item) => [item.id, item.at])).toEqual([
        ['owner/repo#2', '2026-09-30T23:59:59Z'],
        ['owner/repo#1', '2026-07-01T00:00:00Z'],
      ])
    } finally {
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    }
  })

  test('does not stop at an older commit that stands on top of newer ones', async () => {
    const old = Array.from({ length: 12 }, (_, index): TestCommit => ({ at: '2026-03-01T00:00:00Z', message: `skewed (#${20 + index})` }))
    const { items } = await collect([
      { at: '2026-08-01T00:00:00Z', message: 'inside (#1)' },
      ...old,
      { at: '2026-10-05T00:00:00Z', message: 'tip (#2)' },
    ])
    expect(items.map((item) => item.id)).toEqual(['owner/repo#1'])
  })

  test('reads the Reviewed-on trailer in its new and old form, the last one of a cherry-pick', async () => {
    const { items } = await collect(
      [
        {
          at: '2026-07-02T00:00:00Z',
          message:
            'area: new form\n\nWhy.\n\nChange-Id: I1\nReviewed-on: https://go-review.example.org/c/go/+/497895\nReviewed-by: A <a@example.org>\n',
        },
        { at: '2026-07-03T00:00:00Z', message: 'area: old form\n\nReviewed-on: https://go-review.example.org/24962\n' },
        {
          at: '2026-07-04T00:00:00Z',
          message:
            'area: picked\n\nReviewed-on: https://go-review.example.org/c/go/+/1\n(cherry picked from commit abcdef1)\nReviewed-on: https://go-review.example.org/c/go/+/2\n',
        },
        { at: '2026-07-05T00:00:00Z', message: 'area: no trailer' },
      ],
      { changes: 'gerrit', name: 'go', tracker: 'golang/go' },
    )
    expect(items.slice(1).map((item) => [item.id, item.url])).toEqual([
      ['go/cl/2', 'https://go-review.example.org/c/go/+/2'],
      ['go/cl/24962', 'https://go-review.example.org/24962'],
      ['go/cl/497895', 'https://go-review.example.org/c/go/+/497895'],
    ])
    expect(items[0]?.id).toMatch(/^go@[0-9a-f]{12}$/)
    expect(items[3]).toMatchObject({ title: 'area: new form', message: 'Why.' })
  })

  test('tells squashed, merged and queue-merged pull requests, and folds their own commits', async () => {
    const { items, coverage, hashes } = await collect([
      { name: 'base', at: '2026-06-01T00:00:00Z', message: 'base' },
      { name: 'squash', at: '2026-07-02T00:00:00Z', message: 'feat: squashed (#11)', files: { 'a.ts': '1\n' } },
      { name: 'w1', at: '2026-07-03T00:00:00Z', message: 'wip', author: 'Branch Author', parents: ['base'], files: { 'b.ts': '1\n' } },
      { name: 'w2', at: '2026-07-04T00:00:00Z', message: 'more wip\n\nFixes #90', parents: ['w1'], files: { 'c.ts': '1\n2\n' } },
      {
        name: 'm',
        at: '2026-07-05T00:00:00Z',
        message: 'Merge pull request #12 from someone/branch\n\nAdd a thing\n\nBecause.',
        author: 'Merger',
        parents: ['squash', 'w2'],
        files: { 'b.ts': '1\n', 'c.ts': '1\n2\n' },
      },
      { name: 'q1', at: '2026-07-06T00:00:00Z', message: 'inner', parents: ['m'], files: { 'd.ts': '1\n' } },
      {
        name: 'q',
        at: '2026-07-07T00:00:00Z',
        message: 'Auto merge of #13 - someone:branch, r=reviewer\n\nQueue this',
        parents: ['m', 'q1'],
        files: { 'd.ts': '1\n' },
      },
      { name: 'direct', at: '2026-07-08T00:00:00Z', message: 'pushed directly', parents: ['q'] },
    ])
    expect(items.map((item) => [item.id, item.title, item.author])).toEqual([
      [`owner/repo@${hashes.get('direct')?.slice(0, 12)}`, 'pushed directly', 'Ada Example'],
      ['owner/repo#13', 'Queue this', 'Ada Example'],
      ['owner/repo#12', 'Add a thing', 'Ada Example'],
      ['owner/repo#11', 'feat: squashed', 'Ada Example'],
    ])
    expect(items[2]).toMatchObject({
      paths: ['b.ts', 'c.ts'],
      added: 3,
      message: 'Because.',
      references: [{ id: 'owner/repo#90', verb: 'fixes' }],
      url: 'https://github.com/owner/repo/pull/12',
    })
    expect(coverage).toMatchObject({ returned: 7, kept: 4, dropped: { 'commits inside a listed pull request': 3 } })
  })

  test('tells a pull request by its author, not by who merged it', async () => {
    const { items } = await collect([
      { name: 'base', at: '2026-06-01T00:00:00Z', message: 'base' },
      { name: 'w', at: '2026-07-03T00:00:00Z', message: 'work', author: 'Branch Author', parents: ['base'] },
      { name: 'm', at: '2026-07-05T00:00:00Z', message: 'Merge pull request #12 from x/y\n\nTitle', author: 'Merger', parents: ['base', 'w'] },
    ])
    expect(items[0]?.author).toBe('Branch Author')
  })

  test('lists what a roll-up and a plain merge bring, and not the merge', async () => {
    const { items, coverage } = await collect([
      { name: 'base', at: '2026-06-01T00:00:00Z', message: 'base' },
      { name: 'a', at: '2026-07-01T00:00:00Z', message: 'a work', parents: ['base'] },
      { name: 'ra', at: '2026-07-02T00:00:00Z', message: 'Rollup merge of #21 - x:a, r=y\n\nA', parents: ['base', 'a'] },
      { name: 'b', at: '2026-07-02T01:00:00Z', message: 'b work', parents: ['base'] },
      { name: 'rb', at: '2026-07-03T00:00:00Z', message: 'Rollup merge of #22 - x:b, r=y\n\nB', parents: ['ra', 'b'] },
      {
        name: 'roll',
        at: '2026-07-04T00:00:00Z',
        message: 'Auto merge of #23 - y:rollup, r=y\n\nRollup of 2 pull requests',
        parents: ['base', 'rb'],
      },
      { name: 's', at: '2026-07-05T00:00:00Z', message: 'squashed elsewhere (#24)', parents: ['roll'] },
      { name: 'dev', at: '2026-07-06T00:00:00Z', message: "Merge branch 'dev'", parents: ['roll', 's'] },
    ])
    expect(items.map((item) => item.id)).toEqual(['owner/repo#24', 'owner/repo#22', 'owner/repo#21'])
    expect(coverage.dropped).toEqual({ 'merges of changes that are listed': 2, 'commits inside a listed pull request': 2 })
  })

  test('leaves the commits of a pull request that landed after the window to the next one', async () => {
    const { items, coverage } = await collect([
      { name: 'base', at: '2026-07-01T00:00:00Z', message: 'base (#1)' },
      { name: 'w', at: '2026-09-20T00:00:00Z', message: 'work', parents: ['base'] },
      { name: 'm', at: '2026-10-02T00:00:00Z', message: 'Merge pull request #30 from x/y\n\nLater', parents: ['base', 'w'] },
    ])
    expect(items.map((item) => item.id)).toEqual(['owner/repo#1'])
    expect(coverage.dropped).toEqual({ 'commits of a pull request that landed after the window': 1 })
  })

  test('counts several commits with one number as one change, told by the first', async () => {
    const { items, coverage } = await collect([
      { at: '2026-07-01T00:00:00Z', message: 'first half (#7)', files: { 'a.ts': '1\n' } },
      { at: '2026-07-02T00:00:00Z', message: 'second half (#7)', files: { 'b.ts': '1\n' } },
    ])
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ title: 'first half', at: '2026-07-02T00:00:00Z', paths: ['a.ts', 'b.ts'], added: 2 })
    expect(coverage).toMatchObject({ returned: 2, kept: 1, dropped: { 'further commits of a listed change': 1 } })
  })

  test('matches globs, dot files too', async () => {
    const { items, coverage } = await collect(
      [
        { at: '2026-07-01T00:00:00Z', message: 'dot (#1)', files: { 'src/crypto/.hidden/x': '1\n' } },
        { at: '2026-07-02T00:00:00Z', message: 'deep (#2)', files: { 'src/crypto/tls/a b.go': '1\n' } },
        { at: '2026-07-03T00:00:00Z', message: 'beside (#3)', files: { 'src/cryptography/x': '1\n' } },
      ],
      { paths: ['src/crypto/**'] },
    )
    expect(items.map((item) => item.id)).toEqual(['owner/repo#2', 'owner/repo#1'])
    expect(coverage.dropped).toEqual({ 'outside the paths': 1 })
  })

  test('reads rows that hold tabs, line feeds, quotes and renames', async () => {
    const { folder } = repository([
      {
        at: '2026-07-01T00:00:00Z',
        message: 'subject\twith tab\nand a second line\n\nbody (#1)',
        files: {
          'tab\tname': '1\n2\n',
          'line\nfeed': '1\n',
          '"quoted"': '1\n',
          '12\t3\tlooks like a row': '1\n',
          'old name.txt': 'a\nb\nc\nd\ne\nf\n',
        },
      },
      { at: '2026-07-02T00:00:00Z', message: 'rename (#2)', files: {} },
    ])
    execFileSync('git', ['-C', folder, 'reset', '-q', '--hard'])
    execFileSync('git', ['-C', folder, 'mv', 'old name.txt', 'new name.txt'])
    execFileSync('git', ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'renamed (#3)'], {
      env: { ...process.env, GIT_COMMITTER_DATE: '2026-07-03T00:00:00Z' },
    })
    const { items } = await collectGit(source(folder), WINDOW, { folder: '/' })
    expect(items.map((item) => item.paths)).toEqual([
      ['new name.txt', 'old name.txt'],
      [],
      ['"quoted"', '12 3 looks like a row', 'line feed', 'old name.txt', 'tab name'],
    ])
    expect(items[2]).toMatchObject({ title: 'subject with tab and a second line', added: 11 })
  })

  test('takes bytes that are not UTF-8 as U+FFFD, and an encoding that was declared for what it is', async () => {
    const { items } = await collect([
      { at: '2026-07-01T00:00:00Z', message: Buffer.from([0x66, 0xff, 0xfe, 0x20, 0x28, 0x23, 0x31, 0x29]) },
      { at: '2026-07-02T00:00:00Z', message: Buffer.from([0x54, 0xe4, 0x68, 0x20, 0x28, 0x23, 0x32, 0x29]), encoding: 'ISO-8859-1' },
    ])
    expect(items.map((item) => item.title)).toEqual(['Täh', 'f\uFFFD\uFFFD'])
  })

  test('keeps a change that moves a file out of the paths, or into them', async () => {
    const { folder } = repository([
      { at: '2026-06-01T00:00:00Z', message: 'base (#1)', files: { 'src/crypto/a.ts': '1\n2\n3\n4\n', 'other/b.ts': '5\n6\n7\n8\n' } },
    ])
    execFileSync('git', ['-C', folder, 'reset', '-q', '--hard'])
    const move = (from: string, to: string, message: string): void => {
      execFileSync('git', ['-C', folder, 'mv', from, to])
      execFileSync('git', ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', message], {
        env: { ...process.env, GIT_COMMITTER_DATE: '2026-07-03T00:00:00Z' },
      })
    }
    move('src/crypto/a.ts', 'other/a.ts', 'out (#2)')
    move('other/b.ts', 'src/crypto/b.ts', 'in (#3)')
    expect((await collectGit(source(folder, { paths: ['src/crypto/**'] }), WINDOW, { folder: '/' })).items.map((item) => item.id)).toEqual([
      'owner/repo#3',
      'owner/repo#2',
    ])
  })

  test('keeps a merge that brought what was committed before the window, and says what', async () => {
    const { items, coverage } = await collect([
      { name: 'base', at: '2026-06-01T00:00:00Z', message: 'base' },
      { name: 'f', at: '2026-06-20T00:00:00Z', message: 'fix CVE-2026-1234 in the parser', parents: ['base'] },
      { name: 'm', at: '2026-07-05T00:00:00Z', message: "Merge branch 'feature'", parents: ['base', 'f'] },
      { name: 'd', at: '2026-06-25T00:00:00Z', message: 'tls: mend it (#40)', parents: ['base'] },
      { name: 'r', at: '2026-07-06T00:00:00Z', message: 'Merge pull request #42 from o/develop\n\nRelease', parents: ['m', 'd'] },
    ])
    expect(items.map((item) => [item.id.replace(/@.*/, '@'), item.message])).toEqual([
      ['owner/repo#42', 'It brings from before the window: tls: mend it (#40)'],
      ['owner/repo@', 'It brings from before the window: fix CVE-2026-1234 in the parser'],
    ])
    expect(coverage).toMatchObject({ returned: 2, kept: 2, dropped: {} })
  })

  test('keeps a plain merge that changes or says something of its own, and a commit whose merge is dated before the window', async () => {
    const base: TestCommit[] = [
      { name: 'base', at: '2026-06-01T00:00:00Z', message: 'base' },
      { name: 's', at: '2026-07-02T00:00:00Z', message: 'side work', parents: ['base'], files: { 's.ts': '1\n' } },
    ]
    const merge = (given: Partial<TestCommit>): TestCommit => ({
      name: 'm',
      at: '2026-07-05T00:00:00Z',
      message: "Merge branch 's'",
      parents: ['base', 's'],
      files: { 's.ts': '1\n' },
      ...given,
    })
    expect((await collect([...base, merge({})])).items).toHaveLength(1)
    expect((await collect([...base, merge({ files: { 's.ts': '1\n', 'api/new.txt': '1\n' } })])).items).toHaveLength(2)
    expect((await collect([...base, merge({ message: "Merge branch 's'\n\nFor CVE-2026-1234." })])).items).toHaveLength(2)
    const { items } = await collect([
      ...base,
      merge({ at: '2026-06-20T00:00:00Z', message: 'Merge pull request #2 from a/b\n\nT' }),
      { at: '2026-07-20T00:00:00Z', message: 'later (#3)', parents: ['m'] },
    ])
    expect(items.map((item) => item.title)).toEqual(['later', 'side work'])
  })

  test('forgets nothing of a second commit with the same number', async () => {
    const { items } = await collect([
      { at: '2026-07-01T00:00:00Z', message: 'tls: add tickets (#50)' },
      { at: '2026-07-02T00:00:00Z', message: 'x509: fix CVE-2026-6666 after (#50)' },
    ])
    expect(items).toMatchObject([{ title: 'tls: add tickets', message: expect.stringContaining('CVE-2026-6666') }])
  })

  test('reads the branch and not a tag of its name, a branch of the remote, and any window', async () => {
    const { folder } = repository([
      { at: '2026-07-01T00:00:00Z', message: 'old (#1)' },
      { at: '2026-08-01T00:00:00Z', message: 'new (#2)' },
      { at: '2026-10-01T00:00:00Z', message: 'tip (#3)' },
    ])
    execFileSync('git', ['-C', folder, 'tag', 'main', 'main~2'])
    const ids = async (given: Partial<GitSource>, window = WINDOW): Promise<string[]> =>
      (await collectGit(source(folder, given), window, { folder: '/' })).items.map((item) => item.id)
    expect(await ids({})).toEqual(['owner/repo#2', 'owner/repo#1'])
    execFileSync('git', ['-C', folder, 'update-ref', 'refs/remotes/origin/next', 'refs/heads/main'])
    expect(await ids({ branch: 'next' })).toHaveLength(2)
    expect(await ids({ branch: 'origin/next' }, { since: '1970-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' })).toHaveLength(3)
  })

  test('is not changed by the configuration of the clone, nor by replaced objects, and runs nothing of it', async () => {
    const { folder } = repository([
      { at: '2026-07-01T00:00:00Z', message: 'root (#1)', files: { 'src/a.ts': '1\n' } },
      { at: '2026-07-02T00:00:00Z', message: 'second (#2)', files: { 'src/b.ts': '1\n', '.gitattributes': '* diff=evil\n' } },
      { at: '2026-07-03T00:00:00Z', message: 'third (#3)', files: { 'src/c.ts': '1\n' } },
    ])
    const plain = await collectGit(source(folder, { paths: ['src/**'] }), WINDOW, { folder: '/' })
    expect(plain.items).toHaveLength(3)
    const evil = `touch ${join(folder, 'ran')}; false`
    for (const [key, value] of [
      ['log.showRoot', 'false'],
      ['diff.orderFile', '/nowhere'],
      ['diff.external', evil],
      ['diff.evil.textconv', evil],
      ['diff.evil.command', evil],
      ['core.pager', evil],
      ['core.fsmonitor', evil],
      ['color.ui', 'always'],
      ['log.showSignature', 'true'],
      ['gpg.program', evil],
      ['diff.renames', 'false'],
      ['log.date', 'relative'],
      ['format.pretty', 'oneline'],
      ['log.decorate', 'full'],
      ['diff.noprefix', 'true'],
      ['diff.relative', 'true'],
      ['core.quotepath', 'true'],
    ] as const)
      execFileSync('git', ['-C', folder, 'config', key, value])
    execFileSync('git', ['-C', folder, 'replace', 'main~1', 'main~2'])
    expect(await collectGit(source(folder, { paths: ['src/**'] }), WINDOW, { folder: '/' })).toEqual(plain)
    expect(existsSync(join(folder, 'ran'))).toBe(false)
  })

  test('names a folder inside another repository', async () => {
    const { folder } = repository([{ at: '2026-07-01T00:00:00Z', message: 'x (#1)' }])
    mkdirSync(join(folder, 'sub'))
    await expect(collectGit(source(join(folder, 'sub')), WINDOW, { folder: '/' })).rejects.toMatchObject({
      name: 'Problem',
      message: expect.stringContaining('only the folder "sub/" of another repository'),
    })
  })

  test('takes an address in a trailer that is none for no address', async () => {
    const { items } = await collect([{ at: '2026-07-01T00:00:00Z', message: 'area: x\n\nReviewed-on: https://[bad/2\n' }], {
      changes: 'gerrit',
      name: 'go',
    })
    expect(items[0]?.url).toBeUndefined()
    expect(items[0]?.id).toMatch(/^go@/)
  })

  test('names a shallow clone that does not reach back, and takes one that does', async () => {
    const { folder } = repository([
      { at: '2026-05-01T00:00:00Z', message: 'old (#1)' },
      { at: '2026-06-01T00:00:00Z', message: 'older than the window (#2)' },
      { at: '2026-07-01T00:00:00Z', message: 'inside (#3)' },
      { at: '2026-08-01T00:00:00Z', message: 'inside (#4)' },
      { at: '2026-10-01T00:00:00Z', message: 'tip (#5)' },
    ])
    const clone = (depth: number): string => {
      const to = join(scratch(), 'clone')
      execFileSync('git', ['clone', '--quiet', `--depth=${depth}`, `file://${folder}`, to])
      return to
    }
    const short = await collectGit(source(clone(2)), WINDOW, { folder: '/' })
    expect(short.coverage.complete).toBe(false)
    expect(short.coverage.problems.join()).toMatch(/shallow clone that reaches back only to 2026-08-01.*--unshallow/)
    expect((await collectGit(source(clone(4)), WINDOW, { folder: '/' })).coverage).toMatchObject({ complete: true, problems: [], kept: 2 })
  })

  test('warns of a tip that is older than the end of the window, by its name', async () => {
    const { coverage, hashes } = await collect([{ name: 'tip', at: '2026-09-01T00:00:00Z', message: 'tip (#1)' }])
    expect(coverage.complete).toBe(true)
    expect(coverage.problems.join()).toContain(`${hashes.get('tip')?.slice(0, 12)} of 2026-09-01`)
  })

  test('names a window without commits, and paths that nothing touches', async () => {
    const empty = await collect([{ at: '2026-05-01T00:00:00Z', message: 'x (#1)' }])
    expect(empty.coverage.complete).toBe(false)
    expect(empty.coverage.problems.join()).toMatch(/no commit from 2026-07-01T00:00:00Z to 2026-10-01T00:00:00Z/)
    const none = await collect([{ at: '2026-07-01T00:00:00Z', message: 'x (#1)' }], { paths: ['nowhere/**'] })
    expect(none.coverage.problems.join()).toMatch(/none of the 1 commits touches "paths" \(nowhere\/\*\*\)/)
  })

  test('names a clone and a branch that are not there', async () => {
    await expect(collectGit(source('/nowhere/at/all'), WINDOW, { folder: '/' })).rejects.toMatchObject({
      name: 'Problem',
      where: '/nowhere/at/all',
      message: expect.stringContaining('"clone"'),
    })
    const { folder } = repository([{ at: '2026-07-01T00:00:00Z', message: 'x (#1)' }], { branch: 'trunk' })
    await expect(collectGit(source(folder), WINDOW, { folder: '/' })).rejects.toMatchObject({
      name: 'Problem',
      message: expect.stringContaining('branch "main"'),
      fix: expect.stringContaining('trunk'),
    })
  })

  test('is not turned to another repository by the variables of a hook', async () => {
    const { folder } = repository([{ at: '2026-07-01T00:00:00Z', message: 'right (#1)' }])
    const other = repository([{ at: '2026-07-01T00:00:00Z', message: 'wrong (#2)' }])
    process.env['GIT_DIR'] = join(other.folder, '.git')
    try {
      expect((await collectGit(source(folder), WINDOW, { folder: '/' })).items.map((item) => item.id)).toEqual(['owner/repo#1'])
    } finally {
      delete process.env['GIT_DIR']
    }
  })
})
