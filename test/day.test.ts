import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { dayOf, daysAfter, daysBetween } from '../src/model/day.ts'

const moments = fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2100-12-31T23:59:59Z'), noInvalidDate: true })

test('a moment is of one day, however it is given', () => {
  expect(dayOf('2026-02-28T23:59:59Z')).toBe('2026-02-28')
  fc.assert(
    fc.property(moments, (at) => {
      expect([dayOf(at.toISOString()), dayOf(at.getTime()), dayOf(dayOf(at))]).toEqual([dayOf(at), dayOf(at), dayOf(at)])
    }),
  )
})

test('as many days lie between as one goes on or back, over ends of months and leap days', () => {
  expect([daysAfter('2028-02-28', 1), daysAfter('2027-02-28', 1), daysAfter('2027-01-01', -1)]).toEqual(['2028-02-29', '2027-03-01', '2026-12-31'])
  fc.assert(
    fc.property(moments, fc.integer({ min: -4000, max: 4000 }), (at, days) => {
      expect(daysBetween(dayOf(at), daysAfter(dayOf(at), days))).toBe(days)
    }),
  )
})
