import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readContent } from '../src/content.ts'
import { SITE, scratch } from './scratch.ts'

test('readContent() takes over a document whose text is the same, and no other', async () => {
  const digest = (words: string): string => `---\ntitle: t\nsummary: s\nstatus: draft\n---\n\n${words}\n`
  const folder = scratch({ 'site.yaml': SITE, 'digests/2026-Q1.mdx': digest('one'), 'digests/2026-Q2.mdx': digest('two') })
  const before = await readContent(folder)
  writeFileSync(join(folder, 'digests/2026-Q2.mdx'), digest('three'))
  const after = await readContent(folder, before)
  expect(after.documents.map((document, index) => document === before.documents[index])).toEqual([true, false])
  expect(after.documents.map(({ text }) => text)).toEqual([digest('one'), digest('three')])
  expect(after).toEqual(await readContent(folder))
})
