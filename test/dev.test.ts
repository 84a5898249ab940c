import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { legible, ROOT, scratch, SITE } from './scratch.ts'

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

test.each(['', '/a/base'])(
  'npm run dev shows the public site, every edition as it is sent, findings and what was saved since, at the base "%s"',
  async (path) => {
    const folder = join(scratch(), 'content')
    mkdirSync(join(folder, 'digests'), { recursive: true })
    mkdirSync(join(folder, 'clients'))
    const digest = (words: string): string =>
      `---\ntitle: The quarter\nsummary: s\nstatus: ready\n---\n\nPublic. <Clients only="acme">For acme.</Clients> <Clients>${words}</Clients>\n`
    for (const [name, text] of Object.entries({
      'site.yaml': SITE.replace('https://digest.example.org', `https://digest.example.org${path}`).replace('extras: []', 'extras: [markdown]'),
      'sources.yaml': 'sources: []\n',
      'digests/2026-Q3.mdx': digest('First.'),
      'clients/acme.yaml': 'name: Acme\ntier: gold\nsince: 2026-01-01\nrecipients: [{ id: jo, name: Jo Doe, email: jo@acme.example }]\n',
    }))
      writeFileSync(join(folder, name), text)
    const { base, server } = await serve(folder)
    const page = async (path: string): Promise<string> => (await fetch(`${base}${path}`)).text()

    expect(await page('/')).toContain('The quarter')
    expect(await page('/2026-Q3/')).toContain('Public.')
    expect(await page('/2026-Q3/')).not.toMatch(/First|acme/)
    expect(base.endsWith(path)).toBe(true)
    // The server's own scripts, which reload a page, are let through here alone.
    expect(await page('/')).toMatch(/^(?![\s\S]*Content-Security-Policy)[\s\S]*<script type="module" src="[^"]*@vite\/client"/)
    for (const feed of ['/feed.xml', '/atom.xml', '/feed.json']) expect(await page(feed)).toContain('Public.')
    expect(await page('/2026-Q3/index.md')).toBe(`# The quarter\n\n1 October 2026\n\ns\n\n<https://digest.example.org${path}/2026-Q3/>\n\nPublic.\n`)
    expect(await page('/index.md')).toContain('# The Test Quarterly')
    expect(await page('/llms.txt')).toContain(`(https://digest.example.org${path}/2026-Q3/index.md)`)
    expect((await fetch(`${base}/nothing/index.md`)).status).toBe(404)
    const frozen = join(folder, '../private/revisions/2026-Q3/r1/variants/client-acme')
    expect(legible('send', ['2026-Q3'], folder)).toMatchObject({ status: 0 })
    for (const [file, part] of Object.entries({ 'message.html': 'mail', 'message.txt': 'text', 'page.html': 'page' }))
      expect(await page(`/preview/2026-Q3/client-acme/${part}/`)).toBe(readFileSync(join(frozen, file), 'utf8'))
    expect(await page('/preview/2026-Q3/client-acme/mail/?marks=on')).toContain('<span data-readers="acme alone">For acme.</span>')
    for (const [bench, title] of [
      ['/preview/', 'Nothing to mend'],
      ['/preview/2026-Q3/', 'Nothing to mend'],
      ['/preview/2026-Q9/', 'There is nothing at /2026-Q9/'],
    ])
      expect(await page(bench ?? '')).toContain(title)
    expect(await page('/preview/')).toContain(`src="${path}/preview/2026-Q3/client-acme/mail/"`)
    expect(await page('/preview/?for=tier-silver&marks=on')).toContain(`src="${path}/preview/2026-Q3/tier-silver/mail/?marks=on"`)
    expect(await page('/preview/2026-Q3/client-acme/text/')).toContain('For acme. First.')
    expect(await page('/preview/2026-Q3/tier-platinum/mail/')).not.toContain('For acme.')
    expect((await fetch(`${base}/preview/2026-Q3/client-nobody/mail/`)).status).toBe(404)
    expect(await page('/preview/')).toContain(`href="${path}/preview/2026-Q3/exposure/"`)
    for (const address of ['/preview/', '/preview/2026-Q3/client-acme/text/', '/2026-Q3/?preview']) {
      const { headers } = await fetch(`${base}${address}`, { headers: { origin: 'http://localhost:8000' } })
      expect([headers.get('cache-control'), headers.get('access-control-allow-origin')]).toEqual(['no-store', null])
    }
    expect((await page('/preview/2026-Q3/exposure/')).replace(/<[^>]*>/g, '|')).toMatch(
      /new to everyone\|[\s\S]*\|Public\.\|[\s\S]*\|acme alone\|[\s\S]*For acme\./,
    )

    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), digest('Second.'))
    expect(await page('/preview/2026-Q3/tier-silver/page/')).toContain('Second.')
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), digest('Third.').replace('ready', 'draft'))
    expect(await page('/preview/2026-Q3/exposure/')).toMatch(/once ready[\s\S]*Third\./)
    expect(await page('/2026-Q3/')).not.toContain('Public.')
    expect(await page('/2026-Q3/?preview')).toContain('Public.')
    expect(await page('/2026-Q3/?preview')).not.toMatch(/Third|acme/)
    expect(await page('/preview/2026-Q3/')).toContain('draft, as it would be published')
    writeFileSync(join(folder, 'digests/2026-Q3.mdx'), digest('<clients>x</clients>'))
    expect(await page('/preview/2026-Q3/tier-silver/page/')).toContain('audience/tag')
    expect(await page('/preview/')).toMatch(/This cannot be shown: mend 1 error[\s\S]*audience\/tag/)
    writeFileSync(join(folder, 'site.yaml'), 'title: [')
    expect(await page('/preview/2026-Q3/')).toContain('Cannot read')
    writeFileSync(
      join(folder, 'site.yaml'),
      SITE.replace('https://digest.example.org', `https://digest.example.org${path}`).replace('extras: []', 'extras: [markdown]'),
    )
    expect(await page('/preview/2026-Q3/')).toContain('audience/tag')

    // On this machine alone: another of its own addresses already finds nobody.
    await expect(fetch(base.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow('fetch failed')
    const ended = new Promise((resolve) => {
      server.on('exit', resolve)
    })
    server.kill('SIGINT')
    expect(await ended).toBe(0)
  },
)
