import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { legible, ROOT } from '../scratch.ts'
import { openSite } from './serve.ts'

const POST = (title: string, words: string): string => `---\ntitle: "${title}"\nsummary: s\nstatus: ready\ndate: 2026-09-01\n---\n\n${words}\n`
const TRICKY = 'Beware of zebrafish <code>&lt;img src=x onerror=alert(1)></code> and `<mark>marks</mark>` & "quotes" in zebrafish.'

let browser: Browser
let base = ''
let work = ''

/** The sample below a path, with posts that are many, and one whose words look like HTML. */
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'legible-search-'))
  const content = join(work, 'content')
  cpSync(join(ROOT, 'content'), content, { recursive: true })
  const settings = readFileSync(join(content, 'site.yaml'), 'utf8').replace('url: https://example.org', 'url: https://example.org/a/base')
  writeFileSync(join(content, 'site.yaml'), `${settings}extras: [search]\n`)
  writeFileSync(join(content, 'posts/tricky.mdx'), POST('<b>Tricky</b> & co', TRICKY))
  for (let number = 1; number <= 13; number++)
    writeFileSync(join(content, `posts/many-${number}.mdx`), POST(`Post ${number}`, `The walrus of ${number}.`))
  expect(legible('build', [], content)).toMatchObject({ status: 0 })
  const site = await openSite(join(work, 'dist'), '/a/base')
  base = site.url
  browser = site.browser
  return async () => {
    await site.close()
    rmSync(work, { recursive: true, force: true })
  }
}, 120_000)

type Seen = { page: Page; requests: string[]; complaints: string[] }

async function open(path: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Seen> {
  const page = await browser.newPage(options)
  onTestFinished(() => page.close())
  const seen: Seen = { page, requests: [], complaints: [] }
  await page.addInitScript('addEventListener("securitypolicyviolation", (event) => console.error(event.violatedDirective, event.blockedURI))')
  page.on('console', (message) => seen.complaints.push(message.text()))
  page.on('pageerror', (error) => seen.complaints.push(error.message))
  page.on('requestfailed', (request) => seen.complaints.push(request.url()))
  page.on('request', (request) => seen.requests.push(request.url()))
  await page.goto(`${base}${path}`)
  return seen
}

const field = (page: Page) => page.getByRole('searchbox', { name: 'Words to look for' })
const said = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()
const results = (page: Page) => page.locator('#results > li')

test('words that are typed are found, Pagefind is loaded only then, and nothing leaves the host', async () => {
  const { page, requests, complaints } = await open('/search/')
  expect(await page.evaluate('document.activeElement.name')).toBe('q')
  expect(requests.filter((url) => url.includes('pagefind'))).toEqual([])
  await page.keyboard.type('category 5')
  await said(page, '“category 5”.')
  const first = results(page).first()
  expect(await first.innerText()).toMatch(/^The Lattice Quarterly, 2026 Q3\s+Digest, 5 October 2026\s+.*post-quantum key exchange at category 5/)
  expect(await first.locator('mark').allInnerTexts()).toEqual(expect.arrayContaining(['category']))
  expect(await first.locator('.inside a').first().getAttribute('href')).toMatch(/\/a\/base\/2026-Q3\/#/)
  await first.getByRole('link', { name: 'The Lattice Quarterly, 2026 Q3' }).click()
  await page.waitForURL(`${base}/2026-Q3/`)
  expect(requests.filter((url) => !url.startsWith(`${base}/`))).toEqual([])
  expect(requests.some((url) => url.endsWith('/pagefind/pagefind.js'))).toBe(true)
  expect(complaints).toEqual([])
})

test('what is looked for stands in the address: it can be handed on, and the way back leads through it', async () => {
  const { page } = await open('/search/?q=walrus&kind=posts')
  await said(page, '13 pages found for “walrus” in posts.')
  expect([await field(page).inputValue(), await page.title()]).toEqual(['walrus', 'walrus · Search · The Lattice Quarterly'])
  await field(page).fill('zebrafish')
  await field(page).press('Enter')
  await said(page, '1 page found for “zebrafish” in posts.')
  expect(page.url()).toBe(`${base}/search/?q=zebrafish&kind=posts`)
  await page.getByRole('combobox', { name: 'In' }).selectOption('stories')
  await said(page, 'Nothing found for “zebrafish” in stories.')
  await page.goBack()
  await said(page, '1 page found for “zebrafish” in posts.')
  await results(page).getByRole('link').first().click()
  await page.waitForURL(`${base}/posts/tricky/`)
  await page.goBack()
  await said(page, '1 page found for “zebrafish” in posts.')
  await page.goBack()
  await said(page, '13 pages found for “walrus” in posts.')
  await page.goForward()
  await said(page, '1 page found for “zebrafish” in posts.')
})

test('typing on makes one address', async () => {
  const { page } = await open('/search/')
  for (const words of ['wal', 'walr', 'walrus']) {
    await field(page).fill(words)
    await said(page, `“${words}”.`)
  }
  expect(page.url()).toBe(`${base}/search/?q=walrus`)
  await page.goBack()
  expect([page.url(), await field(page).inputValue(), await results(page).count(), await page.getByRole('status').innerText()]).toEqual([
    `${base}/search/`,
    '',
    0,
    '',
  ])
})

test('works by keys alone: from the field to the results, and to those that are shown then', async () => {
  const { page } = await open('/search/')
  await page.keyboard.type('walrus')
  await page.keyboard.press('Enter')
  await said(page, '13 pages found for “walrus”.')
  expect(await results(page).count()).toBe(10)
  for (const expected of ['kind', 'Search']) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.name || document.activeElement.textContent')).toBe(expected)
  }
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.href')).toMatch(/\/a\/base\/posts\/many-\d+\/$/)
  await page.getByRole('button', { name: 'Show more' }).focus()
  await page.keyboard.press('Enter')
  await results(page).nth(12).waitFor()
  expect(await page.evaluate('document.activeElement === document.querySelectorAll("#results > li > a")[10]')).toBe(true)
  expect(await page.getByRole('button', { name: 'Show more' }).isVisible()).toBe(false)
  const links = await results(page)
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')))
  expect(new Set(links).size).toBe(13)
})

test('words that look like HTML are words, in what is found and in what is looked for', async () => {
  const { page, complaints } = await open('/search/?q=zebrafish')
  await said(page, '1 page found for “zebrafish”.')
  expect(await results(page).locator('a').first().innerText()).toBe('<b>Tricky</b> & co')
  expect(await results(page).locator('p').last().innerText()).toContain('<img src=x onerror=alert(1)> and <mark>marks</mark> & "quotes"')
  expect(await results(page).locator('img, b').count()).toBe(0)
  await page.goto(`${base}/search/?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}&kind=%3Cb%3E`)
  await said(page, 'found for “<img src=x onerror=alert(1)>”')
  expect(await page.locator('img').count()).toBe(0)
  expect(complaints).toEqual([])
})

test('says so where nothing is found, and where the search cannot be loaded; then it can be tried again', async () => {
  const { page } = await open('/search/?q=xyzzyplugh')
  await said(page, 'Nothing found for “xyzzyplugh”.')
  expect(await results(page).count()).toBe(0)
  let isBroken = true
  await page.route(/pagefind-entry\.json/, (route) => (isBroken ? route.abort() : route.continue()))
  await page.goto(`${base}/search/?q=walrus`)
  await said(page, 'The search could not be loaded.')
  isBroken = false
  await page.getByRole('button', { name: 'Search' }).click()
  await said(page, '13 pages found for “walrus”.')
})

test('without scripts it points to the archive', async () => {
  const { page } = await open('/search/', { javaScriptEnabled: false })
  await page.locator('noscript a', { hasText: 'The archive' }).click()
  expect(page.url()).toBe(`${base}/archive/`)
})

test.each(['light', 'dark'] as const)('is read without sideways scrolling, %s', async (colorScheme) => {
  for (const width of [320, 768, 1440]) {
    const { page } = await open('/search/?q=lattice', { viewport: { width, height: 800 }, colorScheme })
    await said(page, 'found for')
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0)
    expect(await page.evaluate('document.querySelectorAll("h1").length')).toBe(1)
  }
})
