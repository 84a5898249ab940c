import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bundleScript } from '../scripts/bundle-script.ts'
import { keyLeaks } from '../src/check/key-leaks.ts'
import { keysOf } from '../src/deliver/keys-of.ts'
import { calmPage } from '../src/layouts/calm-page.ts'
import { siteSchema } from '../src/model/site.ts'
import { legible, scratch, SITE } from './scratch.ts'

const SECRET = Buffer.alloc(32, 7)
const client = (id: string, more = ''): string =>
  `name: Client-${id}\ntier: gold\nsince: 2026-01-01\nrecipients: [{ id: ${id}, name: Person-${id}, email: ${id}@x.example }]\n${more}`
const FILES = {
  'content/site.yaml': SITE,
  'content/sources.yaml': 'sources: []\n',
  'content/digests/2026-Q3.mdx':
    '---\ntitle: The quarter\nsummary: s\nstatus: ready\ndate: 2026-10-05\n---\n\nOpen. <Clients>Closed-words.</Clients>\n',
  'content/clients/acme.yaml': client('acme'),
  'content/clients/borealis.yaml': client('borealis'),
}

test('a build publishes what is sealed and nothing that tells of it, until the key is turned', () => {
  const work = scratch(FILES)
  const content = join(work, 'content')
  const run = (name: string, ...args: string[]) => legible(name, args, content, { DIGEST_SECRET: SECRET.toString('base64') })
  const tree = (folder: string): string[] =>
    readdirSync(join(work, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(work, folder).length + 1))
      .sort()

  expect(run('build')).toMatchObject({ status: 0, stderr: expect.stringMatching(/^build: 4 pages, \d+ files/) })
  const before = tree('dist')
  expect(before.filter((file) => file.startsWith('private'))).toEqual([])

  expect(run('send', '2026-Q3').status).toBe(0)
  // A build needs no secret.
  expect(legible('build', [], content)).toMatchObject({ status: 0, stderr: expect.stringMatching(/^build: 4 pages, 4 sealed pages, \d+ files/) })
  const acme = keysOf(SECRET, 'acme', 1)
  const tokens = tree('content/sealed').flatMap((file) => (file.endsWith('.age') ? [file.slice(0, -4)] : []))
  expect(tokens).toHaveLength(4)
  expect(tokens).toContain(acme.archive)
  expect(tree('dist').filter((file) => !before.includes(file))).toEqual(
    ['private/open.js', 'private/page.css', ...tokens.flatMap((token) => [`private/${token}.age`, `private/${token}/index.html`])].sort(),
  )
  const calm = calmPage(
    siteSchema.parse({ title: 'The Test Quarterly', url: 'https://digest.example.org', author: { name: 'Ada Example', email: 'a@b.example' } }),
  )
  for (const token of tokens) {
    expect(readFileSync(join(work, 'dist/private', `${token}.age`)).equals(readFileSync(join(content, 'sealed', `${token}.age`)))).toBe(true)
    expect(readFileSync(join(work, 'dist/private', token, 'index.html'), 'utf8')).toBe(calm)
  }
  for (const file of tree('dist').filter((one) => !one.endsWith('.age'))) {
    const text = readFileSync(join(work, 'dist', file), 'utf8')
    expect([file, /Closed-words|Client-|Person-|AGE-SECRET-KEY-PQ-1[0-9A-Z]/.exec(text)?.[0]]).toEqual([file, undefined])
    if (!file.startsWith('private/'))
      expect([file, tokens.filter((token) => text.includes(token)), text.includes('/private/')]).toEqual([file, [], false])
  }
  expect(run('check')).toMatchObject({ status: 0 })

  writeFileSync(join(content, 'clients/acme.yaml'), client('acme', 'key: 2\n'))
  expect(legible('build', [], content)).toMatchObject({ status: 0, stderr: expect.stringContaining(', 2 sealed pages,') })
  expect(existsSync(join(work, 'dist/private', acme.archive))).toBe(false)

  const gone = keysOf(SECRET, 'borealis', 1).archive
  for (const text of ['not an age file', undefined]) {
    if (text === undefined) rmSync(join(content, 'sealed', `${gone}.age`))
    else writeFileSync(join(content, 'sealed', `${gone}.age`), text)
    expect(legible('build', [], content)).toMatchObject({ status: 1, stderr: expect.stringMatching(new RegExp(`${gone}[\\s\\S]*version control`)) })
  }
})

test('a build that would publish a key stops, and check finds one', () => {
  const { identity } = keysOf(SECRET, 'acme', 1)
  const work = scratch({ ...FILES, 'content/pages/leaky.mdx': `---\ntitle: Leaky\n---\n\nIt opens with ${identity.toLowerCase()}, they say.\n` })
  const content = join(work, 'content')
  expect(legible('build', [], content)).toMatchObject({ status: 1, stderr: expect.stringMatching(/dist\/leaky\/index\.html[\s\S]*leak\/key/) })
  expect(existsSync(join(work, 'dist'))).toBe(false)
  rmSync(join(content, 'pages/leaky.mdx'))
  expect(legible('build', [], content).status).toBe(0)
  writeFileSync(join(work, 'dist/x.bin'), SECRET.toString('base64'))
  expect(legible('check', [], content).status).toBe(0)
  expect(legible('check', ['2026-Q3'], content, { DIGEST_SECRET: SECRET.toString('base64') })).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(/dist\/x\.bin[\s\S]*leak\/key/),
  })
})

test('keyLeaks() finds what opens pages, and not the words that speak of it', () => {
  const { identity } = keysOf(SECRET, 'acme', 1)
  const found = (text: string, path = 'x'): number => keyLeaks([{ path, text }], { secret: SECRET, name: 'dist' }).length
  expect([found(`a${identity}b`), found(identity.slice(0, -5)), found('', identity), found(SECRET.toString('base64').slice(0, 43))]).toEqual([
    1, 1, 1, 1,
  ])
  expect([found('AGE-SECRET-KEY-PQ-1'), found('s.startsWith("AGE-SECRET-KEY-1")'), found('')]).toEqual([0, 0, 0])
})

test('the script of private pages is at most 60 KB, and holds neither passphrases nor a second copy of a module', async () => {
  const script = await bundleScript('open-sealed')
  expect(Buffer.byteLength(script)).toBeLessThanOrEqual(60 * 1024)
  expect(Buffer.byteLength(script)).toBeGreaterThan(30 * 1024)
  expect(script).not.toMatch(/webauthn|fido2|P-256|p256|eval\(|new Function/i)
  expect(script.match(/noble-hashes - MIT/g)).toHaveLength(1)
  expect(await bundleScript('open-sealed')).toBe(script)
})

test('calmPage() has its files below the path of the site, and a policy without an exception', () => {
  const page = calmPage(
    siteSchema.parse({ title: 'A <title>', url: 'https://x.example/a/path', author: { name: 'Ada', email: 'a@b.example' }, language: 'de' }),
  )
  expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1])).toEqual([
    '/a/path/favicon.svg',
    '/a/path/private/page.css',
    '/a/path/private/open.js',
    '/a/path/',
  ])
  expect(page).toContain('<html lang="de">')
  expect(page).toContain('A &#x3C;title>')
  expect(/Content-Security-Policy" content="([^"]*)"/i.exec(page)?.[1]?.replaceAll('&#x27;', "'")).toBe(
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; script-src 'self'; form-action 'none'",
  )
})
