import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { baseScore } from '../src/collect/osv/base-score.ts'

const WHOLE = {
  'AV:N/AC:L/Au:N/C:P/I:P/A:P': 7.5,
  'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N': 0,
  'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:N': 5.9,
  'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N': 9.3,
}

test.each(Object.entries(WHOLE))('%s has %d', (vector, number) => {
  expect(baseScore(vector)).toBe(number)
})

test('what is no base metric does not change it', () => {
  expect(baseScore('CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:N/E:P/RL:O')).toBe(5.9)
  expect(baseScore('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U')).toBe(9.3)
  expect(baseScore('(AV:N/AC:L/Au:N/C:P/I:P/A:P)')).toBe(7.5)
})

test('a vector without one of its base metrics, with one twice or with a value that is none has no number', () => {
  const whole = fc.constantFrom(...Object.keys(WHOLE))
  fc.assert(
    fc.property(whole, fc.nat(), fc.constantFrom('gone', 'twice', 'wrong', 'lower'), (vector, nth, fault) => {
      const parts = vector.split('/')
      const first = vector.startsWith('CVSS') ? 1 : 0
      const at = first + (nth % (parts.length - first))
      const part = parts[at] ?? ''
      const faulty = { gone: [], twice: [part, part], wrong: [part.replace(/:.*/, ':X')], lower: [part.toLowerCase()] }[fault]
      expect(baseScore([...parts.slice(0, at), ...faulty, ...parts.slice(at + 1)].join('/'))).toBeUndefined()
    }),
  )
})

test.each(['', 'HIGH', '7.5', 'CVSS:5.0/AV:N', 'CVSS:4.0/', 'CVSS:3.1/AV:N/AC:L/Au:N/C:P/I:P/A:P'])('"%s" has no number', (text) => {
  expect(baseScore(text)).toBeUndefined()
})
