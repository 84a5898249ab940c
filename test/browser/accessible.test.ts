import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { legible, scratchFolder } from '../scratch.ts'
import { WHOLE_SITE } from '../whole-site.ts'
import { openBrowser, serve } from './serve.ts'

const PATHS = [
  '/',
  '/2026-Q2/',
  '/2026-Q3/',
  '/GO-2026-0001/',
  '/posts/why/',
  '/about/',
  '/archive/',
  '/topics/',
  '/topics/crypto-tls/',
  '/stories/',
  '/stories/ex/p/7/',
  '/supporters/',
  '/search/',
  '/404.html',
]

let browser: Browser
let base = ''

beforeAll(async () => {
  const { folder: work, remove } = scratchFolder(Object.fromEntries(Object.entries(WHOLE_SITE).map(([name, text]) => [`content/${name}`, text])))
  const folders = { DIGEST_OUT: join(work, 'dist'), DIGEST_PRIVATE: join(work, 'private'), DIGEST_CACHE: join(work, 'cache') }
  expect(legible('build', [], join(work, 'content'), { ...folders, DIGEST_NOW: '2026-10-06T00:00:00Z' })).toMatchObject({ status: 0 })
  const { url, server } = await serve(join(work, 'dist'), '/base')
  base = `${url}/base`
  browser = await openBrowser()
  return async () => {
    await browser.close()
    server.close()
    remove()
  }
}, 120_000)

type Violation = { id: string; help: string; nodes: { html: string; failureSummary: string }[] }

/** What axe finds on a page, with its rules for the highest contrast and those of good practice. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate<Violation[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'color-contrast-enhanced': { enabled: true } } }).then((results) => results.violations)`,
  )
  return found.flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html} ${failureSummary}`))
}

describe.each(PATHS)('%s in Chromium', (path) => {
  test.each(['light', 'dark'] as const)('has no violation that axe finds, %s', async (colorScheme) => {
    for (const width of [360, 1440]) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
      await page.goto(`${base}${path}`)
      expect(await violations(page)).toEqual([])
      await page.close()
    }
  })

  test('is read at 400 % without sideways scrolling, from a skip link on, in its language', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 256 } })
    await page.goto(`${base}${path}`)
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0)
    expect(await page.evaluate('document.documentElement.lang')).toBe('en')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.className')).toBe('skip')
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).hash).toBe('#main')
    expect(await page.evaluate('document.querySelectorAll("header.site, header.site nav, main, footer.site").length')).toBe(4)
    await page.close()
  })
})

test('axe would find letters that are too faint, and a picture without words', async () => {
  const page = await browser.newPage()
  await page.goto(`${base}/2026-Q2/`)
  await page.evaluate(`document.querySelector('h1').style.color = '#777'; document.querySelector('.glance svg').removeAttribute('aria-label')`)
  expect((await violations(page)).map((found) => found.split(':')[0])).toEqual(['color-contrast-enhanced', 'svg-img-alt'])
  await page.close()
})
