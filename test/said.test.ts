import { expect, test } from 'vitest'
import { markedLines } from '../src/marked-lines.ts'
import { parseMdx } from '../src/mdx.ts'
import { toHtml } from '../src/render/html.ts'
import { frameOf } from '../src/render/frame-of.ts'
import { otherPages } from '../src/render/other-pages.ts'
import { saidOf } from '../src/render/said.ts'
import { siteSchema } from '../src/model/site.ts'

const now = new Date('2026-10-06T09:00:00Z')
const said = (text: string) => markedLines(parseMdx(text)).map(({ line }) => saidOf(line, { tiers: ['gold'], now }))

test.each([
  ['a line', '* **a** *b* [c](/d/) `e`[^1] <Clients>f</Clients> **g** {/* ex/p#1 */}\n\n[^1]: h', '<p><strong>a</strong> <em>b</em> <a href="/d/">c</a> <code>e</code> <strong>g</strong></p>'],
  ['lines of one paragraph', '**a**  \n*b* {/* ex/p#1 */}', '<p><strong>a</strong><br>\n<em>b</em></p>'],
  ['words before another marker', '*a* *b* {/* ex/p#1 */} *c* *d* {/* ex/p#2 */}', '<p><em>a</em> <em>b</em></p>'],
  ['a heading', '## *a* *b* {/* ex/p#1 */}', '<p><em>a</em> <em>b</em></p>'],
  ['a row', '| a *b* | <Clients>c</Clients> | d {/* ex/p#1 */} |\n| - | - | - |', '<p>a <em>b</em> · d</p>'],
  ['several items', '* a\n* b\n\n{/* ex/p#1 */}', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>'],
  ['several paragraphs', '> a\n>\n> b\n\n{/* ex/p#1 */}', '<p>a</p>\n<p>b</p>'],
  ['several rows', '| a |\n| - |\n| b |\n\n{/* ex/p#1 */}', '<table tabindex="0">\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>'],
])('saidOf() gives of %s what everyone gets of it, as it would stand by itself', (_, text, expected) => {
  expect(said(text).map((tree) => toHtml(tree, { base: '' }))[0]).toBe(expected)
}) // prettier-ignore

test('a picture from elsewhere is a link on the page of a story and of a topic too', () => {
  const site = siteSchema.parse({ title: 'T', url: 'https://x.example', author: { name: 'Ada', email: 'ada@example.org' } })
  const frame = frameOf({ site, records: ['2026-Q3'], clients: new Map() }, { pages: [], now })
  const digest = { id: '2026-Q3', title: 'D', date: '2026-10-05', path: '/2026-Q3/' }
  const one = { digest, place: 0, title: 't', state: undefined }
  const stories = ['1', '2', '3'].map((id) => ({
    path: `/stories/${id}/`,
    others: [],
    id,
    title: 't',
    state: undefined,
    links: [],
    area: 'net',
    steps: [],
    told: said('* a ![b](https://y.example/c.png) {/* ex/p#1 */}').map((tree) => ({ ...one, said: tree })),
  }))
  const pages = otherPages(frame, { editions: [], stories, supporters: [], figure: undefined })
  const html = (path: string): string => JSON.stringify(pages.find((page) => page.path === path)?.data)
  for (const path of ['/stories/1/', '/topics/net/'])
    expect([path, html(path).includes('<p>a <a href=\\"https://y.example/c.png\\">b</a></p>'), html(path).includes('<img')]).toEqual([
      path,
      true,
      false,
    ])
})
