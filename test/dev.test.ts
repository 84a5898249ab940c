import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ROOT, scratch, SITE } from './scratch.ts'

/** Starts the development server on a port of its own and gives its address. */
async function serve(folder: string): Promise<{ base: string; server: ChildProcess }> {
  const server = spawn(process.execPath, [join(ROOT, 'scripts/dev.ts'), '--port', '0'], {
    cwd: ROOT,
    env: {
      ...process.env,
      DIGEST_CONTENT: folder,
      DIGEST_OUT: join(folder, '../dist'),
      DIGEST_PRIVATE: join(folder, '../private'),
      DIGEST_CACHE: join(folder, '../cache'),
      DIGEST_NOW: '2026-10-06T09:00:00Z',
      NODE_ENV: '',
      VITEST: '',
    },
  })
  onTestFinished(() => {
    server.kill('SIGKILL')
  })
  const base = await new Promise<string>((resolve, reject) => {
    let said = ''
    server.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const [, address] = /^dev: (http:\/\/127\.0\.0\.1:\d+\S*)\/ /m.exec(said) ?? []
      if (address) resolve(address)
    })
    server.on('exit', () => reject(new Error(said)))
  })
  return { base, server }
}

test.each(['', '/a/base'])('npm run dev shows the public site, every edition, findings and what was saved since, at the base "%s"', async (path) => {
  const folder = join(scratch(), 'content')
  mkdirSync(join(folder, 'digests'), { recursive: true })
  mkdirSync(join(folder, 'clients'))
  const digest = (words: string): string =>
    `---\ntitle: The quarter\nsummary: s\nstatus: ready\n---\n\nPublic. <Clients only="acme">For acme.</Clients> <Clients>${words}</Clients>\n`
  for (const [name, text] of Object.entries({
    'site.yaml': SITE.replace('https://digest.example.org', `https://digest.example.org${path}`),
    'sources.yaml': 'sources: []\n',
    'digests/2026-Q3.mdx': digest('First.'),
    'clients/acme.yaml': 'name: Acme\ntier: gold\nsince: 2026-01-01\n',
  }))
    writeFileSync(join(folder, name), text)
  const { base, server } = await serve(folder)
  const page = async (path: string): Promise<string> => (await fetch(`${base}${path}`)).text()

  expect(await page('/')).toContain('The quarter')
  // The server's own scripts, which reload a page, are let through here alone.
  expect(await page('/')).toMatch(/^(?![\s\S]*Content-Security-Policy)[\s\S]*<script type="module" src="[^"]*@vite\/client"/)
  expect(await page('/2026-Q3/')).toContain('Public.')
  expect(await page('/2026-Q3/')).not.toMatch(/First|acme/)
  expect(base.endsWith(path)).toBe(true)
  for (const feed of ['/feed.xml', '/atom.xml', '/feed.json']) expect(await page(feed)).toContain('Public.')
  expect(await page('/2026-Q3/index.md')).toBe(`# The quarter\n\n1 October 2026\n\ns\n\n<https://digest.example.org${path}/2026-Q3/>\n\nPublic.\n`)
  expect(await page('/index.md')).toContain('# The Test Quarterly')
  expect(await page('/llms.txt')).toContain(`(https://digest.example.org${path}/2026-Q3/index.md)`)
  expect((await fetch(`${base}/nothing/index.md`)).status).toBe(404)
  expect(await page('/preview/')).toContain(`href="${path}/preview/2026-Q3/client-acme/mail/"`)
  expect(await page('/preview/2026-Q3/client-acme/text/')).toContain('For acme. First.')
  expect(await page('/preview/2026-Q3/tier-platinum/mail/')).not.toContain('For acme.')
  expect((await fetch(`${base}/preview/2026-Q3/client-nobody/mail/`)).status).toBe(404)
  expect(await page('/preview/')).toContain(`href="${path}/preview/2026-Q3/exposure/"`)
  expect((await page('/preview/2026-Q3/exposure/')).replace(/<[^>]*>/g, '|')).toMatch(
    /new to everyone\|[\s\S]*\|Public\.\|[\s\S]*\|acme alone, which nobody gets\|[\s\S]*For acme\./,
  )

  writeFileSync(join(folder, 'digests/2026-Q3.mdx'), digest('Second.'))
  expect(await page('/preview/2026-Q3/tier-silver/page/')).toContain('Second.')
  writeFileSync(join(folder, 'digests/2026-Q3.mdx'), digest('Third.').replace('ready', 'draft'))
  expect(await page('/preview/2026-Q3/exposure/')).toMatch(/once ready[\s\S]*Third\./)
  writeFileSync(join(folder, 'digests/2026-Q3.mdx'), digest('<clients>x</clients>'))
  expect(await page('/preview/2026-Q3/tier-silver/page/')).toContain('audience/tag')
  expect(await page('/preview/')).toContain('audience/tag')

  const ended = new Promise((resolve) => {
    server.on('exit', resolve)
  })
  server.kill('SIGINT')
  expect(await ended).toBe(0)
})
