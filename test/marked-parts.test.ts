import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { markedParts } from '../src/browser/marked-parts.ts'

test('markedParts() tells what was marked in an excerpt, and takes all else as text', () => {
  expect(markedParts('one <mark>two,</mark> &lt;b>three&lt;/b&gt; <mark>four</mark>')).toEqual([
    { text: 'one ', isMarked: false },
    { text: 'two,', isMarked: true },
    { text: ' <b>three</b> ', isMarked: false },
    { text: 'four', isMarked: true },
  ])
  expect(markedParts('<img src=x onerror=alert(1)>')).toEqual([{ text: '<img src=x onerror=alert(1)>', isMarked: false }])
})

test('markedParts() gives back any words, marked as they were', () => {
  const words = fc.array(fc.record({ text: fc.stringMatching(/^[<>a-z/ "]{1,8}$/), isMarked: fc.boolean() }), { maxLength: 8 })
  fc.assert(
    fc.property(words, (parts) => {
      const escaped = parts.map(({ text, isMarked }) => {
        const safe = text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
        return isMarked ? `<mark>${safe}</mark>` : safe
      })
      const told = (some: readonly { text: string; isMarked: boolean }[]): string =>
        some
          .map(({ text, isMarked }) => [...text].map((one) => `${one}${isMarked}`))
          .flat()
          .join()
      expect(told(markedParts(escaped.join('')))).toBe(told(parts))
    }),
  )
})
