import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { legible, SITE } from '../scratch.ts'
import { openBrowser, serve } from './serve.ts'

const SECRET = Buffer.alloc(32, 7).toString('base64')
const DIGEST = `---
title: The sealed quarter
summary: What happened to seals.
status: ready
date: 2026-10-05
---

## A heading

Open words. <Clients>closed-words</Clients> <Clients only="acme">for-acme-alone</Clients> A note[^1], [a way down](#far), ![a chart](https://elsewhere.example/chart.png).

${'A line that takes room.\n\n'.repeat(60)}

## Far

[^1]: note-words
`
const FILES: Record<string, string> = {
  'site.yaml': SITE.replace('https://digest.example.org', 'https://digest.example.org/base'),
  'sources.yaml': 'sources: []\n',
  'digests/2026-Q3.mdx': DIGEST,
  'clients/acme.yaml': 'name: Acme Corp\ntier: gold\nsince: 2026-01-01\nrecipients: [{ id: jo, name: Jo Doe, email: jo@acme.example }]\n',
  'clients/borealis.yaml':
    'name: Borealis\ntier: silver\nsince: 2026-01-01\nrecipients: [{ id: teo, name: Teo Nord, email: teo@borealis.example }]\n',
}
const PRIVATE = /sealed quarter|Open words|closed-words|for-acme|note-words|Acme|Borealis|AGE-SECRET-KEY-PQ-1[0-9A-Z]/i

let browser: Browser
let host = ''
let work = ''

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'legible-sealed-'))
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(work, 'content', name)), { recursive: true })
    writeFileSync(join(work, 'content', name), text)
  }
  for (const args of [['send', '2026-Q3'], ['build']])
    expect(legible(args[0] ?? '', args.slice(1), join(work, 'content'), { DIGEST_SECRET: SECRET })).toMatchObject({ status: 0 })
  // The digest itself is public too: what a response holds is told from the private pages alone.
  const { url, server } = await serve(join(work, 'dist'), '/base')
  host = url
  browser = await openBrowser()
  return async () => {
    await browser.close()
    server.close()
    rmSync(work, { recursive: true, force: true })
  }
}, 120_000)

/** The link in the mail of a recipient, on this host. */
function linkOf(recipient: string): string {
  const { html } = JSON.parse(readFileSync(join(work, 'private/revisions/2026-Q3/r1/messages', `${recipient}.json`), 'utf8')) as { html: string }
  const path = /href="https:\/\/digest\.example\.org(\/base\/private\/[^"]+)"/.exec(html)?.[1]
  if (path === undefined) throw new Error('no link in the mail')
  return `${host}${path}`
}

type Seen = { page: Page; complaints: string[]; requests: string[]; bodies: Map<string, string> }

/** A page with a record of all that it asks, gets and complains of. */
async function newPage(options: Parameters<Browser['newPage']>[0] = {}): Promise<Seen> {
  const page = await browser.newPage(options)
  onTestFinished(() => page.close())
  const seen: Seen = { page, complaints: [], requests: [], bodies: new Map() }
  await page.addInitScript('addEventListener("securitypolicyviolation", (event) => console.error(event.violatedDirective, event.blockedURI))')
  page.on('console', (message) => seen.complaints.push(message.text()))
  page.on('pageerror', (error) => seen.complaints.push(error.message))
  page.on('requestfailed', (request) => seen.complaints.push(request.url()))
  page.on('request', (request) => seen.requests.push(`${request.url()} ${request.headers()['referer'] ?? ''} ${request.postData() ?? ''}`))
  page.on('response', (response) => {
    response.body().then(
      (body) => seen.bodies.set(response.url(), body.toString('latin1')),
      () => undefined,
    )
  })
  return seen
}

const text = (page: Page): Promise<string> => page.locator('body').innerText()
const tokenOf = (link: string): string => /private\/(\w+)/.exec(link)?.[1] ?? ''
const CALM = /^The Test Quarterly\s+This page is private\s/

describe('a sealed page with its key', () => {
  test('opens with its title, words and styles, asks this host alone, and complains of nothing', async () => {
    const { page, complaints, requests, bodies } = await newPage()
    await page.goto(linkOf('acme/jo'))
    await page.getByRole('heading', { level: 1, name: 'The sealed quarter' }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await text(page)).toMatch(/For clients of Ada Example[\s\S]*Open words\. closed-words for-acme-alone/)
    expect([await page.title(), await page.locator('html').getAttribute('lang')]).toEqual(['The sealed quarter', 'en'])
    expect(await page.evaluate('getComputedStyle(document.querySelector("h1")).fontSize')).toBe('41.6px')
    expect(complaints).toEqual([])
    const folder = `${host}/base/private`
    const token = tokenOf(linkOf('acme/jo'))
    // The favicon is asked for where there is a window to show it.
    expect(requests.map((request) => request.trim()).filter((request) => request !== `${host}/base/favicon.svg`)).toEqual([
      `${folder}/${token}/`,
      `${folder}/page.css`,
      `${folder}/open.js`,
      `${folder}/${token}.age`,
    ])
    expect([...bodies].filter(([url, body]) => PRIVATE.test(url) || PRIVATE.test(body)).map(([url]) => url)).toEqual([])
    expect(requests.filter((request) => /AGE-SECRET|#/.test(request))).toEqual([])
  })

  test('follows a footnote and a heading without losing the key, and opens again when it is loaded again', async () => {
    const { page } = await newPage({ viewport: { width: 800, height: 600 } })
    const link = linkOf('acme/jo')
    await page.goto(link)
    await page.locator('a[data-footnote-ref]').click()
    expect(page.url()).toBe(link)
    expect(await page.evaluate('scrollY')).toBeGreaterThan(500)
    expect(await page.evaluate('document.activeElement.id')).toBe('user-content-fn-1')
    await page.evaluate('scrollTo(0, 0)')
    await page.getByRole('link', { name: 'a way down' }).click()
    expect([page.url(), await page.evaluate('document.activeElement.id')]).toEqual([link, 'far'])
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'The sealed quarter' }).waitFor()
  })

  test('a picture from elsewhere is a link: nobody is asked for it', async () => {
    const { page } = await newPage()
    await page.goto(linkOf('acme/jo'))
    await page.getByRole('link', { name: 'a chart' }).waitFor()
    expect(await page.getByRole('link', { name: 'a chart' }).getAttribute('href')).toBe('https://elsewhere.example/chart.png')
    expect(await page.locator('img').count()).toBe(0)
  })

  test("leads to the client's archive, and from there back, with the key", async () => {
    const { page, complaints } = await newPage()
    await page.goto(linkOf('borealis/teo'))
    await page.getByRole('link', { name: 'Your archive' }).click()
    await page.getByRole('heading', { level: 1, name: 'Your archive' }).waitFor()
    expect(await text(page)).toMatch(/5 October 2026\s+The sealed quarter/)
    await page.getByRole('link', { name: 'The sealed quarter' }).click()
    await page.getByRole('heading', { level: 1, name: 'The sealed quarter' }).waitFor()
    expect(page.url()).toBe(linkOf('borealis/teo'))
    expect(await text(page)).toContain('closed-words')
    expect(await text(page)).not.toContain('for-acme-alone')
    expect(complaints).toEqual([])
  })

  test('a key that is put behind an address that is open already opens it', async () => {
    const { page } = await newPage()
    const [address = ''] = linkOf('acme/jo').split('#')
    await page.goto(address)
    expect(await text(page)).toMatch(CALM)
    await page.goto(linkOf('acme/jo'))
    await page.getByRole('heading', { level: 1, name: 'The sealed quarter' }).waitFor()
  })
})

describe('a sealed page without its key', () => {
  /** What stands there once whatever was tried has ended. */
  const settled = async (url: string): Promise<{ shown: string; html: string; title: string; seen: Seen }> => {
    const seen = await newPage()
    await seen.page.goto(url)
    // The same module, not a second one: this waits until it has done what it does.
    await seen.page.evaluate('import(document.scripts[0].src)')
    return { shown: await text(seen.page), html: await seen.page.content(), title: await seen.page.title(), seen }
  }

  test('is one calm page, whatever is wrong', async () => {
    const acme = linkOf('acme/jo')
    const [, key = ''] = acme.split('#')
    const [address = '', other = ''] = linkOf('borealis/teo').split('#')
    const damaged = join(work, 'dist/private', `${'d'.repeat(26)}.age`)
    const bytes = readFileSync(join(work, 'dist/private', `${tokenOf(acme)}.age`))
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1
    writeFileSync(damaged, bytes)
    for (const token of ['d'.repeat(26), 'e'.repeat(26)]) {
      mkdirSync(join(work, 'dist/private', token))
      copyFileSync(join(work, 'dist/private', tokenOf(acme), 'index.html'), join(work, 'dist/private', token, 'index.html'))
    }
    const cases = {
      missing: address,
      wrong: `${address}#${key}`,
      cut: `${address}#${other.slice(0, -1)}`,
      'no key at all': `${address}#%E0%A4%A`,
      'damaged file': `${host}/base/private/${'d'.repeat(26)}/#${key}`,
      'missing file': `${host}/base/private/${'e'.repeat(26)}/#${key}`,
    }
    const first = await settled(cases.missing)
    expect(first.shown).toMatch(CALM)
    expect([first.title, first.seen.complaints]).toEqual(['The Test Quarterly', []])
    for (const [name, url] of Object.entries(cases)) {
      const { html, title, seen } = await settled(url)
      expect([name, html, title]).toEqual([name, first.html, 'The Test Quarterly'])
      expect(html).not.toMatch(PRIVATE)
      expect(seen.complaints.filter((complaint) => !(name === 'missing file' && complaint.includes('404')))).toEqual([])
      expect(seen.requests.filter((request) => !request.startsWith(`${host}/base/`))).toEqual([])
    }
  })

  test('tells the same with scripts off, and asks search engines and referrers for silence', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    await page.goto(linkOf('acme/jo'))
    expect(await text(page)).toMatch(CALM)
    expect(await page.locator('meta[name=robots]').getAttribute('content')).toBe('noindex, nofollow')
    expect(await page.locator('meta[name=referrer]').getAttribute('content')).toBe('no-referrer')
  })

  test('is the same bytes for every name, before files of one size', () => {
    const folder = join(work, 'dist/private')
    const names = readdirSync(folder).filter((name) => /^[a-z2-7]{26}$/.test(name) && !/^[de]{26}$/.test(name))
    expect(names).toHaveLength(4)
    expect(new Set(names.map((name) => readFileSync(join(folder, name, 'index.html'), 'utf8'))).size).toBe(1)
    expect(new Set(names.map((name) => readFileSync(join(folder, `${name}.age`)).length)).size).toBe(1)
  })
})

test.each(['light', 'dark'] as const)('neither page scrolls sideways, %s', async (colorScheme) => {
  for (const width of [360, 768, 1440])
    for (const url of [linkOf('acme/jo'), linkOf('acme/jo').split('#')[0] ?? '']) {
      const { page } = await newPage({ viewport: { width, height: 800 }, colorScheme })
      await page.goto(url)
      await page.getByRole('heading', { level: 1, name: url.includes('#') ? 'The sealed quarter' : 'This page is private' }).waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0)
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        colorScheme === 'dark' ? 'rgb(23, 24, 26)' : 'rgb(255, 253, 248)',
      )
    }
})
