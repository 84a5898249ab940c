import { expect, test } from 'vitest'
import { readDocument } from '../src/document.ts'
import { recordedSchema } from '../src/model/recorded.ts'
import { bodyOf, figureOf } from '../src/render/body.ts'
import { publicEdition } from '../src/render/edition.ts'

const SITE = { url: 'https://x.example/base', highlight: true, language: 'en' }
const item = { kind: 'change', id: 'a/b#1', title: 'tls: x', at: '2026-07-02T00:00:00Z', paths: ['src/tls/x.ts'] }
const recorded = recordedSchema.parse({
  digest: '2026-Q3',
  since: '2026-07-01T00:00:00Z',
  until: '2026-10-01T00:00:00Z',
  sources: [{ id: 'clone', kind: 'git', complete: true, returned: 9, kept: 1, dropped: {}, requests: 0 }],
  stories: [{ id: 'a/b#1', title: 'tls: x', refs: ['a/b#1'], items: [item] }],
})

function body(text: string, of?: typeof recorded) {
  const read = readDocument(`---\ntitle: t\nstatus: ready\ndate: 2026-10-05\n---\n\n${text}\n`, { kind: 'digests', id: '2026-Q3', file: 'x.mdx' })
  const edition = 'tree' in read ? publicEdition(read, { tiers: [], now: new Date('2026-10-06T00:00:00Z') }) : undefined
  if (!edition) throw new Error('not public')
  return bodyOf(edition, SITE, of && { recorded: of, figure: figureOf(of, SITE.language) })
}

test('a page has its quarter at a glance above its text and its sources below; without a record neither', () => {
  expect(body('Words.', recorded).above).toContain('<figure class="glance">')
  expect(body('Words.', recorded).below).toContain('<summary>Sources and coverage</summary>')
  expect(body('Words.')).toMatchObject({ body: '<p>Words.</p>', below: '' })
  expect(body('Words.').above).not.toContain('glance')
})

test('a page loads no picture from elsewhere', () => {
  expect(body('![far](https://y.example/a.png) ![near](/images/a.png)').body).toBe(
    '<p><a href="https://y.example/a.png">far</a> <img src="/base/images/a.png" alt="near"></p>',
  )
})
