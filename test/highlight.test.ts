import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from './fast-check.ts'
import type { Element, Nodes } from 'hast'
import { h } from 'hastscript'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../src/document.ts'
import { siteSchema } from '../src/model/site.ts'
import { bodyOf, entryOf } from '../src/render/body.ts'
import { editionOf } from '../src/render/edition.ts'
import { toEmail } from '../src/render/email.ts'
import { grammarOf } from '../src/render/grammar-of.ts'
import { highlight } from '../src/render/highlight.ts'
import { printHtml } from '../src/render/html.ts'
import { renderVariant } from '../src/render/variant.ts'
import { ROOT } from './scratch.ts'

/** Every grammar that there is; those that are not ours leave code as it is. */
const GRAMMARS = readdirSync(join(ROOT, 'node_modules/refractor/lang'))
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.replace('.js', ''))
const OURS = GRAMMARS.filter((name) => grammarOf(name))

const code = (text: string, language: string): Element => h('code', { className: [`language-${language}`] }, text)
const html = (text: string, language: string): string => printHtml({ type: 'root', children: highlight(code(text, language)) })
const textOf = (nodes: readonly Nodes[]): string =>
  nodes.map((node) => ('children' in node ? textOf(node.children) : node.type === 'text' ? node.value : '')).join('')

/** Something of every language. */
const MIXED = `<!-- a --><a href="x" onclick="let a = 1" style="color: red">b &amp;</a><script>let a = /x[a-z]/g, b = \`t \${c + 1}\`</script>
<style>@media print { a:hover { color: #fff } }</style>
/* c */ // d
# e
-- f
; g
#include <a.h>
#define A(x) "y"
func function class return def if else import from 42 0x1f 1.5e3 true null nil 'c' "s\\n" """t""" @a $b %c :d <b key={i}>for</b>
{"a": 1, "b": null}
key: value
[section]
a = "b"
$ ls -la "x"
+ a
- b
@@ -1 +1 @@
SELECT * FROM a WHERE b = 'c'
FROM a AS b
MOV eax, 1
`

describe('highlight()', () => {
  test.each([
    ['go', 'if x == nil { // y\n', '<b>if</b> x == <span class="s">nil</span> { <i>// y</i>\n'],
    ['Go', 'return "a\\n" + 1', '<b>return</b> <span class="s">"a\\n"</span> + <span class="s">1</span>'],
    ['ts', 'const a = `b ${c} d`', '<b>const</b> a = <span class="s">`b </span>${c}<span class="s"> d`</span>'],
    ['html', '<p class="a">b</p>', '&#x3C;<b>p</b> class="<span class="s">a</span>">b&#x3C;/<b>p</b>>'],
    ['tsx', '<A b={c}>for</A>', '&#x3C;<b>A</b> b={c}>for&#x3C;/<b>A</b>>'],
    ['diff', ' a\n-b\n+c\n d\n', ' a\n<del>-b\n</del><ins>+c\n</ins> d\n'],
    ['console', '$ if true # a\nb', '$ <b>if</b> <span class="s">true</span> <i># a</i>\nb'],
    ['c', '#include <a.h>\n', '#<b>include</b> <span class="s">&#x3C;a.h></span>\n'],
  ])('tells what is what in %s: %j', (language, text, expected) => {
    expect(html(text, language)).toBe(expected)
  })

  test.each(['', 'none', 'text', 'markdown', 'constructor', '__proto__', '../go', 'go go'])('leaves code in "%s" as it is', (language) => {
    const element = code('if (true) "x"', language)
    expect(highlight(element)).toBe(element.children)
  })

  test('leaves what is no code of a fence as it is', () => {
    for (const element of [h('code', 'if'), h('code', { className: ['language-go'] }), h('code', { className: ['language-go'] }, h('b', 'if'))])
      expect(highlight(element)).toBe(element.children)
  })

  test('gives nodes of their own for code that it has seen', () => {
    const [first, second] = [highlight(code('return 1', 'go')), highlight(code('return 1', 'golang'))]
    expect(second).toEqual(first)
    for (const [index, node] of first.entries()) expect(second[index]).not.toBe(node)
  })

  test('knows some forty languages and finds something in each', () => {
    expect(OURS.length).toBeGreaterThan(38)
    expect(OURS.filter((language) => !/<(b|i|span|ins|del)\b/.test(html(MIXED, language)))).toEqual([])
  })

  test('keeps every character, in every language', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({ unit: fc.constantFrom(...'\'"`\\/*#<>{}()[]$%@=:;-+!?|&~^_.,0aE \t\n\r') }),
      fc.constantFrom(...MIXED.split(/(?<=\s)/)),
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
        fc.constantFrom(...OURS),
        (text, language) => {
          expect(textOf(highlight(code(text, language)))).toBe(text)
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('is done soon with code that was made to cost time, or to be looked into for ever', () => {
    const made = [
      '"`',
      "'`",
      '"\'',
      '*A',
      'a.',
      '<a ',
      '$_',
      '/*[',
      '/*"""',
      '--a',
      '#a',
      '#import ',
      '#a \\\n',
      '${`',
      '((',
      '[[',
      "'''a",
      '"""\\',
      '\n "',
    ]
    const slow: string[] = []
    for (const unit of made)
      for (const language of OURS) {
        const lines = unit.repeat(5000).replace(/.{998}/g, '$&\n')
        const text = lines.slice(0, Math.min(9_990, (600 / (unit.replace(/[^'"`]/g, '').length || 0.01)) * unit.length))
        const element = code(text, language)
        const began = performance.now()
        const shown = highlight(element)
        const took = performance.now() - began
        expect(shown).not.toBe(element.children)
        expect(textOf(shown)).toBe(text)
        if (took > 3000) slow.push(`${language} ${unit} ${took}`)
      }
    expect(slow).toEqual([])
  })

  test.each([
    ['of more than 10,000 characters', (more: string) => `${'if a {}\n'.repeat(1250)}${more}`],
    ['with a line of more than 1,000', (more: string) => `if a {\n${'a '.repeat(500)}${more}`],
    ['with more than 600 quotation marks', (more: string) => `if a {\n${'""\n'.repeat(300)}${more}`],
  ])('leaves code %s as it is', (_, make) => {
    expect(html(make(''), 'go')).toContain('<b>if</b> a')
    const element = code(make('"'), 'go')
    expect(highlight(element)).toBe(element.children)
  })

  test('gives the same whatever it saw before', () => {
    const program = `
      import { highlight } from './src/render/highlight.ts'
      const { before, names, text } = JSON.parse(process.argv[1])
      const shown = (name, value) => highlight({ type: 'element', tagName: 'code', properties: { className: ['language-' + name] }, children: [{ type: 'text', value }] })
      for (const name of before) shown(name, '')
      console.log(JSON.stringify(names.map((name) => [name, JSON.stringify(shown(name, text))])))`
    const run = (before: readonly string[], names: readonly string[]): Record<string, string> =>
      Object.fromEntries<string>(
        JSON.parse(
          execFileSync(process.execPath, ['--input-type=module', '--eval', program, JSON.stringify({ before, names, text: MIXED })], {
            cwd: ROOT,
            encoding: 'utf8',
          }),
        ),
      )
    const first = run([], OURS)
    expect(Object.keys(first)).toEqual(OURS)
    for (const other of [run([], OURS.toReversed()), run(OURS, OURS), run(OURS.toReversed(), OURS)]) expect(other).toEqual(first)
  })

  test('loads nothing before code asks for it', () => {
    const program = `
      import { registerHooks } from 'node:module'
      const loaded = []
      registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context) } })
      const { toHtml } = await import('./src/render/html.ts')
      const html = (lang) => toHtml({ type: 'root', children: [{ type: 'code', lang, value: 'if 1' }] }, { base: '', highlight: true })
      const seen = () => loaded.filter((url) => url.includes('/refractor/')).map((url) => url.split('/').pop())
      console.log(JSON.stringify([html(null), html('none'), seen(), html('go'), seen()]))`
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: ROOT, encoding: 'utf8' })
    expect(JSON.parse(said)).toEqual([
      '<pre><code>if 1\n</code></pre>',
      '<pre><code class="language-none">if 1\n</code></pre>',
      [],
      '<pre><code class="language-go"><b>if</b> <span class="s">1</span>\n</code></pre>',
      ['core.js', 'prism-core.js', 'go.js', 'clike.js'],
    ])
  })
})

describe('code of a digest', () => {
  const document = readDocument('---\ntitle: t\nsummary: s\nstatus: ready\ndate: 2026-10-01\n---\n\n`if 1`\n\n```go\nif 1\n```\n', {
    kind: 'digests',
    id: '2026-Q3',
    file: 'digests/2026-Q3.mdx',
  })
  if (!('tree' in document)) throw new Error(document.message)
  const now = new Date('2026-10-06T09:00:00Z')
  const edition = editionOf(document, { edition: 'public' }, { tiers: ['gold'], now })
  const [shown, plain] = ['<pre><code class="language-go"><b>if</b> <span class="s">1</span>\n', '<code class="language-go">if 1\n']
  const renderings = (more: { highlight?: boolean }) => {
    const site = siteSchema.parse({ title: 'T', url: 'https://d.example', author: { name: 'A', email: 'a@d.example' }, tiers: ['gold'], ...more })
    const content = { site, clients: new Map(), documents: [document], pages: [], faults: [], images: [], records: [], folder: '/' }
    return {
      body: bodyOf(edition, site).body,
      feed: entryOf(edition, site).content,
      ...renderVariant(document, { name: 'tier-gold' }, { content, now, styles: '' }),
    }
  }

  test('is highlighted on public pages and those of clients, plain in mail, feed and text', () => {
    const { body, page, feed, html: mail, text } = renderings({})
    for (const one of [body, page]) expect(one).toContain(shown)
    expect(feed).toContain(plain)
    expect(mail).not.toContain('<b>if')
    expect(text).not.toMatch(/[<>]/)
    expect(body).toContain('<code>if 1</code>')
    const frame = { site: 'T', url: 'https://d.example', language: 'en', note: 'n' }
    expect(toEmail(edition, { ...frame, highlight: true })).toBe(toEmail(edition, frame))
  })

  test('is plain everywhere where site.yaml says so', () => {
    const { body, page } = renderings({ highlight: false })
    for (const one of [body, page]) expect(one).toContain(plain)
  })
})

describe('the colours of code', () => {
  const css = readFileSync(join(ROOT, 'src/styles/site.css'), 'utf8')
  const pairOf = (value: string): [light: string, dark: string] => {
    const name = /^var\((--[a-z]+)\)$/.exec(value)?.[1]
    const [, light = '', dark = ''] =
      /^light-dark\((#[\da-f]{6}), (#[\da-f]{6})\)$/.exec(name ? (new RegExp(`${name}: (.*);`).exec(css)?.[1] ?? '') : value) ?? []
    return [light, dark]
  }
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\da-f]{2}/g) ?? []).map((part) => {
      const share = Number.parseInt(part, 16) / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }

  test('stand out from its background by 7:1, in light and dark', () => {
    const [, background = ''] = /\.text pre \{[^}]*background: ([^;]+);/.exec(css) ?? []
    const colours = [...css.matchAll(/\.text pre [^{]+\{ color: ([^;]+); \}/g)].map((match) => match[1] ?? '')
    expect(colours).toHaveLength(3)
    for (const colour of ['var(--ink)', ...colours])
      for (const theme of [0, 1] as const) {
        const [dark = 0, light = 0] = [pairOf(colour)[theme], pairOf(background)[theme]].map(luminance).sort((one, other) => one - other)
        expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(7)
      }
  })

  test('are styled for each element that code is shown in, and not printed', () => {
    for (const name of ['i', '.s', 'ins', 'del'])
      expect(css).toMatch(new RegExp(`\\.text pre (:is\\([^)]*)?${name.replace('.', '\\.')}\\b[^{]*\\{ color`))
    expect(readFileSync(join(ROOT, 'src/styles/print.css'), 'utf8')).toContain('.text pre :is(i, .s, ins, del) { color: inherit; }')
  })
})
