import { expect, test } from 'vitest'
import { pageOf } from './client-page.ts'

const linksIn = (page: string): string => /<section class="links">(.*?)<\/section>/s.exec(page)?.[1] ?? ''

test('a page says in its styles what its running head holds, the site too where its title does not', () => {
  expect(pageOf('x')).toContain(':root { --page-title: "The Quarterly: A title"; --page-source: "For clients of Ada"; }')
  expect(pageOf('x', 'The Quarterly, Q3')).toContain('--page-title: "The Quarterly, Q3";')
  expect(pageOf('x', 'a"}</style>\\ Zoë’s')).toContain('--page-title: "The Quarterly: a\\22 \\7d \\3c \\2f style\\3e \\5c  Zoë\\2019 s";')
})

test('a page notes each address once, in order, and gathers those whose number its link says', () => {
  const page = pageOf(
    'A [first](https://a.example/x), a [second](http://b.example/), the [first again](https://a.example/x), [#12](https://hub.example/pull/12), [issue 3](https://hub.example/issues/3), [#4](https://hub.example/pull/4), [#12](https://hub.example/pull/12), [#7](https://hub.example/pull/17), [down](#far), [mail](mailto:a@b.example).',
  )
  expect([...page.matchAll(/ data-note="(\d+)">([^<]*)</g)].map((match) => `${match[2]} ${match[1]}`)).toEqual([
    'first 1',
    'second 2',
    'first again 1',
    '#7 3',
  ])
  expect(linksIn(page)).toBe(
    '<h2>Links</h2><ol><li>a.example/x</li><li>b.example/</li><li>hub.example/pull/17</li></ol><ul><li>hub.example/pull/… <b>4, 12</b></li><li>hub.example/issues/… <b>3</b></li></ul>',
  )
})

test('a page without links elsewhere has no notes, and one may have either kind alone', () => {
  expect(pageOf('[down](#far) and words')).not.toContain('class="links"')
  expect(linksIn(pageOf('[a](https://a.example/)'))).not.toContain('<ul>')
  expect(linksIn(pageOf('[#1](https://a.example/1)'))).not.toContain('<ol>')
})

test('an address is only text among the notes', () => {
  expect(linksIn(pageOf('[a](https://a.example/?q=\\<script>&x=y)'))).toContain('?q=%3Cscript%3E&#x26;x=y')
})
