import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { parseMdx } from '../src/mdx.ts'
import { cutFor } from '../src/render/audience.ts'
import { sentencesOf } from '../src/render/sentences.ts'

const tell = (text: string): [string, string][] =>
  sentencesOf(cutFor({ edition: 'public' }, parseMdx(text), { tiers: [], now: new Date(0) }), { language: 'en', base: 'https://d.example' }).map(
    ({ kind, text: words }) => [kind, words],
  )

test('sentencesOf() tells sentences, headings, items, rows, code and notes apart, in their order, as they are read', () => {
  const text = `## The *first* heading. Whole

One sentence
over **two** lines. Another\u00a0one, with \`code.here()\`.<br/>A third[^n].

* An item. With two.
  * Below it

> Quoted.

| a | b |
| - | - |
| 1 | *2* |

\`\`\`ts
first()

  second()
\`\`\`

---

[^n]: The note.
`
  expect(tell(text)).toEqual([
    ['heading', 'The first heading. Whole'],
    ['text', 'One sentence over two lines.'],
    ['text', 'Another one, with code.here().'],
    ['text', 'A third.'],
    ['item', 'An item.'],
    ['item', 'With two.'],
    ['item', 'Below it'],
    ['text', 'Quoted.'],
    ['row', 'a | b'],
    ['row', '1 | 2'],
    ['code', 'first()\n\n  second()'],
    ['note', 'The note.'],
  ])
})

test('sentencesOf() tells where links and pictures lead and what they say, below their block', () => {
  const text = `See [the page](/about "a hint"), [this][ref] and [above](#top). ![A picture](https://p.example/a.png)

Bad [scheme](javascript:x).

[ref]: https://r.example/x "of the reference"
`
  expect(tell(text)).toEqual([
    ['text', 'See the page, this and above.'],
    ['hint', 'a hint'],
    ['address', 'https://d.example/about'],
    ['hint', 'of the reference'],
    ['address', 'https://r.example/x'],
    ['picture', 'A picture'],
    ['address', 'https://p.example/a.png'],
    ['text', 'Bad scheme.'],
  ])
})

test('sentencesOf() leaves links that follow a full stop with their sentence, and words with links by themselves', () => {
  expect(tell('It is done. [#1](https://a.example/1), [#2](https://a.example/2)').filter(([kind]) => kind !== 'address')).toEqual([
    ['text', 'It is done. #1, #2'],
  ])
  expect(tell('It is done. Read [this](https://a.example/1).').filter(([kind]) => kind !== 'address')).toEqual([
    ['text', 'It is done.'],
    ['text', 'Read this.'],
  ])
})

test('sentencesOf() loses and invents no word, wherever the lines, marks and full stops are', () => {
  const word = fc.constantFrom('One', 'two.', 'Three?', '4.5', '*six*', '**Seven.**', '`e.g. it`', '[ten](https://x.example)', '(see)')
  fc.assert(
    fc.property(fc.array(fc.tuple(word, fc.constantFrom(' ', '\n')), { minLength: 1, maxLength: 30 }), (parts) => {
      const text = parts.flat().join('')
      const plain = text.replaceAll('](https://x.example)', '').replace(/[*`[]/g, '').replace(/\s+/g, ' ').trim()
      const told = tell(`## A\n\nText: ${text}\n`)
      expect(
        told
          .filter(([kind]) => kind === 'text')
          .map(([, words]) => words)
          .join(' '),
      ).toBe(`Text: ${plain}`)
    }),
  )
})
