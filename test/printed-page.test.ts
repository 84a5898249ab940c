import { expect, test } from 'vitest'
import { printedPage } from '../src/render/printed-page.ts'
import { pageOf } from './client-page.ts'

test('printedPage() asks nobody, names the author and holds the fonts, whatever the title says', () => {
  for (const title of ['A title', '</head><head> "quoted" <style>', '$& $1']) {
    const page = pageOf('words', title)
    const printed = printedPage(page, { author: 'Ada "A" <Example> & Co', fonts: '@font-face{}' })
    const own =
      /<head>(<meta http-equiv="Content-Security-Policy" content="default-src 'none';[^"]*"><meta name="author" content="Ada &#x22;A&#x22; &#x3C;Example> &#x26; Co"><style>@font-face{}<\/style>)<meta charset="utf-8">/
    expect(own.exec(printed)?.[1]).toBeDefined()
    expect(printed.replace(own.exec(printed)?.[1] ?? '', '')).toBe(page)
  }
  expect(() => printedPage('<p>x', { author: 'a', fonts: '' })).toThrow('no page')
})

test('printedPage() makes a picture from elsewhere a link, and leaves the words in it text', () => {
  const printed = printedPage(pageOf('![a > b \\< c](https://a.example/p.png "t") ![](https://a.example/q.png)'), { author: 'a', fonts: '' })
  expect(printed).not.toContain('<img')
  expect(printed).toContain('<a href="https://a.example/p.png">a > b &#x3C; c</a>')
  expect(printed).toContain('<a href="https://a.example/q.png">https://a.example/q.png</a>')
  const inside = '<!doctype html><html lang="en"><head></head><body><img src="data:image/png;base64,AA==" alt="x"></body></html>'
  expect(printedPage(inside, { author: 'a', fonts: '' })).toContain('<img src="data:image/png;base64,AA==" alt="x">')
})
