import { describe, expect, test } from 'vitest'
import { type Document, readDocument } from '../src/document.ts'
import { nextOpening, type Opening, openingsOf } from '../src/render/next-opening.ts'

const NOW = new Date('2026-10-06T09:00:00Z')
const digest = (id: string, body: string, front = 'status: ready'): Document => {
  const document = readDocument(`---\ntitle: t\n${front}\n---\n\n${body}\n`, { kind: 'digests', id, file: `digests/${id}.mdx` })
  if (!('tree' in document)) throw new Error(document.message)
  return document
}
const next = (documents: readonly Document[], now = NOW): Opening | undefined => nextOpening(documents.map((one) => openingsOf(one, now)))
const mark = (until: string, held = 'x', rest = ''): string => `<Clients${rest} until="${until}">${held}</Clients>`

describe('nextOpening()', () => {
  test('tells the first day on which something opens, with all that does', () => {
    const documents = [
      digest('2026-Q1', `a ${mark('2026-12-01')} b ${mark('2026-12-01', 'c', ' tier="gold"')} ${mark('2027-01-01')} ${mark('2026-10-06')}`),
      digest('2026-Q2', `<Clients>${mark('2026-11-01')}</Clients>`),
      digest('2026-Q3', mark('2026-12-01'), 'status: ready\npublicOn: 2026-12-01'),
      digest('2026-Q4', mark('2026-11-01'), 'status: draft\npublicOn: 2026-11-01'),
      digest('2027-Q1', mark('2026-11-02'), 'status: ready\npublicOn: 2027-01-01'),
    ]
    expect(next(documents)).toEqual({ day: '2026-12-01', passages: 2, files: ['digests/2026-Q3.mdx'] })
    expect(next(documents, new Date('2026-11-30T23:59:59.999Z'))?.day).toBe('2026-12-01')
    expect(next(documents, new Date('2026-12-01T00:00:00Z'))).toEqual({ day: '2027-01-01', passages: 1, files: ['digests/2027-Q1.mdx'] })
    expect(next(documents, new Date('2027-01-01T00:00:00Z'))).toBeUndefined()
  })

  test('counts a passage inside another once both are open', () => {
    const nested = digest('2026-Q1', mark('2026-12-01', `a ${mark('2026-11-01')} ${mark('2027-01-01')}`))
    expect(next([nested])).toEqual({ day: '2026-12-01', passages: 2, files: [] })
  })

  test('is silent where nothing will open', () => {
    expect(next([digest('2026-Q1', 'a <Clients>b</Clients> <Public>c</Public>')])).toBeUndefined()
    expect(next([])).toBeUndefined()
  })
})
