import { expect, test } from 'vitest'
import { meets } from '../src/curate/meets.ts'
import { clientSchema, type Concern } from '../src/model/client.ts'
import type { Item } from '../src/model/item.ts'
import { change } from './stories.ts'

const concern = (match: object): Concern => {
  const [one] = clientSchema.parse({ name: 'A', tier: 't', since: '2026-01-01', concerns: [{ id: 'c', text: 'C', match }] }).concerns
  if (!one) throw new Error('no concern')
  return one
}
/** What is found, each as "by what item". */
const found = (match: object, ...items: Partial<Item>[]): string[] =>
  meets(concern(match))({ items: items.map((item, index) => change({ id: `o/r#${index + 1}`, title: 'a title', paths: [], ...item })) }).map(
    ({ by, what, item }) => `${by} ${what} ${item}`,
  )

test('any key meets a concern, in any item; paths stand first, then words, then labels', () => {
  const match = { labels: ['Security'], words: ['ticket'], paths: ['src/tls/**'] }
  expect(found(match, { labels: ['security'], title: 'a Ticket' }, { paths: ['README.md', 'src/tls/.env', 'src/tls/a.ts'] })).toEqual([
    'paths src/tls/.env o/r#2',
    'paths src/tls/a.ts o/r#2',
    'words Ticket o/r#1',
    'labels security o/r#1',
  ])
  expect(found(match, { labels: ['security'] })).toHaveLength(1)
  expect(found(match, { paths: ['src/tls/a.ts'] })).toHaveLength(1)
  expect(found(match, { message: 'No ticket.' })).toHaveLength(1)
  expect(found(match, {})).toEqual([])
})

test('without anything to match, nothing is met', () => {
  expect(found({}, { paths: ['a'], labels: ['b'] })).toEqual([])
})

test.each([
  ['another word', 'tickets', []],
  ['a part of a word', 'thicket ticketing ticket2', []],
  ['any case', 'TICKET', ['words TICKET o/r#1']],
  ['beside signs', '"ticket-based"', ['words ticket o/r#1']],
  ['a run of words', 'the session ticket', ['words ticket o/r#1', 'words session ticket o/r#1']],
  ['signs of regular expressions', 'C++', ['words C++ o/r#1']],
])('words are whole: %s', (_, title, expected) => {
  expect(found({ words: ['ticket', 'session ticket', 'C++'] }, { title })).toEqual(expected)
})

test('what a template says in its comments counts for nothing', () => {
  expect(found({ words: ['ticket'] }, { message: 'Fix it.\n<!-- Name the\nticket -->\nDone.' })).toEqual([])
  expect(found({ words: ['ticket'] }, { message: '<!-- a --> ticket <!-- b -->' })).toHaveLength(1)
})

test('everything once, where it was found first; all that is different is kept', () => {
  const paths = Array.from({ length: 50 }, (_, index) => `src/${index}.ts`)
  const items = [
    { title: 'Ticket and ticket', labels: ['A', 'a'], paths },
    { title: 'ticket', labels: ['a'], paths: [...paths, 'SRC/0.ts', 'src/new.ts'] },
  ]
  expect(found({ words: ['ticket'], labels: ['a'] }, ...items)).toEqual(['words Ticket o/r#1', 'labels A o/r#1'])
  expect(found({ paths: ['{src,SRC}/*'] }, ...items)).toEqual([
    ...paths.map((path) => `paths ${path} o/r#1`),
    'paths SRC/0.ts o/r#2',
    'paths src/new.ts o/r#2',
  ])
})

test('one concern serves many stories', () => {
  const evidenceOf = meets(concern({ words: ['ticket'] }))
  const one = { items: [change({ id: 'o/r#1', title: 'a ticket' })] }
  expect([evidenceOf(one), evidenceOf(one), evidenceOf({ items: [change({ id: 'o/r#2' })] })].map((all) => all.length)).toEqual([1, 1, 0])
})
