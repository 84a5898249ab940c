import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRepository, remoteName, rememberRemote } from '../src/repository.ts'
import { legible, ROOT, scratch, SITE } from './scratch.ts'

const READY = '---\ntitle: T\nsummary: S\nstatus: ready\ndate: 2026-10-01\n---\n\n'
const FILES = {
  'site.yaml': SITE,
  'sources.yaml': 'sources: []\n',
  'clients/acme.yaml': 'name: Acme Corp\ntier: gold\nsince: 2026-01-01\n',
  'digests/2026-Q3.mdx': `${READY}Open words. <Clients>Words for those who pay.</Clients>\n`,
  'digests/2026-Q2.mdx': `${READY.replace('10-01', '07-01')}Open words. <Clients until="2026-08-01">Open by now.</Clients>\n`,
}

/** A content folder in a repository with these remotes, all of it tracked but for `ignored`. */
function tracked({
  remotes = ['https://github.com/ada/digest.git'],
  files = FILES,
  ignored = '',
}: { remotes?: string[]; files?: Record<string, string>; ignored?: string } = {}): string {
  const all = { ...files, '.gitignore': ignored }
  const folder = join(scratch(Object.fromEntries(Object.entries(all).map(([name, text]) => [`content/${name}`, text]))), 'content')
  const git = (...args: string[]): void => void execFileSync('git', ['-C', folder, ...args])
  git('init', '--quiet')
  git('add', '.')
  remotes.forEach((url, index) => git('remote', 'add', `r${index}`, url))
  return folder
}
const check = (folder: string): { status: number | null; found: string[] } => {
  const { status, stdout } = legible('check', [], folder, { DIGEST_NOW: '2026-10-05T00:00:00Z' })
  return { status, found: stdout.split('\n').filter((line) => line.includes('repository/public')) }
}

describe('private content in a repository', () => {
  test.each([
    ['that is pushed nowhere', []],
    ['that is pushed to a folder', ['/srv/git/digest.git', '../digest', 'file:///srv/digest.git']],
  ])('%s is no finding', (_, remotes) => {
    expect(check(tracked({ remotes }))).toEqual({ status: 0, found: [] })
  })
  test('of which nobody said who reads it is an error for each file, with the remedy', () => {
    const folder = tracked()
    const { stdout, status } = legible('check', [], folder, { DIGEST_NOW: '2026-10-05T00:00:00Z' })
    expect(status).toBe(1)
    expect(stdout).toMatch(/clients\/acme\.yaml\n.*error +repository\/public .*"github\.com\/ada\/digest".*private repository.*DIGEST_CONTENT/)
    expect(stdout).toMatch(/digests\/2026-Q3\.mdx\n.*error +repository\/public/)
    expect(stdout).not.toMatch(/2026-Q2/)
    for (const name of ['build', 'send']) expect(legible(name, name === 'send' ? ['2026-Q3'] : [], folder)).toMatchObject({ status: 1 })
    expect(existsSync(join(folder, '../dist'))).toBe(false)
  })
  test('is an error where the maintainer said that it is public, none where private', async () => {
    const folder = tracked({ remotes: ['git@github.com:ada/digest.git', 'https://ada:t0ken@git.example:8443/ada/digest/'] })
    await rememberRemote(folder, 'github.com/ada/digest', 'private')
    expect(check(folder).found.join()).toContain('"git.example/ada/digest"')
    expect(check(folder).found.join()).not.toMatch(/github|t0ken/)
    await rememberRemote(folder, 'git.example/ada/digest', 'private')
    expect(check(folder)).toEqual({ status: 0, found: [] })
    await rememberRemote(folder, 'github.com/ada/digest', 'public')
    expect(check(folder)).toMatchObject({ status: 1, found: [expect.stringContaining('which is public'), expect.anything()] })
    expect(JSON.parse(readFileSync(join(folder, 'repository.json'), 'utf8'))).toEqual({
      remotes: { 'git.example/ada/digest': 'private', 'github.com/ada/digest': 'public' },
    })
  })
  test('that git does not track is no finding; receipts and the ledger of sealed pages are', () => {
    expect(check(tracked({ ignored: 'clients/\ndigests/\n' }))).toEqual({ status: 0, found: [] })
    const files = { ...FILES, 'sent/2026-Q3.jsonl': '', 'sealed/pages.jsonl': '', 'sealed/abc.age': 'x' }
    expect(check(tracked({ files, ignored: 'clients/\ndigests/\n' })).found).toHaveLength(2)
  })
  test('an answer that is not valid is a Problem', () => {
    const folder = tracked()
    writeFileSync(join(folder, 'repository.json'), '{"remotes":{"github.com/ada/digest":"secret"}}')
    expect(legible('check', [], folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('repository.json') })
  })
})

test.each([
  ['https://github.com/ada/digest.git', 'github.com/ada/digest'],
  ['https://ada:secret@GitHub.com/ada/digest', 'github.com/ada/digest'],
  ['git@github.com:ada/digest.git', 'github.com/ada/digest'],
  ['ssh://git@git.example:2222/ada/digest.git/', 'git.example/ada/digest'],
  ['host:digest', 'host/digest'],
  ['/srv/digest.git', undefined],
  ['../digest', undefined],
  ['C:\\digest', undefined],
  ['file:///srv/digest', undefined],
])('remoteName(%j)', (url, name) => {
  expect(remoteName(url)).toBe(name)
})

test('the sample of the checkout is left out as long as its files are those that came with it', async () => {
  const { invented } = JSON.parse(readFileSync(join(ROOT, 'content/repository.json'), 'utf8'))
  const hash = (file: string): string =>
    createHash('sha256')
      .update(readFileSync(join(ROOT, 'content', file)))
      .digest('hex')
  const now = Object.fromEntries(Object.keys(invented).map((file) => [file, hash(file)]))
  expect(invented).toEqual(now)
  const files = Object.fromEntries(Object.keys(invented).map((file) => [file, readFileSync(join(ROOT, 'content', file), 'utf8')]))
  const folder = tracked({ files: { ...files, 'repository.json': JSON.stringify({ remotes: {}, invented }) } })
  const clients = async (isSample: boolean): Promise<string[]> =>
    [...((await readRepository(folder, { isSample }))?.tracked ?? [])].filter((file) => file.startsWith('clients/'))
  expect(await clients(true)).toEqual([])
  expect(await clients(false)).not.toEqual([])
  writeFileSync(join(folder, 'clients/acme.yaml'), 'name: Real Corp\n')
  expect(await clients(true)).toEqual(['clients/acme.yaml'])
})
