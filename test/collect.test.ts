import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { collect } from '../src/collect/collect.ts'
import type { Source } from '../src/model/source.ts'
import { type Ask, openNetwork, REAL_CLOCK } from '../src/http.ts'
import { virtualClock } from './clock.ts'
import { NO_GITHUB, repository, scratch } from './scratch.ts'
import { gerritServer } from './servers/gerrit.ts'

const WINDOW = { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }
const git = (path: string, id: string): Source => ({ id, kind: 'git', path, branch: 'main', changes: 'github', name: 'owner/repo' })
const options = () => ({
  folder: '/',
  cache: scratch(),
  ask: openNetwork(),
  clock: REAL_CLOCK,
  offline: false,
  accounts: [],
  github: NO_GITHUB,
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
    [git('/nowhere', 'gone'), { id: 'rss', kind: 'feed', url: 'http://127.0.0.1:1/rss' }, git(healthy(), 'one')],
    WINDOW,
    { ...options(), clock: virtualClock() },
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

test('collect() asks hosts side by side, and the sources of one host one after another', async () => {
  const servers = await Promise.all([gerritServer([]), gerritServer([])])
  for (const server of servers) onTestFinished(() => server.close())
  // Each server answers only once the other was asked as well: one after the other would never end.
  let waiting: (() => void)[] = []
  const both = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve)
      if (waiting.length < 2) return
      for (const go of waiting) go()
      waiting = []
    })
  const open = new Map<string, number>()
  const network = openNetwork()
  const ask: Ask = async (question) => {
    const { host } = new URL(question.url)
    open.set(host, (open.get(host) ?? 0) + 1)
    expect(open.get(host)).toBe(1)
    await both()
    const answer = await network(question)
    open.set(host, 0)
    return answer
  }
  const gerrit = (id: string, url = ''): Source => ({ id, kind: 'gerrit', url, project: 'go', branch: 'master' })
  const sources = servers.flatMap(({ url }, index) => [gerrit(`a${index}`, url), gerrit(`b${index}`, url)])
  const { coverage } = await collect(sources, WINDOW, { ...options(), ask })
  expect(coverage.map((source) => [source.id, source.requests])).toEqual([
    ['a0', 1],
    ['b0', 1],
    ['a1', 1],
    ['b1', 1],
  ])
})

test('collect() lets one process at a time ask for a source', async () => {
  const server = await gerritServer([])
  onTestFinished(() => server.close())
  const source: Source = { id: 'one', kind: 'gerrit', url: server.url, project: 'go', branch: 'master' }
  const given = options()
  const results = await Promise.all([collect([source], WINDOW, given), collect([source], WINDOW, given)])
  expect(results.map(({ coverage }) => coverage[0]?.problems.some((problem) => problem.includes('is at it already'))).sort()).toEqual([false, true])
})
