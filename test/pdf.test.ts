import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { legible, scratch, SITE } from './scratch.ts'

const DIGEST = '---\ntitle: The quarter\nsummary: s\nstatus: ready\ndate: 2026-10-05\n---\n\nWords.\n'
const content = (files: Record<string, string> = {}): string =>
  join(
    scratch(
      Object.fromEntries(
        Object.entries({ 'site.yaml': SITE, 'sources.yaml': 'sources: []\n', 'digests/2026-Q3.mdx': DIGEST, ...files }).map(([name, text]) => [
          `content/${name}`,
          text,
        ]),
      ),
    ),
    'content',
  )

/** A PATH with git on it, and nothing else. */
const GIT_ALONE = mkdtempSync(join(tmpdir(), 'legible-git-'))
symlinkSync(execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim(), join(GIT_ALONE, 'git'))
afterAll(() => rmSync(GIT_ALONE, { recursive: true }))

test.each<[string, string[], Record<string, string>, Record<string, string>, RegExp]>([
  [
    'where there is no browser, and says how to get one',
    ['--tier', 'gold'],
    {},
    { PATH: GIT_ALONE, CHROMIUM_PATH: '', CHROME_PATH: '', CHROMIUM: '' },
    /no Chromium.*\n {2}fix .*(install|Install).*CHROMIUM_PATH/,
  ],
  ['where a variable names none', ['--public'], {}, { CHROMIUM_PATH: '/nope' }, /CHROMIUM_PATH is \/nope/],
  [
    'what has errors',
    ['--public'],
    { 'digests/2026-Q3.mdx': `${DIGEST}\n<Clients tier="lead">x</Clients>\n` },
    {},
    /audience\/tier[^]*it has errors/,
  ],
  [
    'what is not public for everyone',
    ['--public'],
    { 'digests/2026-Q3.mdx': DIGEST.replace('date:', 'publicOn: 2026-12-01\ndate:') },
    {},
    /not public yet/,
  ],
  ['a tier that is not there', ['--tier', 'lead'], {}, {}, /the tier "lead"[^]*silver, gold, platinum/],
  ['a client that is not there', ['--client', 'acme'], {}, {}, /no clients\/acme\.yaml/],
  ['two editions into one file', ['--tier', 'gold', '--public', '--out', 'x.pdf'], {}, {}, /2 editions into x\.pdf/],
  ['for nobody', [], {}, {}, /nobody would be sent it[^]*--public/],
])('npm run pdf prints nothing %s', (_, args, files, environment, said) => {
  const folder = content(files)
  const { status, stderr, stdout } = legible('pdf', ['2026-Q3', ...args], folder, environment)
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(said)
  expect(existsSync(join(folder, '../private/pdf'))).toBe(false)
})

test('npm run pdf tells what a browser said that ended before it printed', () => {
  const folder = content()
  const browser = join(scratch({ chromium: '#!/bin/sh\necho "no display here" >&2\nexit 7\n' }), 'chromium')
  chmodSync(browser, 0o755)
  const { status, stderr } = legible('pdf', ['2026-Q3', '--tier', 'gold'], folder, { CHROMIUM_PATH: browser })
  expect(status).toBe(1)
  expect(stderr).toContain(`Cannot print with ${browser}: it ended with 7: no display here`)
})
