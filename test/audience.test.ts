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
  test('a list of which nothing is left parts the items of its neighbour, as it does once its words are deleted by hand', () => {
    const text = '- w1\n\n<Clients>\n\nw2\n\n</Clients>\n\n- <Clients>w3</Clients>\n'
    expect(html(text, PUBLIC)).toBe(html('- w1\n\n\n\n- \n', PUBLIC))
    expect(html(text, PUBLIC).replaceAll('\n', '')).toBe('<ul><li><p>w1</p></li></ul>')
    expect(html('- <Clients>w1</Clients>\n', PUBLIC)).toBe('')
  })

  test('lists that one of which nothing is left stood between stay two when what was cut is cut again', () => {
    const once = cut('+ w1\n+ w2\n\n* <Clients>w3</Clients>\n\n+ w4\n', PUBLIC)
    expect(once.children.length).toBe(2)
    expect(cutFor(PUBLIC, once, { tiers: TIERS, now: NOW })).toEqual(once)
  })

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
    ["<Clients tier='gold'>secret</Clients>", 'gold platinum acme other'],
    ['a <Clients\n  tier="gold">secret</Clients >', 'gold platinum acme other'],
    ['<Clients tier="g&#111;ld">secret</Clients>', 'gold platinum acme other'],
    ['Heading <Clients>secret</Clients>\n===', clients],
    ['> <Clients>a\nsecret</Clients>', clients],
    ['<Clients>\r\n\r\nsecret\r\n\r\n</Clients>', clients],
    ['<Clients>\n\n\tsecret\n\n</Clients>', clients],
    ['a\u2028<Clients>secret</Clients>', clients],
    ['https://x.example/<Clients>secret</Clients>', clients],
    ['<Clients>{/* c */}secret</Clients>{/* c */}', clients],
    ['<Clients only="nobody">secret</Clients>', ''],
    ['<Clients only="acme"><Clients tier="platinum">secret</Clients></Clients>', ''],
    ['a[^1]\n\n<Clients>\n\n[^1]: secret\n\n</Clients>', clients],
    ['[a][b]\n\n* c\n\n  <Clients>\n\n  [b]: https://x.example/secret\n\n  </Clients>', clients],
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
    '`<Clients>x</Clients>`',
    '```\n<clients>x</clients>\n```',
    '```<Public>\nx\n```',
    '![<Clients>x</Clients>](https://x.example)',
    '![a][<Clients>]\n\n[<Clients>]: https://x.example',
    '[a](https://x.example "<Clients>x</Clients>")',
    '![a](https://x.example "<Clients>x</Clients>")',
    '[a][<Clients>x</Clients>]\n\n[<Clients>x</Clients>]: https://x.example',
    'a[^<Public>]\n\n[^<Public>]: b',
    'https://x.example/a{/* note */} b',
    '<Clients/> x',
    '<Clients> </Clients> x',
    '<Clients>\n\n</Clients>\n\nx',
    '<client-only>x</client-only>',
    '<Clients.Gold>x</Clients.Gold>',
    '<Clients:gold>x</Clients:gold>',
    '<Clients tier="">x</Clients>',
    '<Clients until="2026-10-01" until="2027-10-01">x</Clients>',
    '<Clients><b class="y">x</b></Clients>',
    '<Clients only="acme">`<Clients>`</Clients>',
    '<Clients tier=" gold">x</Clients>',
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

  test.each([
    ['a  \n<Clients>x</Clients>\n', '<p>a</p>'],
    ['<Clients>x</Clients>  \nb\n', '<p>b</p>'],
    ['a  \n<Clients>x</Clients>  \nb\n', '<p>a<br>\nb</p>'],
    ['a\n<Clients>x</Clients>\nb\n', '<p>a\nb</p>'],
    ['* a\n\n<Clients>x</Clients>\n\n* b\n', '<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>'],
    ['* a\n\n- b\n\n<Clients>x</Clients>\n', '<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>'],
    ['1. a\n\n<Clients until="2026-10-01">\n\n1. b\n\n</Clients>\n', '<ol>\n<li>a</li>\n</ol>\n<ol>\n<li>b</li>\n</ol>'],
    ['* a\n  * b\n\n  <Clients>x</Clients>\n* c\n', '<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>'],
    [
      '<Clients until="2026-10-01">\n\n* a\n\n</Clients>\n\n<Clients until="2026-10-01">\n\n* b\n\n</Clients>\n',
      '<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>',
    ],
    ['* a\n\n  > b\n\n  <Clients>x</Clients>\n', '<ul>\n<li>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</li>\n</ul>'],
    ['a[^1]\n\n[^1]: <Clients>x</Clients>\n', '<p>a</p>'],
    ['> [^1]\n\na ![b][c] [d][c]\n\n<Clients>\n\n[^1]: x\n\n[c]: https://x.example\n\n</Clients>\n', '<p>a b d</p>'],
  ])('of %j the public gets %j', (text, expected) => {
    expect(html(text, PUBLIC)).toBe(expected)
  })

  test('a control character reaches no edition', () => {
    expect(html('a\u0001b `c\u001bd`\n', PUBLIC)).toBe('<p>ab <code>cd</code></p>')
  })

  test.each(['heading', 'paragraph'] as const)('refuses a %s in which the parser has put a block: nobody can be sure where a mark ends', (type) => {
    const tree = parseMdx(type === 'heading' ? '## a\n' : 'a\n')
    const [line] = tree.children
    Object.assign(line ?? {}, { children: [{ type: 'blockquote', children: [] }] })
    expect(() => cutFor(PUBLIC, tree, { tiers: TIERS, now: NOW })).toThrow('a block inside a line')
  })

  test('refuses a mark in a line in which the parser has put a block', () => {
    const tree = parseMdx('a <Clients>b</Clients>\n')
    const [line] = tree.children
    const mark = line && 'children' in line ? line.children[1] : undefined
    Object.assign(mark ?? {}, { children: [{ type: 'blockquote', children: [{ type: 'text', value: 'x' }] }] })
    expect(() => cutFor(PUBLIC, tree, { tiers: TIERS, now: NOW })).toThrow('a block inside a line')
  })

  test('definitions that nobody is led to are not in the tree, nor those that such ones lead to', () => {
    const text = 'a\n\n[^1]: b [^2] [c][d]\n\n[^2]: e [^1]\n\n[d]: https://x.example\n'
    expect(cut(text, PUBLIC).children.map((node) => node.type)).toEqual(['paragraph'])
    expect(cut(text.replace('a', 'a[^2]'), PUBLIC).children).toHaveLength(4)
  })

  test('an empty row falls away, and a table of which nothing is left', () => {
    const text = '| <Clients>a</Clients> |\n| - |\n| <Clients>b</Clients> |\n| c |\n\n| <Clients>d</Clients> |\n| - |\n| <Clients>e</Clients> |\n'
    expect(html(text, PUBLIC).match(/<tr|<table/g)).toEqual(['<table', '<tr', '<tr'])
    expect(html(text, AUDIENCES['gold'] ?? PUBLIC).match(/<tr|<table/g)).toEqual(['<table', '<tr', '<tr', '<tr', '<table', '<tr', '<tr'])
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
