import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { HtmlValidate } from 'html-validate'
import { expect, test } from 'vitest'
import { legible, scratch } from './scratch.ts'
import { WHOLE_SITE } from './whole-site.ts'

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    // Style of its own, not validity: HTML allows each of these.
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'attr-quotes': 'off',
    'doctype-style': 'off',
    'require-sri': ['error', { target: 'crossorigin' }],
  },
})

test('every page of a site is valid HTML, and a digest of 1,500 words weighs at most 14 KB with its styles', () => {
  const work = scratch(Object.fromEntries(Object.entries(WHOLE_SITE).map(([name, text]) => [`content/${name}`, text])))
  const folders = { DIGEST_OUT: join(work, 'dist'), DIGEST_PRIVATE: join(work, 'private'), DIGEST_CACHE: join(work, 'cache') }
  expect(legible('build', [], join(work, 'content'), { ...folders, DIGEST_NOW: '2026-10-06T00:00:00Z' })).toMatchObject({ status: 0 })
  const files = readdirSync(join(work, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(html|css)$/.test(file))
  const pages = files.filter((file) => file.endsWith('.html'))
  expect(pages.length).toBeGreaterThan(20)
  const faults = pages.flatMap((file) =>
    validator
      .validateStringSync(readFileSync(join(work, 'dist', file), 'utf8'))
      .results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${file}:${line}:${column} ${ruleId}: ${message}`)),
  )
  expect(faults).toEqual([])

  const bytes = (file: string): Buffer => readFileSync(join(work, 'dist', file))
  const digest = bytes('2026-Q3/index.html')
  const text = digest.toString().replace(/<svg[\s\S]*?<\/svg>|<[^>]*>/g, ' ')
  expect(text.match(/\S+/g)?.length).toBeGreaterThan(1500)
  const styles = [...digest.toString().matchAll(/<link rel="stylesheet" href="\/base\/([^"]+)"/g)].map(([, file = '']) => bytes(file))
  expect(styles.length).toBeGreaterThan(0)
  const weight = [digest, ...styles].reduce((sum, one) => sum + gzipSync(one, { level: 9 }).length, 0)
  expect(weight).toBeLessThanOrEqual(14 * 1024)
})
