import { describe, expect, test } from 'vitest'
import { readDocument, readPage } from '../src/document.ts'

const read = (text: string, id = '2026-Q3') => readDocument(text, { kind: 'digests', id, file: `digests/${id}.mdx` })

describe('readDocument()', () => {
  test.each([
    ['\ufeff---\ntitle: x\nstatus: draft\n---\n\ntext\n'],
    ['---\r\ntitle: x\r\nstatus: draft\r\n---\r\n\r\ntext\r\n'],
    ['---\ntitle: x\nstatus: draft\n---'],
    ['---  \ntitle: x\nstatus: draft\n---\n---\n'],
  ])('reads %j', (text) => {
    expect(read(text)).toMatchObject({ frontmatter: { title: 'x', summary: '', status: 'draft' }, date: '2026-10-01' })
  })

  test.each([
    ['date', 'date: 2026-10-05\npublicOn: 2026-11-01\n', '2026-10-05'],
    ['publicOn', 'publicOn: 2026-11-01\n', '2026-11-01'],
    ['the end of its window', '', '2026-10-01'],
  ])('is dated by %s', (_, keys, date) => {
    expect(read(`---\ntitle: x\nstatus: ready\n${keys}---\n`)).toMatchObject({ date })
  })

  test('a named digest without a date has none; a post must have one', () => {
    expect(read('---\ntitle: x\nstatus: ready\n---\n', 'special')).toMatchObject({ date: undefined })
    expect(readDocument('---\ntitle: x\nstatus: ready\n---\n', { kind: 'posts', id: 'a', file: 'posts/a.mdx' })).toMatchObject({
      code: 'frontmatter/shape',
      message: expect.stringContaining('"date"'),
    })
  })

  test('counts lines from the first of the file', () => {
    expect(read('---\ntitle: x\nstatus: ready\nsummary:\n  a: b\n---\n')).toMatchObject({ code: 'frontmatter/shape', line: 4 })
    expect(read('---\ntitle: x\nstatus: ready\n---\n\n\na { b\n')).toMatchObject({ code: 'document/syntax', line: 7, column: 3 })
  })
})

test('readPage() reads the title, and finds what is wrong', () => {
  expect(readPage('\ufeff---\ntitle: About\n---\n', { name: 'about', file: 'pages/about.mdx' })).toMatchObject({ title: 'About' })
  expect(readPage('---\ntitel: About\n---\n', { name: 'about', file: 'pages/about.mdx' })).toMatchObject({ code: 'frontmatter/shape', line: 2 })
})
