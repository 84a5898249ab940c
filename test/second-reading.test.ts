import { describe, expect, test } from 'vitest'
import { parseMdx } from '../src/mdx.ts'
import { cutFor } from '../src/render/audience.ts'
import { toHtml } from '../src/render/html.ts'
import { readAgain } from '../src/second-reading.ts'

const again = (text: string): void => readAgain(text, parseMdx(text))

describe('readAgain()', () => {
  test.each([
    '## Landed <Clients only="acme">: advice\n\nYour plant in Lyon.</Clients>\n',
    '<Clients only="acme">Advice\n---\nYour plant in Oslo.</Clients>\n',
    '| a | b |\n| - | - |\n| <Clients>one | two</Clients> |\n',
    '| a |\n| - |\n| <Clients>one |\n| two</Clients> |\n',
    '* <Clients>one\n* two</Clients>\n',
    '> <Clients>one\n\ntwo</Clients>\n',
    'a *<Clients>b* c</Clients>\n',
    '> a ` b\n>\n> c {/* note */} ` d\n',
    '# a ` b\nc {/* note */} ` d\n',
    '| a ` |\n| - |\n| b {/* note */} ` |\n',
    '* ```\n{/* note */}``` a\n',
    'a `\\`{/* note */}` b\n',
    '<b>a</b> ` b\n# c {/*x*/} ` d\n',
  ])('refuses %j, of which nobody can be sure where a mark ends or a comment begins', (text) => {
    expect(() => again(text)).toThrow(expect.objectContaining({ name: 'SyntaxFault' }))
  })

  test.each([
    '<Clients>a</Clients> {/* c */} <b>x</b>\n',
    '{/* a */} <b>x</b>\n',
    '<br/> <b>x</b>\n',
    'a <Clients\n  tier="gold">b\nc</Clients>\n',
    '* a\n\n  <Clients>\n\n  * b\n\n  </Clients>\n',
    '<Clients only="acme">\n\n[plan]: https://acme.example/plan "T"\n\nSee [it][plan].\n\n</Clients>\n',
    '* a\n\n  <Clients>\n\n  [b][c]\n\n  [c]: https://x.example/c\n\n  </Clients>\n',
    '> <Clients>\n>\n> [^c]: note\n>\n> </Clients>\n\nb[^c]\n',
    '<Clients>a[^1]</Clients>\n\n> [^1]: note <b>x</b>\n',
    '<Clients>\n\n[^2]: note\n\n</Clients>\n\n<b>x</b>[^2]\n',
    'Tähkäpää 🎉 <kbd>🎉</kbd> www.example.org &amp; \\<x> `<Clients>`\n',
    '<Clients>\n\n| a |\n| - |\n| <b>x</b> |\n\n```\n<Clients>\n```\n\n</Clients>\n',
    'no tags { at all\n'.replace('{', ''),
    'words: \\{/\\* a \\*/} and &#123;/* b */}\n',
    'code: `{/* a */}`\n\n```js\nif (a) { /* b */ }\n```\n',
    'a ` b\n* c {/* note */} ` d\n',
  ])('is content with %j', (text) => {
    expect(() => again(text)).not.toThrow()
    expect(parseMdx(text).children.length).toBeGreaterThan(0)
  })
})

test('readAgain() compares what stands inside which tag, and says where it differs', () => {
  const text = 'One.\n\n<Clients>a</Clients> b\n'
  for (const other of [
    'One.\n\n<Clients>a b</Clients>\n',
    'One.\n\n<Clients tier="gold">a</Clients> b\n',
    'One.\n\na <Clients>b</Clients>\n',
    'One.\n\n<Clients>a</Clients> b c\n',
  ])
    expect(() => readAgain(text, parseMdx(other))).toThrow(expect.objectContaining({ name: 'SyntaxFault', line: expect.any(Number) }))
  expect(() => readAgain('One.\n\n<Clients>a</Clients>  b\n', parseMdx(text))).not.toThrow()
})

test('readAgain() says where a comment may be shown', () => {
  expect(() => again('One.\n\n> a ` b\n>\n> c {/* note */} ` d\n')).toThrow(expect.objectContaining({ name: 'SyntaxFault', line: 5, column: 3 }))
})

test('a definition inside a mark is for those who read the mark', () => {
  const text =
    'Public [a reference][plan].\n\n<Clients only="acme">\n\n[plan]: https://acme.example/secret "Embargoed"\n\nSee [it][plan].\n\n</Clients>\n'
  const html = (client?: string): string =>
    toHtml(
      cutFor(client ? { edition: 'clients', tier: 'gold', client } : { edition: 'public' }, parseMdx(text), { tiers: ['gold'], now: new Date(0) }),
      { base: '' },
    )
  expect(html()).toBe('<p>Public a reference.</p>')
  expect(html('acme')).toContain('<a href="https://acme.example/secret" title="Embargoed">it</a>')
})
