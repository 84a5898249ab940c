import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { collect } from '../src/collect/collect.ts'
import type { Source } from '../src/model/source.ts'
import { openNetwork, REAL_CLOCK } from '../src/http.ts'
import { repository, scratch } from './scratch.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }
const git = (path: string, id: string): Source => ({ id, kind: 'git', path, branch: 'main', changes: 'github', name: 'owner/repo' })
const options = () => ({
  folder: '/',
  cache: scratch(),
  ask: openNetwork(),
  clock: REAL_CLOCK,
  offline: false,
  accounts: [],
  github: { endpoint: 'http://127.0.0.1:9/graphql', token: undefined, tokenFrom: 'GH_TOKEN' },
})
const healthy = () =>
  repository([
    { at: '2026-07-01T00:00:00Z', message: 'a (#1)' },
    { at: '2026-08-01T00:00:00Z', message: 'b (#2)' },
  ]).folder

test('collect() gives each id once, newest first, whatever number of sources has it', async () => {
  const folder = healthy()
  const { items, coverage } = await collect([git(folder, 'one'), git(folder, 'two')], WINDOW, options())
  expect(items.map((item) => item.id)).toEqual(['owner/repo#2', 'owner/repo#1'])
  expect(coverage.map((source) => [source.id, source.kept])).toEqual([
    ['one', 2],
    ['two', 2],
  ])
})

test('collect() names a source that fails and goes on with the others', async () => {
  const { items, coverage } = await collect(
    [git('/nowhere', 'gone'), { id: 'rss', kind: 'feed', url: 'https://x.example/rss' }, git(healthy(), 'one')],
    WINDOW,
    options(),
  )
  expect(items).toHaveLength(2)
  expect(coverage.map((source) => [source.id, source.complete, source.problems.length])).toEqual([
    ['gone', false, 1],
    ['rss', false, 1],
    ['one', true, 1],
  ])
})

test('collect() fetches nothing for a partial clone, runs nothing of its configuration, and names it', async () => {
  const origin = healthy()
  execFileSync('git', ['-C', origin, 'config', 'uploadpack.allowFilter', 'true'])
  const clone = join(scratch(), 'clone')
  execFileSync('git', ['clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${origin}`, clone])
  const program = join(scratch(), 'evil')
  writeFileSync(program, `#!/bin/sh\ntouch ${clone}/ran\nexec git-upload-pack "$@"\n`)
  chmodSync(program, 0o755)
  execFileSync('git', ['-C', clone, 'config', 'remote.origin.uploadpack', program])
  const { items, coverage } = await collect([git(clone, 'partial'), git(healthy(), 'one')], WINDOW, options())
  expect(existsSync(join(clone, 'ran'))).toBe(false)
  expect(items).toHaveLength(2)
  expect(coverage[0]).toMatchObject({ id: 'partial', complete: false, problems: [expect.stringContaining('partial clone')] })
})
