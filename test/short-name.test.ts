import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { nameSchema } from '../src/model/name.ts'
import { shortName } from '../src/short-name.ts'

test.each([
  ['Fjord Bank ASA', 'fjord-bank-asa'],
  ["Åse Søndergård's Café", 'ase-sondergards-cafe'],
  ['A&B / C_d', 'a-b-c-d'],
  ['An organisation that was given a name without an end', 'an-organisation-that-was-given-a'],
  ['東京', 'client'],
])('"%s" is called %s', (text, expected) => {
  expect(shortName(text, { otherwise: 'client' })).toBe(expected)
})

test('whatever the text, it is a name, and none that is taken in any case of its letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.nat(4), (text, more) => {
      const taken: string[] = []
      for (let count = 0; count <= more; count++) {
        const name = shortName(text, { taken: taken.map((one) => one.toUpperCase()), otherwise: 'client' })
        expect(nameSchema.safeParse(name).success).toBe(true)
        expect(taken).not.toContain(name)
        taken.push(name)
      }
    }),
  )
})
