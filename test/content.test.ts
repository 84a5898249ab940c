import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readContent, recordedOf } from '../src/content.ts'
import { SITE, scratch } from './scratch.ts'

const NOW = new Date('2026-10-05T00:00:00Z')

test('readContent() takes over a document whose text is the same, and no other', async () => {
  const digest = (words: string): string => `---\ntitle: t\nsummary: s\nstatus: draft\n---\n\n${words}\n`
  const folder = scratch({ 'site.yaml': SITE, 'digests/2026-Q1.mdx': digest('one'), 'digests/2026-Q2.mdx': digest('two') })
  const before = await readContent(folder, { now: NOW })
  writeFileSync(join(folder, 'digests/2026-Q2.mdx'), digest('three'))
  const after = await readContent(folder, { now: NOW, before })
  expect(after.documents.map((document, index) => document === before.documents[index])).toEqual([true, false])
  expect(after.documents.map(({ text }) => text)).toEqual([digest('one'), digest('three')])
  expect(after).toEqual(await readContent(folder, { now: NOW }))
})

test('recordedOf() leaves out control characters of what was collected, and nothing else', () => {
  const title = String.raw`C:\b\f\u0007 "x" \\u0007`
  const raw = (text: string) =>
    JSON.stringify({
      digest: '2026-Q1',
      since: '2026-01-01T00:00:00Z',
      until: '2026-04-01T00:00:00Z',
      sources: [{ id: text, kind: 'git', complete: true, returned: 1, kept: 0, dropped: { [text]: 1 }, requests: 0, problems: [] }],
      stories: [],
    })
  const kept = recordedOf(raw(`${title}\0\b\f\u001b[31m\u007f\uffff\t\n\r`))
  expect(kept).toEqual(recordedOf(raw(`${title}[31m\t\n\r`)))
  expect(kept?.sources[0]).toMatchObject({ id: `${title}[31m\t\n\r`, dropped: { [`${title}[31m\t\n\r`]: 1 } })
})
