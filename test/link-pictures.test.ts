import { expect, test } from 'vitest'
import { parseMdx } from '../src/mdx.ts'
import { toHtml } from '../src/render/html.ts'
import { linkPictures } from '../src/render/link-pictures.ts'

const html = (text: string): string => toHtml(linkPictures(parseMdx(text), 'https://x.example/base'), { base: '/base' })

test.each([
  ['a picture from elsewhere', '![a chart](https://y.example/a.png "t")', '<p><a href="https://y.example/a.png" title="t">a chart</a></p>'],
  ['one without words', '![](https://y.example/a.png)', '<p><a href="https://y.example/a.png">https://y.example/a.png</a></p>'],
  ['one of the same scheme', '![a](//y.example/a.png)', '<p><a href="">a</a></p>'],
  ['one inside a link', '[go ![badge](https://y.example/b.svg)](https://z.example)', '<p><a href="https://z.example">go badge</a></p>'],
  ['one deep inside a link', '[**![badge](https://y.example/b.svg)**](https://z.example)', '<a href="https://z.example"><strong>badge</strong></a>'],
  ['one by reference', '![a chart][c]\n\n[c]: https://y.example/a.png', '<p><a href="https://y.example/a.png">a chart</a></p>'],
  ['one in a table', '| a |\n| - |\n| ![b](http://y.example/b) |', '<a href="http://y.example/b">b</a>'],
  ["a picture of the content's own", '![a](/images/a.png)', '<p><img src="/base/images/a.png" alt="a"></p>'],
  ['one by its whole address', '![a](https://x.example/base/images/a.png)', '<p><img src="https://x.example/base/images/a.png" alt="a"></p>'],
])('linkPictures() makes of %s what asks no other host', (_, text, expected) => {
  expect(html(text)).toContain(expected)
})
