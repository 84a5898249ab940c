import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { policyOf } from '../../src/render/policy.ts'
import { legible, ROOT } from '../scratch.ts'
import { openSite } from './serve.ts'

let browser: Browser
let base = ''
let work = ''
let pages: string[] = []

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'legible-policy-'))
  expect(
    legible('build', [], join(ROOT, 'content'), {
      DIGEST_OUT: join(work, 'dist'),
      DIGEST_PRIVATE: join(work, 'private'),
      DIGEST_CACHE: join(work, 'cache'),
    }).status,
  ).toBe(0)
  const files = readdirSync(join(work, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'))
  // Of stories some stand for all.
  pages = files.filter((file, index) => !file.startsWith('stories/') || index % 7 === 0).sort()
  const site = await openSite(join(work, 'dist'))
  base = site.url
  browser = site.browser
  return async () => {
    await site.close()
    rmSync(work, { recursive: true, force: true })
  }
}, 120_000)

test('no page of the sample breaks its own policy, asks another host or keeps anything in the browser, on the screen and in print', async () => {
  expect(pages).toEqual(
    expect.arrayContaining([
      'index.html',
      '404.html',
      'archive/index.html',
      'search/index.html',
      '2026-Q3/index.html',
      'about/index.html',
      'posts/why-retainers/index.html',
    ]),
  )
  const context = await browser.newContext()
  const complaints: string[] = []
  await context.addInitScript('addEventListener("securitypolicyviolation", (event) => console.error(event.violatedDirective, event.blockedURI))')
  context.on('console', (message) => complaints.push(`${message.page()?.url()} ${message.text()}`))
  context.on('weberror', (error) => complaints.push(error.error().message))
  context.on('request', (request) => {
    if (!request.url().startsWith(`${base}/`)) complaints.push(request.url())
  })
  context.on('response', (response) => {
    if (response.status() >= 400 || response.headers()['set-cookie'] !== undefined) complaints.push(`${response.status()} ${response.url()}`)
  })
  for (const file of pages) {
    const page = await context.newPage()
    await page.goto(`${base}/${file}${file.startsWith('search/') ? '?q=tls' : ''}`)
    await page.emulateMedia({ media: 'print' })
    await page.evaluate('document.fonts.ready.then(() => 1)')
    if (file.startsWith('search/')) await page.getByRole('status').filter({ hasText: 'found' }).waitFor()
    const kept = await page.evaluate(
      'Promise.all([indexedDB.databases(), caches.keys()]).then((all) => [...all.flat(), ...Object.keys(localStorage), ...Object.keys(sessionStorage)])',
    )
    expect([file, kept]).toEqual([file, []])
    await page.close()
  }
  expect(await context.cookies()).toEqual([])
  expect(complaints).toEqual([])
  await context.close()
})

test('the policy is obeyed: what a page must not do is refused', async () => {
  const page = await browser.newPage()
  const refused: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(/directive "?'?([a-z-]+)/.exec(message.text())?.[1] ?? message.text())
  })
  await page.goto(`${base}/`)
  await page.evaluate(`{
    const add = (name, set) => document.body.append(Object.assign(document.createElement(name), set))
    add('script', { textContent: 'globalThis.ran = 1' })
    add('script', { src: '/search/search.js' })
    add('img', { src: 'http://127.0.0.2:9/a.png' })
    add('style', { textContent: 'body { color: red }' })
  }`)
  expect(await page.evaluate('globalThis.ran')).toBe(undefined)
  await expect.poll(() => refused.length).toBeGreaterThanOrEqual(4)
  await page.close()
})

test('every page says its policy before it asks for anything', () => {
  for (const file of pages) {
    const html = readFileSync(join(work, 'dist', file), 'utf8')
    const [, before = '', policy] =
      /^([\s\S]*?)<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html.replaceAll('&#39;', "'")) ?? []
    expect([file, policy]).toEqual([file, policyOf(file.startsWith('search/') ? 'search' : 'still')])
    expect(before).not.toMatch(/<(link|script|style|img)/)
  }
})
