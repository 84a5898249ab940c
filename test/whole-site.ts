import { benchDigest } from '../scripts/bench-digest.ts'

const publication = (title: string, rest: string, text: string): string =>
  `---\ntitle: ${JSON.stringify(title)}\nsummary: "What ${title} is about, in a sentence."\nstatus: ready\n${rest}\n---\n\n${text}\n`

type Given = { id: string; title: string; at: string; kind?: string; paths?: string[]; transitions?: object[]; message?: string }

function record(digest: string, window: { since: string; until: string }, items: readonly (Given & { followed?: object })[]): string {
  return JSON.stringify({
    digest,
    ...window,
    sources: [
      {
        id: 'ex/p',
        kind: 'github',
        complete: true,
        returned: 120,
        kept: items.length,
        dropped: { 'outside the paths': 120 - items.length },
        requests: 4,
        problems: [],
      },
    ],
    stories: items.map(({ followed, ...item }, index) => ({
      id: item.id,
      rank: index + 1,
      score: 1,
      reasons: [],
      section: 'landed',
      title: item.title,
      state: item.kind === 'proposal' ? 'accepted 8 May' : 'landed',
      refs: [item.id],
      items: [{ kind: 'change', url: `https://x.example/${item.id.replace('#', '/')}`, ...item }],
      ...(followed && { followed }),
    })),
  })
}

const PROPOSAL = { id: 'ex/p#7', kind: 'proposal', title: 'proposal: crypto/tls: encrypted client hello', at: '2026-01-20T00:00:00Z' }
const STEPS = [
  { at: '2026-02-01T00:00:00Z', to: 'active' },
  { at: '2026-05-08T00:00:00Z', to: 'accepted' },
]
const changes = (from: number, month: string): Given[] =>
  Array.from({ length: 9 }, (_, index) => ({
    id: `ex/p#${from + index}`,
    title: `${['crypto/tls', 'crypto/x509', 'net/http'][index % 3]}: change ${from + index}`,
    at: `2026-${month}-${String(index * 3 + 1).padStart(2, '0')}T00:00:00Z`,
    paths: [`src/${['crypto/tls', 'crypto/x509', 'net/http'][index % 3]}/a.go`],
    ...(index === 4 && { message: 'Fixes CVE-2026-9000' }),
  }))
const lines = (items: readonly Given[]): string =>
  items.map(({ id, title }) => `* **${title}** is told [here](https://x.example/). {/* ${id} */}`).join('\n')

const NAME = 'example.org/x/crypto/internal/withaverylongname/AndAnExportedIdentifierThatNeverEnds'

const EVERYTHING = `## A table and code

| name | value |
| :--- | ---: |
| a | 1 |

\`\`\`go
func main() { println("x") } // why
\`\`\`

\`\`\`diff
- old
+ new
\`\`\`

| ${'wide | '.repeat(12)}
| ${'--- | '.repeat(12)}
| ${'`unbreakable.name` | '.repeat(12)}

> A quotation with a [link](/about/), \`code\`, <kbd>Ctrl</kbd>, x<sup>2</sup>, <mark>marked</mark> and ~~struck~~ words.[^note]

1. one
   * nested
2. two

- [x] done
- [ ] open

### Deeper

![A picture of nothing](/images/dot.png)

#### Deeper still

***

[^note]: A footnote with a [link](https://x.example/).
`

/** A generated digest without frontmatter, passages for clients and markers. */
function textOf(number: number): string {
  return benchDigest(number).replace(/^---[\s\S]*?\n---\n|<Clients[\s\S]*?<\/Clients>\n\n| \{\/\*.*?\*\/\}/g, '')
}

const DOT = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** A content folder with every kind of page: digests that follow a proposal, a notice, a post, pages of its own, supporters, and a digest of 1,500 words. */
export const WHOLE_SITE: Record<string, string | Buffer> = {
  'site.yaml': `title: The Test Quarterly
description: What happened, and what to do about it.
url: https://digest.example.org/base
author: { name: Ada Example, email: ada@example.org }
tiers: [silver, gold]
`,
  'sources.yaml': 'sources: []\n',
  'clients/acme.yaml': 'name: Acme Corp\ntier: gold\nsince: 2020-01-01\ncredit: true\n',
  'images/dot.png': DOT,
  'pages/about.mdx': '---\ntitle: About\nsummary: Who writes this.\n---\n\nWritten by Ada.\n\n<Publications limit={3} />\n',
  'posts/why.mdx': publication('Why', 'date: 2026-09-01', EVERYTHING),
  // A technical name that is longer than a line, in title, summary and text.
  'posts/long.mdx': publication(
    `What ${NAME} was for`,
    'date: 2026-09-02',
    `## ${NAME}\n\nSee [${NAME}](https://x.example/) and \`${NAME}\`.\n\n| name | meaning |\n| --- | --- |\n| \`${NAME}\` | A name with a meaning of many words, which would be cut. |`,
  ),
  'notices/GO-2026-0001.mdx': publication('CVE-2026-9000 in crypto/tls', 'date: 2026-08-01', 'Upgrade.\n\n## Who is affected\n\nAll.'),
  'errata/2026-Q3.r1.mdx':
    '---\ndate: 2026-10-12\n---\n\nThe day of `crypto/tls` was **wrong**; see the [issue](https://x.example/1).\n\n| was | is |\n| --- | --- |\n| 1 May | 8 May |\n',
  'digests/2026-Q1.mdx': publication(
    'First quarter',
    'date: 2026-04-05',
    `${lines([PROPOSAL, ...changes(10, '02')])}\n\n<Clients>Private advice that nobody else reads.</Clients>`,
  ),
  'items/2026-Q1.json': record('2026-Q1', { since: '2026-01-01T00:00:00Z', until: '2026-04-01T00:00:00Z' }, [
    { ...PROPOSAL, transitions: STEPS.slice(0, 1) },
    ...changes(10, '02'),
  ]),
  'digests/2026-Q2.mdx': publication(
    'Second quarter',
    'date: 2026-07-05',
    `## Executive summary\n\nMuch.\n\n## Landed\n\n${lines([PROPOSAL, ...changes(30, '05')])}\n\n${EVERYTHING}`,
  ),
  'items/2026-Q2.json': record('2026-Q2', { since: '2026-04-01T00:00:00Z', until: '2026-07-01T00:00:00Z' }, [
    { ...PROPOSAL, transitions: STEPS, followed: { digest: '2026-Q1', state: 'active', moved: true } },
    ...changes(30, '05'),
  ]),
  // As long as the digest whose weight is held: 1,500 words.
  'digests/2026-Q3.mdx': publication('Third quarter', 'date: 2026-10-05', `${textOf(1)}\n\n${textOf(2).split('\n').slice(0, 40).join('\n')}`),
  'items/2026-Q3.json': record('2026-Q3', { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' }, changes(50, '08')),
}
