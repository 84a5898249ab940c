import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { previewExposure } from '../../scripts/preview-exposure.ts'
import { exposureSchema } from '../../src/model/exposure.ts'
import { legible, ROOT } from '../scratch.ts'
import { openSite } from './serve.ts'

let browser: Browser
let base = ''
let work = ''

/** The sample's public site on loopback, its client editions and what becomes visible to whom as files. */
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'legible-browser-'))
  const folders = { DIGEST_OUT: join(work, 'dist'), DIGEST_PRIVATE: join(work, 'private'), DIGEST_CACHE: join(work, 'cache') }
  for (const args of [['build'], ['send', '2026-Q3', '--json']])
    expect(legible(args[0] ?? '', args.slice(1), join(ROOT, 'content'), folders).status).toBe(0)
  const sheet = exposureSchema.parse(JSON.parse(readFileSync(join(work, 'private/revisions/2026-Q3/r1/exposure.json'), 'utf8')))
  const shown = { title: 'T', site: { tiers: ['silver', 'gold', 'platinum'], language: 'en' }, now: new Date('2026-10-06T09:00:00Z'), home: '/' }
  writeFileSync(join(work, 'exposure.html'), previewExposure(sheet, shown))
  const site = await openSite(join(work, 'dist'))
  base = site.url
  browser = site.browser
  return async () => {
    await site.close()
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
  ['exposure.html', () => pathToFileURL(join(work, 'exposure.html')).href],
]

describe.each(PAGES)('%s in Chromium', (_, url) => {
  test.each(['light', 'dark'] as const)('is read without sideways scrolling, a foreign request or an error, %s', async (colorScheme) => {
    for (const width of [360, 768, 1440]) {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
      const complaints: string[] = []
      page.on('console', (message) => {
        // Pictures that go with a mail are not beside it.
        if (message.type() !== 'log' && !message.location().url.startsWith('cid:')) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('requestfailed', (request) => {
        if (!request.url().startsWith('cid:')) complaints.push(request.url())
      })
      page.on('request', (request) => {
        if (!request.url().startsWith(base) && !/^(file|cid):/.test(request.url())) complaints.push(request.url())
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
