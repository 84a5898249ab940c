import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { plain, plainLine, withoutSpans } from '../src/plain.ts'

test.each([
  ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['\u200fשלום', '\u200fשלום'],
  ['a\u001b[31mb', 'a\uFFFD[31mb'],
  ['a\u0000b', 'a\uFFFDb'],
  ['e\u0301', 'é'],
  ['a\r\nb\rc', 'a\nb\nc'],
  ['\ud800x', '\uFFFDx'],
  ['a\tb', 'a\tb'],
  ['🎉 Михаил', '🎉 Михаил'],
])('plain(%j) is %j', (text, expected) => {
  expect(plain(text)).toBe(expected)
})

test('plainLine() is one line without ends, and takes its own output for what it is', () => {
  expect(plainLine('  a \n\t b\u2028c\u00a0d ')).toBe('a b c d')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = plainLine(text)
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|^\s|\s$/)
      expect(plainLine(line)).toBe(line)
    }),
  )
})

test.each([
  ['a<!--b-->c<!---->d', 'acd'],
  ['a<!--b<!--c-->d-->e', 'ad-->e'],
  ['a<!--b-->c<!--d', 'ac<!--d'],
  ['<!-->a', '<!-->a'],
  ['', ''],
])('withoutSpans(%j) is %j', (text, expected) => {
  expect(withoutSpans(text, '<!--', '-->')).toBe(expected)
})

test.each(['<!--', '-->', '<!---->', '<!--x-->y'])('withoutSpans() of 200 kB of %j comes back', (unit) => {
  expect(typeof withoutSpans(unit.repeat(200_000 / unit.length), '<!--', '-->')).toBe('string')
})
