import { expect, test } from 'vitest'
import { siteSchema } from '../src/model/site.ts'
import type { History } from '../src/render/history.ts'
import { otherPages } from '../src/render/other-pages.ts'
import { frameOf } from '../src/render/frame-of.ts'
import { searchedPages } from '../src/render/searched-pages.ts'

const frame = frameOf(
  {
    site: siteSchema.parse({ title: 'T', url: 'https://x.example', author: { name: 'Ada', email: 'ada@x.example' } }),
    records: ['2026-Q2', '2026-Q3'],
    clients: new Map(),
  },
  { pages: [{ name: 'about', title: 'About' }], now: new Date('2026-10-06T00:00:00Z') },
)
const digest = (id: string, date: string) => ({ id, title: `Digest ${id}`, date, path: `/${id}/` })
const [Q2, Q3] = [digest('2026-Q2', '2026-07-05'), digest('2026-Q3', '2026-10-05')]
const story = (name: string, told: readonly (readonly [typeof Q2, place: number])[]): History => ({
  path: `/stories/${name}/`,
  others: [`/stories/${name}-too/`],
  id: name,
  title: name,
  state: undefined,
  links: [],
  area: 'tls',
  steps: [],
  told: told.map(([of, place]) => ({ digest: of, place, title: name, state: undefined, said: { type: 'root', children: [] } })),
})
/** Those told last first, as `histories` gives them. */
const stories = [
  story('a', [[Q3, 2]]),
  story('b', [
    [Q2, 0],
    [Q3, 1],
  ]),
  story('c', [[Q2, 1]]),
]
const edition = { kind: 'digests' as const, title: 'x', summary: 's', description: 's' }
const editions = [Q3, Q2].map(({ id, date }) => ({ ...edition, id, date }))
const pages = otherPages(frame, { editions, stories, supporters: [], figure: undefined })
const dataOf = (path: string) => pages.find((page) => page.path === path)?.data

test('followed is what several digests told, told last what the latest did, in its order', () => {
  expect(dataOf('/stories/')?.stories?.followed.map(({ title, digests }) => [title, digests.map(({ id }) => id)])).toEqual([
    ['b', ['2026-Q2', '2026-Q3']],
  ])
  expect(dataOf('/stories/')?.stories?.latest.map(({ title }) => title)).toEqual(['b', 'a'])
})

test('a topic counts each of its stories once, and each of these leads to it', () => {
  expect(dataOf('/topics/')?.topics).toEqual([{ name: 'tls', path: '/topics/tls/', stories: 3, digests: [Q3, Q2] }])
  for (const path of ['/stories/a/', '/stories/b/', '/stories/c-too/'])
    expect(dataOf(path)?.story?.topic).toEqual({ name: 'tls', path: '/topics/tls/' })
})

test('a story stands at each of its paths, and is told of by one: its page, the sitemap and the search', () => {
  expect(dataOf('/stories/b-too/')?.canonical).toBe('/stories/b/')
  const paths = dataOf('/sitemap-0.xml')?.paths ?? []
  expect(paths.filter(({ path }) => path.startsWith('/stories/'))).toEqual([
    { path: '/stories/', day: undefined },
    { path: '/stories/a/', day: '2026-10-05' },
    { path: '/stories/b/', day: '2026-10-05' },
    { path: '/stories/c/', day: '2026-07-05' },
  ])
  expect(paths).toContainEqual({ path: '/archive/', day: '2026-10-05' })
  expect(searchedPages(frame, { editions, stories }).filter(({ kind }) => kind === 'stories')).toEqual(
    ['a', 'b', 'c'].map((name) => ({ path: `/stories/${name}/`, kind: 'stories', date: name === 'c' ? '2026-07-05' : '2026-10-05' })),
  )
})
