import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { legible, ROOT } from '../scratch.ts'

const TYPES: Record<string, string> = { '.html': 'text/html', '.css': 'text/css', '.svg': 'image/svg+xml', '.xml': 'application/xml' }

let browser: Browser
let base = ''
let work = ''

/** The sample's public site on loopback, and its client editions as files. */
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'legible-browser-'))
  const folders = { DIGEST_OUT: join(work, 'dist'), DIGEST_PRIVATE: join(work, 'private'), DIGEST_CACHE: join(work, 'cache') }
  for (const args of [['build'], ['send', '2026-Q3', '--json']])
    expect(legible(args[0] ?? '', args.slice(1), join(ROOT, 'content'), folders).status).toBe(0)
  const server = createServer((request, response) => {
    const path = join(work, 'dist', new URL(request.url ?? '/', 'http://x').pathname)
    const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path
    response.writeHead(existsSync(file) ? 200 : 404, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
    if (existsSync(file)) createReadStream(file).pipe(response)
    else response.end()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  return async () => {
    await browser.close()
    server.close()
    rmSync(work, { recursive: true, force: true })
  }
}, 120_000)

const PAGES: [string, () => string][] = [
  ...['/', '/2026-Q3/', '/archive/', '/about/', '/posts/why-retainers/', '/stories/lattice/lattice/420/', '/404.html'].map(
    (path): [string, () => string] => [path, () => `${base}${path}`],
  ),
  ...['message.html', 'page.html'].map((file): [string, () => string] => [
    file,
    () => pathToFileURL(join(work, 'private/revisions/2026-Q3/r1/variants/client-acme', file)).href,
  ]),
]

describe.each(PAGES)('%s in Chromium', (_, url) => {
  test.each(['light', 'dark'] as const)('is read without sideways scrolling, a foreign request or an error, %s', async (colorScheme) => {
    for (const width of [360, 768, 1440]) {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
      const complaints: string[] = []
      page.on('console', (message) => {
        if (message.type() !== 'log') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('requestfailed', (request) => complaints.push(request.url()))
      page.on('request', (request) => {
        if (!request.url().startsWith(base) && !request.url().startsWith('file:')) complaints.push(request.url())
      })
      await page.goto(url())
      expect(complaints).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0)
      expect(await page.evaluate('document.scripts.length')).toBe(0)
      expect(await page.evaluate('document.querySelectorAll("h1").length')).toBe(1)
      await page.close()
    }
  })
})
