import fc from 'fast-check'
import { toString } from 'mdast-util-to-string'
import { describe, expect, test } from 'vitest'
import { parseMdx } from '../src/mdx.ts'
import type { Audience } from '../src/model/audience.ts'
import { cutFor } from '../src/render/audience.ts'
import { toHtml } from '../src/render/html.ts'
import { toText } from '../src/render/text.ts'

const TIERS = ['silver', 'gold', 'platinum']
const NOW = new Date('2026-10-06T09:00:00Z')
const PUBLIC: Audience = { edition: 'public' }
const AUDIENCES: Record<string, Audience> = {
  public: PUBLIC,
  silver: { edition: 'clients', tier: 'silver' },
  gold: { edition: 'clients', tier: 'gold' },
  platinum: { edition: 'clients', tier: 'platinum' },
  acme: { edition: 'clients', tier: 'gold', client: 'acme' },
  other: { edition: 'clients', tier: 'gold', client: 'other' },
}

const cut = (text: string, audience: Audience, now = NOW) => cutFor(audience, parseMdx(text), { tiers: TIERS, now })
const html = (text: string, audience: Audience, now = NOW): string => toHtml(cut(text, audience, now), { base: '' })
const readers = (text: string, now = NOW): string =>
  Object.entries(AUDIENCES)
    .filter(([, audience]) => html(text, audience, now).includes('secret'))
    .map(([name]) => name)
    .join(' ')

describe('cutFor()', () => {
  const clients = 'silver gold platinum acme other'
  test.each([
    ['<Clients>secret</Clients>', clients],
    ['<Clients>\n\nsecret\n\n</Clients>', clients],
    ['<Clients tier="silver">secret</Clients>', clients],
    ['<Clients tier="gold">secret</Clients>', 'gold platinum acme other'],
    ['<Clients tier="platinum">secret</Clients>', 'platinum'],
    ['<Clients only="acme">secret</Clients>', 'acme'],
    ['<Public>secret</Public>', 'public'],
    ['<Clients until="2026-10-07">secret</Clients>', clients],
    ['<Clients until="2026-10-06">secret</Clients>', `public ${clients}`],
    ['<Clients tier="platinum" until="2026-10-07">secret</Clients>', 'platinum'],
    ['<Clients tier="platinum" until="2026-10-06">secret</Clients>', `public ${clients}`],
    ['<Clients only="acme" until="2026-10-07">secret</Clients>', 'acme'],
    ['<Clients tier="gold"><Clients tier="platinum">secret</Clients></Clients>', 'platinum'],
    ['<Clients tier="platinum"><Clients tier="silver">secret</Clients></Clients>', 'platinum'],
    ['<Clients tier="silver"><Clients only="acme">secret</Clients></Clients>', 'acme'],
    ['<Clients until="2026-10-01"><Clients tier="gold">secret</Clients></Clients>', 'gold platinum acme other'],
    ['text <Clients tier="gold">**secret**</Clients> text', 'gold platinum acme other'],
    ['* a\n* <Clients tier="gold">secret</Clients>\n* b', 'gold platinum acme other'],
    ['* a\n\n  <Clients tier="gold">\n\n  * secret\n\n  </Clients>', 'gold platinum acme other'],
    ['| a | b |\n| - | - |\n| x | <Clients tier="gold">secret</Clients> |', 'gold platinum acme other'],
    ['## <Clients tier="gold">secret</Clients>', 'gold platinum acme other'],
    ['> <Clients tier="gold">secret</Clients>', 'gold platinum acme other'],
    ['a[^1]\n\n[^1]: note <Clients tier="gold">secret</Clients>', 'gold platinum acme other'],
    ['<Clients tier="gold">a[^1]</Clients>\n\n[^1]: secret', 'gold platinum acme other'],
    ['<Clients tier="gold">\n\n| a |\n| - |\n| secret |\n\n</Clients>', 'gold platinum acme other'],
    ['<Clients tier="gold">\n\n```\nsecret\n```\n\n</Clients>', 'gold platinum acme other'],
    ['<Clients tier="gold">![secret](https://x.example/secret.png)</Clients>', 'gold platinum acme other'],
    ['<Clients tier="gold">[x][y]</Clients> a\n\n[y]: https://x.example/secret', 'gold platinum acme other'],
    ['<b><Clients tier="gold">secret</Clients></b>', 'gold platinum acme other'],
    ['{/* secret */} a', ''],
    ['a {/* secret */}', ''],
    ['---\ntitle: secret\n---\n\na', ''],
    ['[unused]: https://x.example/secret', ''],
    ['a\n\n[^unused]: secret', ''],
    ['a\n\n[^1]: secret [^2]\n\n[^2]: secret [^1]', ''],
  ])('%j reaches %s', (text, expected) => {
    expect(readers(`${text}\n`)).toBe(expected)
  })

  test.each([
    '<clients>x</clients>',
    '<Client>x</Client>',
    '<CLIENTS>x</CLIENTS>',
    '<Clients tier="bronze">x</Clients>',
    '<Clients level="gold">x</Clients>',
    '<Clients tier={"gold"}>x</Clients>',
    '<Clients {...x}>x</Clients>',
    '<Clients tier>x</Clients>',
    '<Clients tier="gold" only="acme">x</Clients>',
    '<Clients tier="gold" tier="silver">x</Clients>',
    '<Clients until="tomorrow">x</Clients>',
    '<Clients until="2026-13-01">x</Clients>',
    '<Public>\n\n<Clients>x</Clients>\n\n</Public>',
    '<Clients>\n\n<Public>x</Public>\n\n</Clients>',
    '<Public tier="gold">x</Public>',
    '<Clients><Clients><Public>x</Public></Clients></Clients>',
    '{1}',
    'a {process.env.HOME} b',
    '{}',
    'import x from "y"',
    'export const a = 1',
    '{/* a */ x /* b */}',
    '<div>x</div>',
    '<b class="x">x</b>',
    '<script>x</script>',
    '<a href="x">x</a>',
    '<></>',
    '<a.b>x</a.b>',
    '<Clients tier="bronze"><b>x</b></Clients>',
    '+++\ntitle = "x"\n+++',
  ])('refuses %j for every audience', (text) => {
    for (const audience of Object.values(AUDIENCES)) expect(() => cut(`${text}\n`, audience)).toThrow('Cannot cut a document')
  })

  test('leaves nothing behind where a passage was cut', () => {
    const text =
      'a <Clients>x</Clients> b {/* note */} c {/* go/cl/1 */}\n\n<Clients>alone</Clients>\n\n* one\n* <Clients>two</Clients>\n\n## <Clients>three</Clients>\n\n> <Clients>four</Clients>\n'
    expect(html(text, PUBLIC)).toBe('<p>a b c</p>\n<ul>\n<li>one</li>\n</ul>')
  })

  test('cutting a passage and deleting it by hand come to the same', () => {
    const text =
      '* one\n* <Clients>two</Clients>\n\n| a |\n| - |\n| <Clients>three</Clients> |\n| b |\n\n[<Clients>four</Clients>](https://x.example) x <b><Clients>five</Clients></b><br/>y\n\na <Clients>six</Clients>, b\n'
    expect(html(text, PUBLIC)).toBe(html(text.replace(/<Clients>.*?<\/Clients>/g, ''), PUBLIC))
    expect(html(text, PUBLIC)).toContain('<br>')
  })

  test('a control character reaches no edition', () => {
    expect(html('a\u0001b `c\u001bd`\n', PUBLIC)).toBe('<p>ab <code>cd</code></p>')
  })

  test('does not change the tree that it cuts', () => {
    const tree = parseMdx('a <Clients>x</Clients>\n\n[^1]: y\n')
    const before = JSON.stringify(tree)
    cutFor(PUBLIC, tree, { tiers: TIERS, now: NOW })
    expect(JSON.stringify(tree)).toBe(before)
  })

  test('a passage below a line is a paragraph of its own for those who read it, and the list stays tight for the others', () => {
    const text = '* a\n  <Clients only="acme">\n  for you\n  </Clients>\n* b\n'
    expect(html(text, AUDIENCES['acme'] ?? PUBLIC).replaceAll('\n', '')).toBe('<ul><li><p>a</p><p>for you</p></li><li><p>b</p></li></ul>')
    expect(html(text, PUBLIC).replaceAll('\n', '')).toBe('<ul><li>a</li><li>b</li></ul>')
    expect(toText(cut(text, AUDIENCES['acme'] ?? PUBLIC), { base: '' })).toBe('* a\n\n  for you\n\n* b\n')
  })

  test('a drafted line with its comments is a tight line', () => {
    expect(html('* a {/* go/cl/1 */}\n  {/*\n    evidence\n\n    more\n    */}\n* b {/* go/cl/2 */}\n', PUBLIC)).toBe(
      '<ul>\n<li>a</li>\n<li>b</li>\n</ul>',
    )
  })

  test('footnotes are numbered after the cut', () => {
    const text = 'a<Clients>[^p]</Clients> b[^q]\n\n[^p]: private\n\n[^q]: public\n'
    expect(html(text, PUBLIC)).toContain(
      '<sup><a href="#user-content-fn-q" id="user-content-fnref-q" data-footnote-ref aria-describedby="footnote-label">1</a></sup>',
    )
    expect(html(text, PUBLIC)).not.toContain('private')
  })
})

describe('cutFor(), whatever the document', () => {
  /** A document as pieces of which each knows who may read it: words are "w" and a number, so that they can be looked for. */
  type Piece = { text: string; words: { word: string; tier: number }[] }
  let serial = 0
  const word = (tier: number): Piece => {
    const name = `w${++serial}w`
    return { text: name, words: [{ word: name, tier }] }
  }
  const join = (pieces: readonly Piece[], between: string): Piece => ({
    text: pieces.map((piece) => piece.text).join(between),
    words: pieces.flatMap((piece) => piece.words),
  })
  const wrapped = (piece: Piece, before: string, after: string): Piece => ({ ...piece, text: `${before}${piece.text}${after}` })
  const mark = (tier: number): string => (tier === 0 ? '<Clients>' : `<Clients tier="${TIERS[tier - 1]}">`)

  const inline = (tier: number, depth: number): fc.Arbitrary<Piece> =>
    fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constant(null).map(() => word(tier)),
      ...(depth > 2
        ? []
        : [
            fc
              .integer({ min: 0, max: 3 })
              .chain((inner) => inline(Math.max(tier, inner, 0), depth + 1).map((piece) => wrapped(piece, mark(inner), '</Clients>')))
              .filter(() => true),
            inline(tier, depth + 1).map((piece) => wrapped(piece, '**', '**')),
            inline(tier, depth + 1).map((piece) => wrapped(piece, '<b>', '</b>')),
            fc.array(inline(tier, depth + 1), { minLength: 1, maxLength: 3 }).map((pieces) => join(pieces, ' ')),
          ]),
    )
  const block = (tier: number, depth: number): fc.Arbitrary<Piece> =>
    fc.oneof(
      inline(tier, 0),
      inline(tier, 0).map((piece) => wrapped(piece, '## ', '')),
      inline(tier, 0).map((piece) => wrapped(piece, '> ', '')),
      fc.array(inline(tier, 0), { minLength: 1, maxLength: 3 }).map((pieces) => wrapped(join(pieces, '\n* '), '* ', '')),
      fc.array(inline(tier, 0), { minLength: 1, maxLength: 3 }).map((pieces) => wrapped(join(pieces, ' |\n| '), '| a |\n| - |\n| ', ' |')),
      ...(depth > 1
        ? []
        : [
            fc
              .integer({ min: 0, max: 3 })
              .chain((inner) =>
                fc
                  .array(block(Math.max(tier, inner), depth + 1), { minLength: 1, maxLength: 3 })
                  .map((pieces) => wrapped(join(pieces, '\n\n'), `${mark(inner)}\n\n`, '\n\n</Clients>')),
              ),
          ]),
    )
  // Tier −1 is public, 0 every client, 1 silver and above, and so on.
  const documents = fc.array(block(-1, 0), { minLength: 1, maxLength: 4 }).map((pieces) => join(pieces, '\n\n'))

  test('every reader gets exactly the words that are meant for it, in page and text', () => {
    fc.assert(
      fc.property(documents, ({ text, words }) => {
        for (const [name, rank] of [
          ['public', -1],
          ['silver', 1],
          ['gold', 2],
          ['platinum', 3],
        ] as const) {
          const tree = cut(text, AUDIENCES[name] ?? PUBLIC)
          for (const rendering of [toString(tree), toHtml(tree, { base: '' }), toText(tree, { base: '' })]) {
            for (const one of words) expect([one.word, rendering.includes(one.word)]).toEqual([one.word, one.tier <= rank])
          }
        }
      }),
      { numRuns: 1000 },
    )
  })
})
