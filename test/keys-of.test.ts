import { Decrypter } from 'age-encryption'
import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { commonSize, encryptPage } from '../src/deliver/encrypt-page.ts'
import { keysOf } from '../src/deliver/keys-of.ts'

const SECRET = Buffer.alloc(32, 7)
const PAGE = 'a'.repeat(64)

describe('keysOf()', () => {
  test('gives on any machine what it gave when links were first mailed', () => {
    const keys = keysOf(SECRET, 'acme', 1)
    expect([keys.identity, keys.archive, keys.edition('2026-Q3', PAGE)]).toEqual([
      'AGE-SECRET-KEY-PQ-17MWGN87QLN8MXXAXF83209SJQ4QS58RYSP3QD8EH6VARWH8YZWZQDZC3C4',
      'cjgmfiumzkjykg4egp6skz3xua',
      'evk7iwvirypui4n2aexpert3ca',
    ])
  })

  test('gives other keys and names for another secret, client, number, digest or page', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,12}$/)
    const input = fc.record({
      secret: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      client: name,
      number: fc.integer({ min: 1, max: 200 }),
      digest: name,
      page: fc.stringMatching(/^[0-9a-f]{64}$/),
    })
    fc.assert(
      fc.property(input, input, fc.subarray(['secret', 'client', 'number', 'digest', 'page'] as const, { minLength: 1 }), (one, other, changed) => {
        const two = { ...one, ...Object.fromEntries(changed.map((key) => [key, other[key]])) }
        const of = (given: typeof one) => {
          const keys = keysOf(given.secret, given.client, given.number)
          return { identity: keys.identity, archive: keys.archive, edition: keys.edition(given.digest, given.page) }
        }
        const root = (given: typeof one): string => JSON.stringify([[...given.secret], given.client, given.number])
        const whole = (given: typeof one): string => JSON.stringify([root(given), given.digest, given.page])
        expect(of(one).identity === of(two).identity).toBe(root(one) === root(two))
        expect(of(one).archive === of(two).archive).toBe(root(one) === root(two))
        expect(of(one).edition === of(two).edition).toBe(whole(one) === whole(two))
        expect(of(one).edition).not.toBe(of(one).archive)
        expect(of(one).edition).toMatch(/^[a-z2-7]{26}$/)
        expect(of(one).identity).toMatch(/^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]{58}$/)
      }),
    )
  })
})

describe('encryptPage()', () => {
  const open = async (file: Uint8Array, identity: string): Promise<string> => {
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    return decrypter.decrypt(file, 'text')
  }

  test('is opened by its identity alone, post-quantum, and gives the page with spaces behind it', async () => {
    const { identity } = keysOf(SECRET, 'acme', 1)
    const file = await encryptPage('Zoë\n', identity, 65536)
    expect(await open(file, identity)).toBe(`Zoë\n${' '.repeat(65536 - 5)}`)
    expect(Buffer.from(file).toString('latin1').split('\n')[1]).toMatch(/^-> mlkem768x25519 /)
    await expect(open(file, keysOf(SECRET, 'acme', 2).identity)).rejects.toThrow()
    await expect(open(file, keysOf(SECRET, 'borealis', 1).identity)).rejects.toThrow()
  })

  test('pages of any length have one size, the smallest that holds them all', async () => {
    const { identity } = keysOf(SECRET, 'acme', 1)
    for (const [pages, size] of [
      [['', 'x', 'x'.repeat(65536)], 65536],
      [['x', 'ë'.repeat(32769)], 131072],
      [[], 65536],
    ] as const) {
      expect(commonSize(pages)).toBe(size)
      const files = await Promise.all(pages.map((page) => encryptPage(page, identity, size)))
      expect(new Set(files.map((file) => file.length)).size).toBeLessThanOrEqual(1)
    }
    await expect(encryptPage('x'.repeat(65537), identity, 65536)).rejects.toThrow('1 larger')
  })
})
