import { expect, test } from 'vitest'
import { previewDocuments } from '../scripts/preview-documents.ts'
import type { Manuscript } from '../src/folder.ts'

const one = (kind: Manuscript['kind'], id: string, head: string, published?: string) => ({
  manuscript: { kind, id, file: `${kind}/${id}.mdx`, text: `---\n${head}\n---\n\nText.\n`, errata: [] },
  prepared: published && kind !== 'pages' ? { edition: { kind, id, title: `T ${id}`, summary: '', description: '', date: published } } : {},
})

test('what is in work comes first, then what is public by kind, each newest first, then the pages', () => {
  const documents = previewDocuments([
    one('digests', '2026-Q1', 'status: ready', '2026-04-01'),
    one('digests', '2026-Q2', 'status: ready', '2026-07-01'),
    one('digests', '2026-Q3', 'title: "In work"\nstatus: draft'),
    one('digests', '2026-Q4', 'title: Later\nstatus: ready\npublicOn: 2027-02-01'),
    one('notices', 'N-1', 'status: ready', '2026-08-01'),
    one('posts', 'why', 'status: ready', '2026-09-01'),
    one('pages', 'about', 'title: About'),
    one('digests', 'broken', 'title: [unfinished'),
  ])
  expect(documents.map(({ path }) => path)).toEqual([
    '/2026-Q4/',
    '/2026-Q3/',
    '/broken/',
    '/2026-Q2/',
    '/2026-Q1/',
    '/N-1/',
    '/posts/why/',
    '/about/',
  ])
  expect(documents.slice(0, 4)).toMatchObject([
    { title: 'Later', status: 'not public before 2027-02-01', date: '2027-02-01' },
    { title: 'In work', status: 'draft', date: '2026-10-01' },
    { title: 'broken', status: '', isPublic: false },
    { title: 'T 2026-Q2', status: '', isPublic: true },
  ])
})
