import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { cborTexts } from '../src/check/cbor-texts.ts'

const head = (kind: number, size: number): number[] =>
  size < 24 ? [(kind << 5) | size] : size < 256 ? [(kind << 5) | 24, size] : [(kind << 5) | 25, size >> 8, size & 255]

/** Some data, and the texts that stand in it. */
const data = fc.letrec<{ any: { bytes: number[]; texts: string[] } }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.nat(65_535).map((number) => ({ bytes: head(0, number), texts: [] })),
    fc.constantFrom([0xf6], [0xf5], [0xfb, 0x3f, 0xf0, 0x61, 0x61, 0, 0, 0, 0]).map((bytes) => ({ bytes: [...bytes], texts: [] })),
    fc
      .string({ unit: 'grapheme', maxLength: 300 })
      .map((text) => ({ bytes: [...head(3, Buffer.byteLength(text)), ...Buffer.from(text)], texts: [text] })),
    fc
      .array(tie('any'), { maxLength: 30 })
      .map((parts) => ({ bytes: [...head(4, parts.length), ...parts.flatMap(({ bytes }) => bytes)], texts: parts.flatMap(({ texts }) => texts) })),
    fc
      .array(tie('any'), { maxLength: 4 })
      .map((parts) => ({ bytes: [0x9f, ...parts.flatMap(({ bytes }) => bytes), 0xff], texts: parts.flatMap(({ texts }) => texts) })),
  ),
})).any

test('cborTexts() gives every text in its order, whatever holds it', () => {
  fc.assert(
    fc.property(data, ({ bytes, texts }) => {
      expect(cborTexts(Buffer.from(bytes))).toEqual(texts.map((text) => text.toWellFormed()))
    }),
  )
})

test('cborTexts() gives each part of a text whose length is not given', () => {
  expect(cborTexts(Buffer.from([0x7f, 0x61, 0x61, 0x62, 0x62, 0x63, 0xff, 0x5f, 0x41, 0x64, 0xff]))).toEqual(['a', 'bc', 'd'])
})

test('cborTexts() refuses data that ends inside a text or a number', () => {
  for (const bytes of [[0x63, 0x61], [0x19, 1], [0x78], [0x7b, 255, 255, 255, 255, 255, 255, 255, 255]])
    expect(() => cborTexts(Buffer.from(bytes))).toThrow(RangeError)
})
