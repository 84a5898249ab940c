import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { plan } from '../src/deliver/plan.ts'
import { readContent } from '../src/content.ts'
import { type Document, readDocument, readErratum } from '../src/document.ts'
import { addressedIn, type RenderedVariant, renderVariant } from '../src/render/variant.ts'
import { ROOT } from './scratch.ts'

const NOW = new Date('2026-10-06T09:00:00Z')
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=='
export const GLANCE = {
  picture: { filename: 'at-a-glance.png', content: PIXEL, content_type: 'image/png' as const, content_id: 'at-a-glance@drawn.legible' },
  alt: 'The quarter at a glance: 14 changes landed, 3 of them fixes of vulnerabilities.',
}

/** What Markdown and the tags of a digest can do to a mail, beside what the fixtures and the sample hold. */
const LAYOUT = `Text before any heading, an address https://example.org/${'very'.repeat(20)}long, and <mark>marked words with a [link](https://example.org/m)</mark>.

### Third level

#### Fourth level

H<sub>2</sub>O, x<sup>2</sup>, <small>small</small>, <abbr>HTML</abbr>, <b>b</b>, <i>i</i>, <s>s</s>, **[bold link](https://example.org/b)**.

> Quoted.
>
> > Twice, with \`code\`.
>
> * a list

1. One

   Its second paragraph.

   \`\`\`python
   def f(x):
   	return "a  b"
   \`\`\`

2. Two
   * a
     * b

* [ ] to do
* [x] done

## Second level

\`\`\`sh
curl --request POST --header 'Content-Type: application/json' --data '{"a": "b", "c": "d"}' https://example.org/api/v1/things/and/more
\`\`\`

| Right | Center | Left | A column with a long name |
| ----: | :----: | :--- | ------------------------- |
| 1 | \`code\` | [link](https://example.org/y) | words |

![A picture of ours](/images/ours.png) ![One from elsewhere](https://example.org/picture.jpg)

---

A line.[^a] Another,[^b] and the first again.[^a]

[^a]: Note a.
[^b]: Note b.

    With two paragraphs and a [link](https://example.org/n).
`

/** A mail, and what it is of. */
export type Mail = RenderedVariant & { of: string }

/** Mails of every kind: all variants of the sample, the fixtures, and one of each thing that changes their layout. */
export async function mails(): Promise<Mail[]> {
  const content = await readContent(join(ROOT, 'content'), { now: new Date() })
  const sample = content.documents.find((one) => one.id === '2026-Q3')
  if (!sample) throw new Error('no sample')
  const { planned } = plan(content.clients, { day: '2026-10-06', addressed: addressedIn(sample) })
  const options = { content, now: NOW, styles: '' }
  const fixtures = readdirSync(join(ROOT, 'test/fixtures')).map((name) => [
    name,
    readFileSync(join(ROOT, 'test/fixtures', name, 'input.mdx'), 'utf8'),
  ])
  const own = [...fixtures, ['layout', `---\ntitle: T\nstatus: ready\ndate: 2026-10-05\n---\n\n${LAYOUT}`]]
  const ours = { ...GLANCE.picture, filename: 'ours.png', content_id: 'ours.png@legible' }
  return [
    ...[...new Set(planned.map((one) => one.variant))].map((name) => ({
      of: `sample, ${name}`,
      ...renderVariant(sample, { name }, { ...options, links: true, glance: GLANCE }),
    })),
    ...own.map(([of = '', text = '']) => {
      const document = readDocument(text, { kind: 'digests', id: '2026-Q3', file: `${of}.mdx` })
      if (!('tree' in document)) throw new Error(document.message)
      return { of, ...renderVariant(document, { name: 'client-acme' }, { ...options, pictures: [ours] }) }
    }),
    ...[correctionOf(sample)].map((document) => ({
      of: 'a correction',
      ...renderVariant(document, { name: 'correction-client-acme', tier: 'gold', corrects: 'r1' }, { ...options, links: true }),
    })),
  ]
}

/** A document with an erratum of which everything stands in it that one may hold. */
function correctionOf(document: Document): Document {
  const text =
    '---\ndate: 2026-10-12\n---\n\nIt was **wrong**: see [there](https://example.org/w).\n\n* `a`\n* b\n\n| was | is |\n| --- | --- |\n| 1 | 2 |\n\n> Quoted.\n\n```go\nfunc a() {}\n```\n'
  const erratum = readErratum({ revision: 'r1', file: 'errata/2026-Q3.r1.mdx', text })
  if (!('tree' in erratum)) throw new Error(erratum.message)
  return { ...document, errata: [erratum] }
}

/** A start tag of printed HTML. */
export type Tag = { name: string; attributes: Record<string, string>; style: readonly [property: string, value: string][] }

/** The start tags of HTML as `printHtml` writes it, in order. */
export function tagsOf(html: string): Tag[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)>/g)].map(([, name = '', rest = '']) => {
    const attributes = Object.fromEntries([...rest.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [key, decoded(value)]))
    return { name, attributes, style: declarationsOf(attributes['style'] ?? '') }
  })
}

/** Declarations of an inline style or the inside of a rule. */
export function declarationsOf(css: string): [string, string][] {
  return css
    .split(';')
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => [one.slice(0, one.indexOf(':')).trim(), one.slice(one.indexOf(':') + 1).trim()])
}

/** Text of HTML, its characters as they are read. */
export function decoded(html: string): string {
  return html.replace(/<[^>]*>/g, '').replace(/&#x([0-9A-F]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
}
