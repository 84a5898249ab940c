import { expect, test } from 'vitest'
import { foldOf } from '../src/curate/fold-of.ts'
import { tell } from '../src/curate/told.ts'
import type { Item } from '../src/model/item.ts'
import { change, vulnerability } from './stories.ts'

const fold = (reverted: boolean, ...items: Partial<Item>[]) =>
  foldOf({ members: items.map((item, index) => tell(change({ id: `o/r#${index}`, ...item }))), reverted })
const TESTS = { paths: ['src/a_test.go'] }
const BUMP = { title: 'Bump lathe from 1 to 2', paths: ['go.mod'] }
const wide = (count: number, folders: number) => Array.from({ length: count }, (_, index) => `src/d${index % folders}/f${index}.go`)
const SWEEP = { title: 'all: fix typos', paths: wide(12, 4), added: 36, deleted: 36 }

test('folds a story of one kind alone', () => {
  expect(fold(false, TESTS, TESTS)).toBe('tests')
  expect(fold(false, BUMP, BUMP)).toBe('dependencies')
  expect(fold(false, SWEEP, { ...SWEEP, title: 'Tidied x' })).toBe('cleanup')
  expect(fold(false, TESTS, BUMP)).toBeUndefined()
  expect(fold(false, {})).toBeUndefined()
})

test('a sweep is wide, thin and says no more than that it tidies', () => {
  expect(fold(false, { ...SWEEP, paths: wide(11, 4) })).toBeUndefined()
  expect(fold(false, { ...SWEEP, paths: wide(12, 3) })).toBeUndefined()
  expect(fold(false, { ...SWEEP, added: 37 })).toBeUndefined()
  expect(fold(false, { ...SWEEP, title: 'all: add x' })).toBeUndefined()
  expect(fold(false, { ...SWEEP, title: 'all: runtime x' })).toBeUndefined()
})

test('never folds what carries a security mark, breaks what worked, touches what is public or is more than changes', () => {
  for (const base of [TESTS, BUMP, SWEEP]) {
    const paths = base.paths
    expect(fold(false, base, { ...base, message: 'CVE-2026-12345' })).toBeUndefined()
    expect(fold(false, base, { ...base, message: 'x\n\nBREAKING CHANGE: y' })).toBeUndefined()
    expect(fold(false, base, { ...base, paths: [...paths, 'api/next.txt'] })).toBeUndefined()
    expect(fold(false, base, { ...base, paths: [...paths, 'doc/next/1.md'] })).toBeUndefined()
    expect(fold(false, base, { kind: 'issue', paths: [] })).toBeUndefined()
    expect(fold(false, base, vulnerability({ id: 'GO-2026-1' }))).toBeUndefined()
  }
})

test('folds what was taken back, whatever it was but for security', () => {
  expect(fold(true, { paths: ['api/next.txt'] }, { title: 'feat!: x' })).toBe('reverted')
  expect(fold(true, { message: 'GHSA-2345-6789-cfgh' })).toBeUndefined()
})
