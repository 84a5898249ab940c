import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ROOT } from '../scratch.ts'
import { openBrowser } from './serve.ts'

let browser: Browser
let page: Page
let base = ''
let file = ''
let written = ''

/** The development server over a copy of the sample. */
beforeAll(async () => {
  const work = mkdtempSync(join(tmpdir(), 'legible-workbench-'))
  cpSync(join(ROOT, 'content'), join(work, 'content'), { recursive: true })
  file = join(work, 'content/digests/2026-Q3.mdx')
  written = readFileSync(file, 'utf8')
  const server = spawn(process.execPath, [join(ROOT, 'scripts/dev.ts'), '--port', '0'], {
    cwd: ROOT,
    env: {
      ...process.env,
      DIGEST_CONTENT: join(work, 'content'),
      DIGEST_OUT: join(work, 'dist'),
      DIGEST_PRIVATE: join(work, 'private'),
      DIGEST_CACHE: join(work, 'cache'),
      DIGEST_NOW: '2026-10-06T09:00:00Z',
      NODE_ENV: '',
      VITEST: '',
    },
  })
  base = await addressOf(server)
  browser = await openBrowser()
  return async () => {
    await browser.close()
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGINT')
    expect(await ended).toBe(0)
    rmSync(work, { recursive: true, force: true })
  }
}, 120_000)

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const [, address] = /^dev: (http:\/\/127\.0\.0\.1:\d+)\//m.exec(said) ?? []
      if (address) resolve(address)
    })
    server.once('exit', () => reject(new Error(said)))
  })
}

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
})
afterEach(async () => {
  await page.close()
  writeFileSync(file, written)
})

const pane = (name: string): FrameLocator => page.frameLocator(`#pane-${name} iframe:not(.coming)`)
const body = (name: string) => pane(name).locator('body')
const save = (change: (text: string) => string): void => writeFileSync(file, change(written))
/** Waits until a pane holds a text, or no more. */
const shows = (name: string, text: string): Promise<void> => body(name).filter({ hasText: text }).waitFor()
const hides = (name: string, text: string): Promise<void> => body(name).filter({ hasNotText: text }).waitFor()

describe('the workbench', () => {
  test('shows the public page, the client page, the mail and its text side by side, and what each reader gets by tier and client', async () => {
    await page.goto(`${base}/preview/`)
    for (const name of ['page', 'mail', 'text']) await shows(name, 'your edge sets')
    await shows('public', 'Clients on retainer have read more')
    expect(await body('public').innerText()).not.toContain('your edge sets')
    expect(await page.locator('#facts').innerText()).toMatch(/248 words beyond the public edition[\s\S]*goes to Acme Corp \(Jo Doe/)
    await page.selectOption('#for', 'tier-platinum')
    for (const name of ['page', 'mail', 'text']) {
      await hides(name, 'your edge sets')
      await shows(name, 'I keep the week of')
    }
    await page.selectOption('#for', 'client-borealis')
    await shows('mail', 'you asked when category 5')
    expect(new URL(page.url()).searchParams.get('for')).toBe('client-borealis')
    await page.reload()
    await shows('mail', 'you asked when category 5')
    expect(await page.locator('#for').inputValue()).toBe('client-borealis')
  })

  test('shows what was saved where it is read, what is wrong beside its line, and goes on when it is mended', async () => {
    await page.goto(`${base}/preview/2026-Q3/?for=client-acme`)
    await shows('page', 'Two things went badly')
    await page.evaluate('document.querySelector("#pane-page iframe").contentWindow.scrollTo(0, 900)')
    await page.locator('#for').focus()
    save((text) => text.replace('Two things went badly', 'Three things went <Clients>very</Clients> badly'))
    for (const name of ['page', 'mail', 'text']) await shows(name, 'Three things went very badly')
    await shows('public', 'Three things went badly')
    const at = (): Promise<unknown> => page.evaluate('document.querySelector("#pane-page iframe:not(.coming)").contentWindow.scrollY')
    expect(await at()).toBe(900)

    save((text) => text.replace('Two things went', 'Two <clients>things</clients> <img src="x" onerror="document.title=1"/> went'))
    const finding = page.locator('#findings li', { hasText: 'audience/tag' }).first()
    await finding.filter({ hasText: '19:5' }).waitFor()
    expect(await finding.locator('mark').innerText()).toBe('<clients>things</clients>')
    expect(await page.locator('#findings img').count()).toBe(0)
    expect(await page.locator('#pane-mail .refusal').innerText()).toMatch(/^This cannot be shown: mend \d errors/)

    save((text) => text.replace('Two things went badly', 'Mended'))
    await page.locator('#findings', { hasText: 'Nothing to mend' }).waitFor()
    for (const name of ['public', 'page', 'mail', 'text']) await shows(name, 'Mended')
    expect(await page.locator('#pane-mail .refusal').isVisible()).toBe(false)
    expect(await at()).toBe(900)
    expect(await page.evaluate('document.activeElement.id')).toBe('for')
  })

  test('shows a draft as it would be published, and says that it is one', async () => {
    save((text) => text.replace('status: ready', 'status: draft'))
    await page.goto(`${base}/preview/`)
    await shows('public', 'Two things went badly')
    expect(await page.locator('#pane-public header').innerText()).toContain('draft, as it would be published')
  })

  test('marks what is private when it is asked to, and only then', async () => {
    await page.goto(`${base}/preview/?for=client-acme`)
    await shows('page', 'Try it on one server')
    expect(await pane('page').locator('[data-readers]').count()).toBe(0)
    await page.locator('#marks').check()
    await pane('page').locator('span[data-readers=clients]', { hasText: 'Try it on one server' }).waitFor()
    await pane('mail').locator('p[data-readers="acme alone"]', { hasText: 'your edge sets' }).waitFor()
    expect(await pane('public').locator('[data-readers]').count()).toBe(0)
  })

  test('narrow, shows one pane at a time, by the keyboard too', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${base}/preview/`)
    const seen = async (): Promise<string[]> => {
      const panes = await page.locator('.pane').all()
      return (await Promise.all(panes.map(async (one) => ((await one.isVisible()) ? [(await one.getAttribute('id')) ?? ''] : [])))).flat()
    }
    expect(await seen()).toEqual(['pane-public'])
    await page.locator('#show-public').focus()
    await page.keyboard.press('ArrowRight')
    await page.locator('body[data-show=page]').waitFor()
    expect(await seen()).toEqual(['pane-page'])
    await page.locator('label', { hasText: 'Mail' }).click()
    await page.locator('body[data-show=mail]').waitFor()
    expect(await seen()).toEqual(['pane-mail'])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
  })

  test('runs nothing of what it shows, and asks no other host', async () => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).origin))
    await page.goto(`${base}/preview/`)
    await shows('public', 'Executive summary')
    expect(await page.locator('iframe:not([sandbox])').count()).toBe(0)
    expect(await page.locator('iframe[sandbox~=allow-scripts]').count()).toBe(0)
    expect(new Set(asked)).toEqual(new Set([base]))
  })
})
