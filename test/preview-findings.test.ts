import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { previewFindings } from '../scripts/preview-findings.ts'
import type { Finding } from '../src/model/finding.ts'
import { printHtml } from '../src/render/html.ts'

const shown = (findings: readonly Finding[], text: string): string =>
  printHtml({ type: 'root', children: previewFindings(findings, { file: 'a.mdx', text }) })
const finding = (rest: Partial<Finding>): Finding => ({ file: 'a.mdx', level: 'error', code: 'audience/tag', message: 'm', ...rest })

test('each finding stands beside its line, errors first, those of other files last and without a line', () => {
  const html = shown(
    [
      finding({ level: 'warning', line: 1, column: 1, message: 'the first' }),
      finding({ line: 2, column: 5, message: 'the second' }),
      finding({ file: 'b.mdx', line: 1, column: 1, message: 'elsewhere' }),
    ],
    'one line\ntwo <b>lines</b>',
  )
  expect(html).toMatch(/1 error, 1 warning<\/b> · 1 error in other files/)
  expect(html).toMatch(
    /the second[\s\S]*two <mark>&#x3C;b>lines&#x3C;\/b><\/mark>[\s\S]*the first[\s\S]*<mark>one<\/mark> line[\s\S]*b\.mdx:1:1<\/span> elsewhere/,
  )
  expect(html.match(/<pre>/g)).toHaveLength(2)
  expect(shown([], 'text')).toContain('Nothing to mend')
})

test('of what a message quotes, the place in the line is marked', () => {
  expect(shown([finding({ line: 1, column: 1, message: '"TODO" is left' })], 'Here a TODO stands')).toContain('Here a <mark>TODO</mark> stands')
})

test('of a long line the part around the place is shown, and where more stands is said', () => {
  const html = shown([finding({ line: 1, column: 301, message: '"TODO" is left' })], `${'x'.repeat(300)}TODO${'y'.repeat(300)}`)
  expect(html).toContain(`</span>…${'x'.repeat(80)}<mark>TODO</mark>${'y'.repeat(116)}…</pre>`)
})

test('a line is shown as it stands, or the part around the place, and none of it is read as HTML', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 600 }), fc.nat(700), fc.string({ minLength: 1 }), (given, offset, message) => {
      const line = given.replace(/[\r\n]/g, ' ')
      const html = shown([finding({ line: 1, column: offset + 1, message })], line)
      const [, source = ''] = /<pre><span[^>]*>1<\/span>([\s\S]*)<\/pre>/.exec(html) ?? []
      const words = source.replace(/<\/?mark>/g, '')
      expect(words).not.toContain('<')
      const plain = words.replaceAll('&#x3C;', '<').replaceAll('&#x26;', '&')
      if (line.length <= 200) expect(plain).toBe(line)
      else expect(line).toContain(plain.replace(/^…|…$/g, ''))
    }),
  )
})
