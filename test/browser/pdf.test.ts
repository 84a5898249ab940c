import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openPrinter } from '../../scripts/open-printer.ts'
import { gate } from '../../src/check/gate.ts'
import { openWords, privatePassages } from '../../src/check/leaks.ts'
import { readContent } from '../../src/content.ts'
import type { Audience } from '../../src/model/audience.ts'
import { legible, ROOT } from '../scratch.ts'
import { readPdf } from './read-pdf.ts'
import { openBrowser, serve } from './serve.ts'

const NOW = new Date('2026-10-06T09:00:00Z')
const TITLE = 'The Lattice Quarterly, 2026 Q3'
const READERS: Record<string, Audience> = {
  public: { edition: 'public' },
  'tier-silver': { edition: 'clients', tier: 'silver', client: 'cobalt' },
  'tier-gold': { edition: 'clients', tier: 'gold', client: 'dorado' },
  'client-acme': { edition: 'clients', tier: 'gold', client: 'acme' },
  'client-borealis': { edition: 'clients', tier: 'platinum', client: 'borealis' },
}

let work = ''
let browser: Browser

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'legible-pdf-'))
  const folders = { DIGEST_OUT: join(work, 'dist'), DIGEST_PRIVATE: join(work, 'private'), DIGEST_CACHE: join(work, 'cache') }
  for (const [name = '', ...args] of [
    ['build'],
    ['pdf', '2026-Q3', '--public'],
    ['pdf', '2026-Q3', '--tier', 'gold', '--letter', '--out', join(work, 'letter.pdf')],
    ['send', '2026-Q3', '--pdf'],
  ])
    expect(legible(name, args, join(ROOT, 'content'), folders)).toMatchObject({ status: 0 })
  browser = await openBrowser()
  return async () => {
    await browser.close()
    rmSync(work, { recursive: true, force: true })
  }
}, 180_000)

const bytesOf = (variant: string): Buffer => readFileSync(join(work, `private/pdf/2026-Q3-${variant}.pdf`))
const isNumbered = (page: string, number: number, of: number): boolean => new RegExp(`(^|\\n)\\s*${number}\\s*/\\s*${of}\\s*(\\n|$)`).test(page)

test('prints each edition that would be sent, and the public one', () => {
  expect(readdirSync(join(work, 'private/pdf')).sort()).toEqual(
    Object.keys(READERS)
      .map((name) => `2026-Q3-${name}.pdf`)
      .sort(),
  )
})

describe.each(Object.keys(READERS))('the PDF of %s', (variant) => {
  test('is an A4 document with title, author, language, tags and the headings as its outline', () => {
    const bytes = bytesOf(variant)
    const { sizes, strings, outline, catalog, pages } = readPdf(bytes)
    expect(sizes.map(([width, height]) => [Math.round(width), Math.round(height)])).toEqual(pages.map(() => [596, 842]))
    expect(pages.length).toBeGreaterThan(2)
    expect(pages.length).toBeLessThan(7)
    expect(strings.slice(0, 3)).toEqual([TITLE, 'Ada Example', 'Legible'])
    expect(catalog).toMatch(/\/Marked true[^]*\/Lang \(en\)/)
    expect(outline).toEqual([TITLE, 'Executive summary', 'Security', 'Landed', 'Also changed', 'Links'])
    expect(strings.filter((text) => text.startsWith('D:'))).toEqual(['D:20261005000000Z', 'D:20261005000000Z'])
    expect(bytes.toString('latin1')).not.toMatch(/Mozilla|Linux|\/tmp/)
    expect(bytes.length).toBeLessThan(300_000)
  })

  test('has its number on each page, and a running head on each but the first', () => {
    const { pages } = readPdf(bytesOf(variant))
    const source = variant === 'public' ? 'example.org/2026-Q3/' : 'For clients of Ada Example'
    expect(pages.map((page, index) => isNumbered(page, index + 1, pages.length))).toEqual(pages.map(() => true))
    const heads = pages.map((page) => [page.split(TITLE).length - 1, page.split(source).length - 1])
    expect(heads).toEqual(pages.map(() => [1, 1]))
  })

  test('ends no page with a heading', () => {
    for (const page of readPdf(bytesOf(variant)).pages) expect(page.trim().split('\n').at(-1)).not.toMatch(/^(Security|Landed|Also changed|Links)$/)
  })

  test('has the letters of its page, and nothing that its readers must not read', async () => {
    const content = await readContent(join(ROOT, 'content'), { now: new Date() })
    const [document] = content.documents.filter((one) => one.id === '2026-Q3')
    if (!document) throw new Error('no document')
    const reader = READERS[variant] ?? { edition: 'public' }
    /** Text, addresses, titles and names in it: the fonts of a PDF number its letters, so that its bytes, also unpacked, hold no word of it. */
    const search = (name: string) => {
      const { pages, strings } = readPdf(bytesOf(name))
      const known = [openWords(document, NOW, { audience: reader, tiers: content.site.tiers }), 'For clients of Ada Example']
      const searched = gate(privatePassages(content, NOW, reader), () => known)
      searched.search({ path: `${name}.txt`, bytes: Buffer.from([...pages, ...strings].join('\n')) })
      return searched.findings()
    }
    expect(search(variant)).toEqual([])
    const others = Object.keys(READERS).filter((name) => name !== variant && name !== 'public')
    if (variant !== 'client-borealis') expect(search('client-borealis')).not.toEqual([])
    for (const name of others.filter((one) => variant === 'public' || one.startsWith('client-')))
      expect([name, search(name).length > 0]).toEqual([name, true])
    const text = readPdf(bytesOf(variant)).pages.join(' ').replace(/\s+/g, '')
    expect(text).toContain('Iknowofnoattackthatusedanyofthethree.Ifyoudoonething')
    expect(text).not.toContain('\uFFFD')
  })
})

test('--letter prints on US Letter, --out where it says', () => {
  const { sizes } = readPdf(readFileSync(join(work, 'letter.pdf')))
  expect(new Set(sizes.map(([width, height]) => `${Math.round(width)} ${Math.round(height)}`))).toEqual(new Set(['612 792']))
})

test('what goes with the mail is what npm run pdf printed, byte for byte', () => {
  const folder = join(work, 'private/revisions/2026-Q3/r1/variants')
  for (const variant of readdirSync(folder))
    expect([variant, readFileSync(join(folder, variant, 'edition.pdf')).equals(bytesOf(variant))]).toEqual([variant, true])
})

test('a page is printed without a script and without a word to the network, however it asks', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end('x')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const printer = await openPrinter()
  onTestFinished(() => printer.close())
  const asks = `<img src="${url}/img"><link rel=stylesheet href="${url}/css"><iframe src="${url}/frame"></iframe><style>@import "${url}/import"; @font-face { font-family: x; src: url(${url}/font) } p { font-family: x; background: url(${url}/background) }</style>`
  const html = `<!doctype html><title>t</title>${asks}<meta http-equiv=refresh content="0;url=${url}/refresh"><p id=p>as written<script>document.getElementById('p').textContent = 'changed'</script>`
  const { pages } = readPdf(await printer.print(html, 'A4'))
  expect(pages.join('')).toContain('as written')
  expect(asked).toEqual([])
})

describe.each(['A4', 'Letter'] as const)('the public page, printed from the browser on %s,', (format) => {
  test('is the document that its PDF is: heads, numbers, no navigation, addresses after links whose words do not say them', async () => {
    const { url, server } = await serve(join(work, 'dist'))
    onTestFinished(() => void server.close())
    const page = await browser.newPage()
    onTestFinished(() => page.close())
    await page.goto(`${url}/2026-Q3/`)
    const { pages } = readPdf(await page.pdf({ format }))
    const text = pages.join('\n')
    expect(pages.filter((one, index) => !isNumbered(one, index + 1, pages.length) || !one.includes(TITLE))).toEqual([])
    expect(text).not.toMatch(/Archive|Skip to the text|min read|is written by/)
    expect(text.replace(/\s+/g, '')).toContain('Howtheretainerswork(https://example.org/about)')
    expect(text).not.toMatch(/lattice\/lattice\/(pull|issues)/)
  })
})

test('the head of a long table stands on each of its pages, and a long line of code is not cut', async () => {
  const css = ['site.css', 'print.css'].map((name) => readFileSync(join(ROOT, 'src/styles', name), 'utf8')).join('\n')
  const rows = Array.from({ length: 90 }, (_, index) => `<tr><td>row ${index}</td></tr>`).join('')
  const line = Array.from({ length: 60 }, (_, index) => `word${index}`).join('_')
  mkdirSync(join(work, 'long'), { recursive: true })
  writeFileSync(
    join(work, 'long/index.html'),
    `<!doctype html><html lang="en"><title>t</title><style>${css}</style><main><div class="text"><table><thead><tr><th>Head</th></tr></thead><tbody>${rows}</tbody></table><pre><code>${line}</code></pre></div></main>`,
  )
  const { url, server } = await serve(join(work, 'long'))
  onTestFinished(() => void server.close())
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  await page.goto(`${url}/`)
  const { pages } = readPdf(await page.pdf({ format: 'A4' }))
  const withRows = pages.filter((one) => one.includes('row '))
  expect(withRows.length).toBeGreaterThan(1)
  expect(withRows.filter((one) => !one.includes('Head'))).toEqual([])
  expect(pages.join('').replace(/\s+/g, '')).toContain(line)
})
