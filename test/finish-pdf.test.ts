import { expect, test } from 'vitest'
import { finishPdf } from '../src/finish-pdf.ts'
import { pdfOf } from './pdf-of.ts'

const TOLD = { title: 'Zoë’s quarter', author: 'Ada (Example)', date: '2026-10-05', headings: ['One', 'Two', 'Three'] }
const hex = (text: string): string => `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`

/** Whether every object is where the table says it is. */
function isWhole(pdf: Buffer): boolean {
  const text = pdf.toString('latin1')
  const start = Number(/startxref\n(\d+)\n/.exec(text)?.[1])
  const rows = text.slice(start).match(/\d{10} \d{5} [nf] \n/g) ?? []
  return (
    text.startsWith('xref\n', start) &&
    rows.length > 3 &&
    rows.slice(1).every((row, index) => text.startsWith(`${index + 1} 0 obj\n`, Number(row.slice(0, 10))))
  )
}

test('finishPdf() tells title, author and day, nothing of machine and instant, and leaves every object where the table says', () => {
  const finished = finishPdf(pdfOf({}), TOLD)
  const text = finished.toString('latin1')
  expect(isWhole(pdfOf({})) && isWhole(finished)).toBe(true)
  expect(text).toContain(`/Title ${hex('Zoë’s quarter')}\n/Author ${hex('Ada (Example)')}\n/Creator (Legible)\n/Producer (Skia/PDF m156)`)
  expect(text).toContain('/CreationDate (D:20261005000000Z)\n/ModDate (D:20261005000000Z)>>')
  expect(text).not.toMatch(/Mozilla|20261130/)
  expect(text).toContain('stream\nend\nendstream')
})

test('finishPdf() gives the same bytes for the same page, whenever and where it was printed', () => {
  const other = pdfOf({ created: "D:20270102030405+00'00'", agent: 'Mozilla/5.0 \\(Macintosh; Intel Mac OS X\\) and more' })
  expect(finishPdf(other, TOLD).equals(finishPdf(pdfOf({}), TOLD))).toBe(true)
  expect(other.equals(pdfOf({}))).toBe(false)
  const cells = (first: number): Buffer => pdfOf({ cells: [`(node000000${first + 7})`, `(node000000${first})`, `(node000000${first + 7})`] })
  expect(finishPdf(cells(67), TOLD).equals(finishPdf(cells(73), TOLD))).toBe(true)
  expect(finishPdf(cells(67), TOLD).toString('latin1')).toContain('[(node00000002) (node00000001) (node00000002)]')
})

test('finishPdf() writes the headings into the outline, where it has one for each', () => {
  const mended = finishPdf(pdfOf({ titles: ['One', 'TwoTwo', 'Thr\\(ee'] }), TOLD)
  expect(isWhole(mended)).toBe(true)
  expect([...mended.toString('latin1').matchAll(/\/Title (<\w+>)\n\/Parent/g)].map((match) => match[1])).toEqual(['One', 'Two', 'Three'].map(hex))
  expect(finishPdf(pdfOf({ titles: ['One', 'TwoTwo'] }), TOLD).toString('latin1')).toContain('(TwoTwo)')
})

test('finishPdf() leaves what it does not know as it is', () => {
  const whole = pdfOf({ titles: ['One', 'Two', 'Three'] })
  const text = whole.toString('latin1')
  const damaged = [
    Buffer.from('%PDF-1.7 and no more'),
    Buffer.from(text.replace('startxref\n', 'startxref\n9'), 'latin1'),
    Buffer.from(text.replace('1 0 obj', '9 0 obj'), 'latin1'),
    Buffer.from(text.replace('/Producer', '/Produced'), 'latin1'),
  ]
  for (const one of damaged) expect(finishPdf(one, TOLD).equals(one)).toBe(true)
})
