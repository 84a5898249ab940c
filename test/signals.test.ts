import { describe, expect, test } from 'vitest'
import * as signals from '../src/curate/signals.ts'
import { change } from './stories.ts'

const titled = (title: string) => change({ id: 'a/cl/1', title })

describe('verbOf()', () => {
  test.each([
    ['crypto/tls: mend tickets', 'mend'],
    ['crypto/tls, net/http: Add x', 'add'],
    ['a,b: fix', 'fix'],
    ['feat(api)!: remove y', 'remove'],
    ['[release-branch.go1.30] [x] crypto/tls: mend', 'mend'],
    ['[crypto]: mend', 'mend'],
    ['Mend it', 'mend'],
    ['1.2.3', ''],
  ])('of %j is %j', (title, verb) => {
    expect(signals.verbOf(titled(title))).toBe(verb)
  })
})

describe('isRelease()', () => {
  test.each([
    '2.4.0',
    'release: v2.4.0',
    'chore(release): 2.4.0',
    'v1.2.3rc1',
    '1.2-rc.1',
    '3.13.0b1 release',
    'Bump version to 1.0.0-beta.2',
    '1.2.x',
  ])('takes %j', (title) => {
    expect(signals.isRelease(titled(title))).toBe(true)
  })
  test.each(['2.4.0: mend it', 'release', '2.4.', '1.2--x', '1.2-0123456789abcdef0123456789abcdef01234567!'])('does not take %j', (title) => {
    expect(signals.isRelease(titled(title))).toBe(false)
  })
})

test.each([
  'a,',
  'a, ',
  '[]',
  '[] ',
  '1',
  '1.',
  '0123456789abcdef',
  'a',
  '-1',
  '.1',
  ' ',
  'release ',
  'bump a from b ',
  'a/',
  'api/',
  '.test.',
  'requirements',
])('every signal answers to 200 kB of %j', (unit) => {
  for (const begin of ['', '1.1', 'v1.2-', 'feat(', 'api/']) {
    const text = `${begin}${unit.repeat(200_000 / unit.length)}!`
    const item = { ...titled(text), message: text, paths: [text] }
    for (const is of [signals.isRelease, signals.isDependency, signals.isSecurity, signals.typeOf, signals.verbOf]) is(item)
    for (const is of [signals.isTest, signals.isApi, signals.isNote, signals.isDocument, signals.isInside]) is(text)
    expect(text).toBe(item.title)
  }
})
