import { describe, expect, test } from 'vitest'
import { isMarker, markersOf } from '../src/markers-of.ts'
import { parseMdx } from '../src/mdx.ts'

describe('isMarker()', () => {
  test.each([
    'go/cl/497895',
    'plugins/a/cl/3',
    'owner/repo#7',
    'owner/repo/milestone/7',
    'owner/repo@v1.2.3',
    'go@0123456789ab',
    'GO-2026-1234',
    'CVE-2026-1234',
    'GHSA-aaaa-bbbb-cccc',
    'RUSTSEC-2026-0001',
    'https://feed.example/a?b=c#d',
  ])('takes %j, and the comment tells it again', (id) => {
    expect(isMarker(id)).toBe(true)
    expect(markersOf(parseMdx(`* a {/* ${id} */}\n`)).map((marker) => marker.id)).toEqual([id])
  })

  test.each(['evil@*/x', 'a@b*', 'https://x.example/*/', 'https://*/', '*/cl/1', 'a/*/cl/1', 'a*/b#1', 'a b@c', 'urn:one', ''])(
    'does not take %j',
    (id) => {
      expect(isMarker(id)).toBe(false)
    },
  )

  test.each(['a/', 'a@', '@', 'A-', 'AA-1111', '-', 'https://', '/cl/', '1', '#'])('answers to 200 kB of %j', (unit) => {
    expect(typeof isMarker(`${unit.repeat(200_000 / unit.length)} `)).toBe('boolean')
  })
})
