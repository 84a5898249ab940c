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
  '/posts/long/',
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
/** The same, with letters of four times the size. */
let large: Browser
let base = ''

beforeAll(async () => {
  const { folder: work, remove } = scratchFolder(Object.fromEntries(Object.entries(WHOLE_SITE).map(([name, text]) => [`content/${name}`, text])))
  const folders = { DIGEST_OUT: join(work, 'dist'), DIGEST_PRIVATE: join(work, 'private'), DIGEST_CACHE: join(work, 'cache') }
  expect(legible('build', [], join(work, 'content'), { ...folders, DIGEST_NOW: '2026-10-06T00:00:00Z' })).toMatchObject({ status: 0 })
  const { url, server } = await serve(join(work, 'dist'), '/base')
  base = `${url}/base`
  browser = await openBrowser()
  large = await openBrowser(['--blink-settings=defaultFontSize=64'])
  return async () => {
    await browser.close()
    await large.close()
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
    // As long as nothing is looked for, the field of the search is where somebody begins.
    await page.goto(`${base}${path}${path === '/search/' ? '?q=nothing' : ''}`)
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0)
    expect(await page.evaluate('document.documentElement.lang')).toBe('en')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.className')).toBe('skip')
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    await page.keyboard.press('Enter')
    await page.waitForURL(/#main$/)
    expect(await page.evaluate('document.querySelectorAll("header.site, header.site nav, main, footer.site").length')).toBe(4)
    await page.close()
  })
})

test('what stands beside the text is a sentence, and says where the reader is', async () => {
  const page = await browser.newPage()
  await page.goto(`${base}/`)
  expect(await page.locator('.masthead p').textContent()).toBe('What happened, and what to do about it. Written by Ada Example. About')
  for (const [path, current] of [
    ['/topics/', ['Topics page']],
    ['/topics/crypto-tls/', ['Topics true']],
    ['/stories/ex/p/7/', ['Stories true']],
    ['/2026-Q2/', []],
  ] as const) {
    await page.goto(`${base}${path}`)
    const found = await page.evaluate(
      `[...document.querySelectorAll('nav [aria-current]')].map((link) => link.textContent + ' ' + link.getAttribute('aria-current'))`,
    )
    expect(found).toEqual(current)
  }
  await page.close()
})

test('a list of publications stands in the text of a page as it does elsewhere', async () => {
  const page = await browser.newPage()
  const look = async (path: string) => {
    await page.goto(`${base}${path}`)
    return page.evaluate(`(({ paddingInlineStart, listStyleType }, { marginBlockEnd }) => [paddingInlineStart, listStyleType, marginBlockEnd])(
      getComputedStyle(document.querySelector('.list')), getComputedStyle(document.querySelector('.list > li')))`)
  }
  expect(await look('/about/')).toEqual(await look('/archive/'))
  await page.close()
})

test('on paper what is folded is open, and no table is cut', async () => {
  const page = await browser.newPage({ viewport: { width: 530, height: 800 } })
  await page.emulateMedia({ media: 'print' })
  await page.goto(`${base}/2026-Q2/`)
  expect(await page.evaluate(`document.querySelector('.sources li').checkVisibility({ contentVisibilityAuto: true })`)).toBe(true)
  for (const path of ['/2026-Q2/', '/posts/why/', '/posts/long/']) {
    await page.goto(`${base}${path}`)
    await page.evaluate('document.fonts.ready')
    const room = `document.querySelector('.text').getBoundingClientRect().right`
    expect(
      await page.evaluate(`[...document.querySelectorAll('td')].filter((cell) => cell.getBoundingClientRect().right > ${room} + 1).length`),
    ).toBe(0)
  }
  await page.close()
})

test.each(['/', '/archive/', '/2026-Q2/', '/posts/why/', '/posts/long/', '/stories/ex/p/7/', '/topics/', '/search/', '/supporters/'])(
  '%s is read in letters of four times their size on the narrowest screen, without sideways scrolling',
  async (path) => {
    const page = await large.newPage({ viewport: { width: 320, height: 640 } })
    await page.goto(`${base}${path}`)
    expect(await page.evaluate('getComputedStyle(document.documentElement).fontSize')).toBe('64px')
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0)
    await page.close()
  },
)

test('a name without a place to break it, as areas can have, makes no list scroll sideways', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 256 } })
  await page.goto(`${base}/`)
  await page.evaluate(`document.querySelector('.run a').textContent = 'z'.repeat(200)`)
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0)
  await page.close()
})

test('axe would find letters that are too faint, and a picture without words', async () => {
  const page = await browser.newPage()
  await page.goto(`${base}/2026-Q2/`)
  await page.evaluate(`document.querySelector('h1').style.color = '#777'; document.querySelector('.glance svg').removeAttribute('aria-label')`)
  expect((await violations(page)).map((found) => found.split(':')[0])).toEqual(['color-contrast-enhanced', 'svg-img-alt'])
  await page.close()
})
