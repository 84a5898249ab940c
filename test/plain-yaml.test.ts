import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { plainYaml } from '../src/plain-yaml.ts'

/** What the library says; undefined where it finds fault. */
function byLibrary(text: string): unknown {
  const document = parseDocument(text)
  return document.errors.length + document.warnings.length > 0 ? undefined : document.toJS()
}

const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('plain', 'words,', '(and)', "it's", '2026-01-02', 'Üb') },
  fc.constantFrom(
    'null',
    'True',
    'FALSE',
    '~',
    'yes',
    'No',
    'ready',
    '2026-01-02',
    '2026-1-2',
    '0x1f',
    '1e3',
    '.inf',
    'NaN',
    'a',
    "it's",
    'x',
    '<<',
    '=',
    'nULL',
  ),
  fc.string({ unit: fc.constantFrom(...'ab é"\'`,.-()[]{}&*!|>%@:#?~/\\\u2028\u0085\u00a0\ud83d\ude00'), maxLength: 6 }),
)
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom('title', 'a', 'publicOn', 'null'), fc.array(word, { minLength: 1, maxLength: 3 }))
      .map(([key, words]) => `${key}: ${words.join(' ')}`),
  },
  fc.constantFrom(
    '',
    '---',
    '...',
    '  indented: x',
    '- a',
    '# comment',
    'a:',
    'a:b',
    '"a": b',
    'constructor: x',
    'valueOf: y',
    'toString: z',
    'a: |',
    'a: b ',
  ),
)

test('plainYaml() says what the library says, of whatever it reads', () => {
  let read = 0
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
      const text = lines.join('\n')
      const plain = plainYaml(text)
      if (plain === undefined) return
      read++
      expect(plain).toEqual(byLibrary(text))
    }),
    { numRuns: 4000 },
  )
  expect(read).toBeGreaterThan(250)
})

test.each([
  [
    'title: Third quarter\nsummary: What happened, and what to do.\nstatus: ready\ndate: 2026-10-05',
    { title: 'Third quarter', summary: 'What happened, and what to do.', status: 'ready', date: '2026-10-05' },
  ],
  ['title: a: b', undefined],
  ['title: a #b', undefined],
  ['title: "a"', undefined],
  ['title: a\n  b', undefined],
  ['title: a\ntitle: b', undefined],
  ['title: null', undefined],
  ['title: 12', undefined],
  ['title: a ', undefined],
  ['title: a\r\nstatus: b', undefined],
  ['', undefined],
])('plainYaml() of %j is %j', (text, value) => {
  expect(plainYaml(text)).toEqual(value)
})
