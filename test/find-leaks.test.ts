import { expect, test } from 'vitest'
import { findLeaks } from '../scripts/find-leaks.ts'
import type { PreparedDocument } from '../scripts/prepare-folder.ts'
import type { Folder } from '../src/folder.ts'
import { siteSchema } from '../src/model/site.ts'
import type { Searched, TreeFile } from '../src/tree.ts'
import { scratch } from './scratch.ts'

const site = siteSchema.parse({ title: 'T', url: 'https://x.example', author: { name: 'Ada', email: 'ada@example.org' }, tiers: [] })
const prepared = (given: { private?: string[]; open?: string[] }): PreparedDocument => ({
  file: 'digests/a.mdx',
  findings: [],
  days: [],
  passages: (given.private ?? []).map((text) => ({ from: 'digests/a.mdx:1', text })),
  search: (_, find) => new Set((given.open ?? []).flatMap((text) => [...find(text)])),
  images: { open: [], shown: [] },
  tellings: [],
  openings: { file: 'digests/a.mdx', passages: [] },
  key: '',
})

/** A site of one page that stays as it is, searched time and again; `reads`: how often it was read. */
function page(text: string) {
  let searched: Searched | undefined
  let reads = 0
  const folder: Folder = { folder: scratch(), site, clients: new Map(), manuscripts: [], images: [], records: [], faults: [] }
  const search = async (document: PreparedDocument, secret?: Buffer): Promise<string[]> => {
    const file: TreeFile = {
      path: 'a/index.html',
      read: () => (reads++, Buffer.from(text)),
      searched,
      remember: (found) => {
        searched = found
      },
    }
    return (await findLeaks([file], { folder, prepared: [document], secret, name: 'dist', now: new Date('2026-10-06T09:00:00Z') })).map(
      ({ code }) => code,
    )
  }
  return { search, reads: () => reads }
}

const SECRET = 'five words or more that are private'

test('findLeaks() reads a file again only when something else is private', async () => {
  const { search, reads } = page('<p>Words of the public.</p>')
  const document = prepared({ private: [SECRET] })
  expect([await search(document), await search(document), reads()]).toEqual([[], [], 1])
  expect([await search(prepared({ private: [SECRET, 'another passage of five words'] })), reads()]).toEqual([[], 2])
})

test('findLeaks() finds in a file that stands what has become private since it was searched', async () => {
  const { search } = page(`<p>Here are ${SECRET}.</p>`)
  expect(await search(prepared({ private: ['another passage of five words'] }))).toEqual([])
  expect(await search(prepared({ private: ['another passage of five words', SECRET] }))).toEqual(['leak/passage'])
})

test('findLeaks() finds in a file that stands what is not public any more elsewhere, without reading it', async () => {
  const { search, reads } = page(`<p>Here are ${SECRET}.</p>`)
  expect(await search(prepared({ private: [SECRET], open: [SECRET] }))).toEqual([])
  expect(await search(prepared({ private: [SECRET], open: ['else'] }))).toEqual(['leak/passage'])
  expect(reads()).toBe(1)
})

test('findLeaks() finds a key in a file that stands once it is the key', async () => {
  const secret = Buffer.alloc(32, 7)
  const { search } = page(`<p>${secret.toString('base64')}</p>`)
  expect(await search(prepared({}))).toEqual([])
  expect(await search(prepared({}), secret)).toEqual(['leak/key'])
  // What was found is never taken for searched.
  expect(await search(prepared({}), secret)).toEqual(['leak/key'])
})

test('findLeaks() lets pass what the window at a glance and the topics of a public digest say, whatever it is that clients care about', async () => {
  const edition = { kind: 'digests' as const, id: 'a', title: 'A', summary: '', description: '', date: '2026-10-05' }
  const document = { ...prepared({ private: ['crypto/tls', '9 changes landed'] }), edition }
  const figure = '<figure><b>9</b> changes landed <svg aria-label="crypto/tls 9"></svg></figure>'
  expect(await page(figure).search({ ...document, figure })).toEqual([])
  expect(await page(figure).search(document)).toEqual(['leak/passage', 'leak/passage'])
  const { edition: _, ...later } = document
  expect(await page(figure).search({ ...later, figure })).toEqual(['leak/passage', 'leak/passage'])
})
