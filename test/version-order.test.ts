import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { compareVersions, orderOf, readVersion } from '../src/version-order.ts'

/** As the specification has them, and around it what real entries name. */
const RISING = [
  '0',
  '0.0.0-0',
  '0.0.1',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.9.0',
  'v1.10.0',
  'after 1.11.0',
  '2.0',
]

test('rises as semantic versions do', () => {
  for (const [index, version] of RISING.entries())
    for (const [other, than] of RISING.entries())
      expect([version, than, Math.sign(compareVersions(version, than))]).toEqual([version, than, Math.sign(index - other)])
})

test('is an order of all texts', () => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^v?\d{1,20}(\.\d{1,3}){0,3}(-[0-9a-z.-]{1,20})?(\+[a-z]{1,3})?$/),
    fc.constantFrom(...RISING, '1:2.3-4', '1.0.0-..', '9'.repeat(400)),
  )
  fc.assert(
    fc.property(fc.array(text, { minLength: 3, maxLength: 8 }), (texts) => {
      for (const a of texts)
        for (const b of texts) {
          expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0)
          for (const c of texts) if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0)
        }
    }),
  )
})

test('what is no semantic version is not read, nor numbers whose order is not known', () => {
  for (const version of ['', '1', '1.2', '01.0.0', '1.0.0-01', ' 1.0.0 1', 'main', '9007199254740993.0.0', '1.0.0-9007199254740993', 'x'.repeat(300)])
    expect([version, readVersion(version)]).toEqual([version, undefined])
  const [plain, built] = [readVersion('v1.2.3'), readVersion('1.2.3+incompatible')]
  expect(plain && built && orderOf(plain, built)).toBe(0)
})
