import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { meets } from '../src/curate/meets.ts'
import { suggestMatch } from '../src/curate/suggest-match.ts'
import { parse } from 'yaml'
import { clientSchema } from '../src/model/client.ts'
import { collectionSchema } from '../src/model/collection.ts'
import type { Item } from '../src/model/item.ts'
import { change } from './stories.ts'
import { ROOT } from './scratch.ts'

type Given = Partial<Item> & { title: string }

/** Stories of one change each: those given, among forty about nothing of it. */
function stories(...given: Given[]) {
  const others = Array.from({ length: 40 }, (_, index): Given => ({
    title: `paint: draw shape number ${index}`,
    paths: [`src/paint/shape${index}.ts`],
  }))
  return [...given, ...others].map((one, index) => ({ items: [change({ id: `o/r#${index}`, paths: ['src/paint/x.ts'], ...one })] }))
}
const words = (text: string, ...given: Given[]): string[] | undefined => suggestMatch(text, stories(...given)).match.words

test('takes a telling word in all forms that occur, and none that only holds the sentence together', () => {
  const given = [{ title: 'harbour: moor ferries at night' }, { title: 'harbour: a ferry that is moored twice' }, { title: 'harbour: paint it' }]
  expect(words('How each ferry is moored', ...given)).toEqual(['ferry', 'ferries', 'moored', 'moor'])
})

test.each<[string, string, Given[], string[]]>([
  ['a word that many stories have', 'Shapes of ferries', [{ title: 'a ferry' }], ['ferry']],
  [
    'an ordinary word whose stories have nothing else of the text',
    'Rust on ferry hulls',
    [{ title: 'ferry hull' }, { title: 'hull of a ferry' }, { title: 'port it', message: 'To rust.' }, { title: 'again', message: 'Less rust.' }],
    ['ferry', 'hull'],
  ],
  [
    'the place around what tells more',
    'Brass bells in HARBOUR',
    [
      ...Array.from({ length: 6 }, (_, index) => ({ title: `HARBOUR: quay ${index}`, paths: ['src/harbour/quay.ts'] })),
      { title: 'HARBOUR: brass bells', paths: ['src/harbour/bells.ts'] },
    ],
    ['brass', 'bells'],
  ],
  [
    'a place that is far wider than the others',
    'QX1 and QX2 on m68k',
    [
      { title: 'QX1: faster', paths: ['src/qx1/a.ts'] },
      { title: 'QX2: faster', paths: ['src/qx2/a.ts'] },
      ...Array.from({ length: 7 }, (_, index) => ({ title: `m68k: ${index}`, paths: ['src/m68k/a.ts'] })),
    ],
    ['QX1', 'QX2'],
  ],
])('leaves out %s', (_, text, given, expected) => {
  expect(words(text, ...given)?.toSorted()).toEqual(expected.toSorted())
})

test('takes a two-word term where its words mean other things, too, or stand nowhere else', () => {
  const apart = ['night train', 'night bus', 'night sky', 'night owl', 'watch a pot', 'watch a film', 'watch a bird', 'wrist watch']
  expect(words('The night watch', { title: 'sleep through the night watch' }, ...apart.map((title) => ({ title })))).toEqual(['night watch'])
  expect(words('Tide tables', ...['print', 'bind', 'lose'].map((verb) => ({ title: `${verb} the tide tables` })))).toEqual(['tide tables'])
})

test('where a text names nothing, what stories are about is enough; where it does, it is not', () => {
  const given = [
    { title: 'mend the sails' },
    { title: 'sails again' },
    { title: 'patch it', message: 'So that the wind is felt.' },
    { title: 'GX7: turn' },
  ]
  expect(words('Sails and wind', ...given)).toEqual(['sails'])
  expect(words('Sails and wind on GX7', ...given)).toEqual(['GX7'])
})

test('a version is a word, and a text in capitals throughout names nothing by them', () => {
  expect(words('Stay on 3.6', { title: 'the last 3.6' })).toEqual(['3.6'])
  expect(suggestMatch('Slow Boats to Rome', stories()).match.words).toEqual(['Slow Boats'])
  expect(suggestMatch('the slow boats to Rome', stories()).match.words).toEqual(['Rome', 'slow boats'])
})

test('names and terms of which nothing was heard yet wait, and a place alone is nothing then', () => {
  const given = { title: 'SIG: sign', paths: ['src/sig/a.ts'] }
  expect(suggestMatch('Falcon-9 keys and slow boats in SIG', stories(given))).toEqual({
    match: { words: ['Falcon-9', 'slow boats'] },
    isFound: false,
  })
})

test('where nothing tells anything the words of the text stand, so that a concern is never empty', () => {
  expect(suggestMatch('Draw shapes', stories())).toEqual({ match: { words: ['draw', 'shape'] }, isFound: false })
  expect(suggestMatch('How is it?', [])).toEqual({ match: { words: ['How is it?'] }, isFound: false })
  expect(suggestMatch('Ferries', [])).toEqual({ match: { words: ['Ferries'] }, isFound: false })
})

test('names the folder that is called so, the file that is, and the folder in which most of it lies; no tests, and nothing across the tree', () => {
  const paths = (text: string, ...given: Given[]): string[] => suggestMatch(text, stories(...given)).match.paths ?? []
  const across = { title: 'all: spell it one way', paths: [...Array.from({ length: 20 }, (_, index) => `src/paint/${index}.ts`), 'src/ferry/a.ts'] }
  expect(paths('Ferries', { title: 'ferry: moor', paths: ['src/ferry/moor.ts', 'test/ferry/moor.ts'] }, across)).toEqual(['src/ferry/**'])
  expect(paths('Ferries', { title: 'moor a ferry', paths: ['src/harbour/ferry.ts', 'src/harbour/quay.ts', 'src/harbour/ferry.test.ts'] })).toEqual([
    'src/harbour/ferry.ts',
  ])
  const moored = { title: 'ferry: moor', paths: ['src/ferry/moor.ts'] }
  expect(paths('Ferries', moored, across, { ...across, title: 'all: again' })).toEqual([])
  const held = ['a', 'b', 'c'].map((name) => ({ title: `a ferry ${name}`, paths: [`src/harbour/${name}.ts`] }))
  expect(paths('Ferries', ...held)).toEqual(['src/harbour/**'])
  expect(paths('Ferries', { title: 'ferry', paths: ['src/[ferry]/a.ts'] })).toEqual(['src/\\[ferry\\]/**'])
})

test('what it suggests meets the stories that it was suggested from', () => {
  const all = stories({ title: 'harbour: ferries', paths: ['src/harbour/{ferry}.ts'] }, { title: 'a ferry+', paths: ['src/x/y.ts'] })
  const { match } = suggestMatch('Ferry timetables', all)
  const evidenceOf = meets({ match })
  expect(all.map((story) => evidenceOf(story).length > 0).indexOf(false)).toBe(2)
})

test('on the sample it finds most of what a person found by hand, and little else', () => {
  const { stories: collected } = collectionSchema.parse(JSON.parse(readFileSync(join(ROOT, 'content/items/2026-Q3.json'), 'utf8')))
  const concerns = ['acme', 'dorado'].flatMap(
    (name) => clientSchema.parse(parse(readFileSync(join(ROOT, `content/clients/${name}.yaml`), 'utf8'))).concerns,
  )
  const shares = ['tickets', 'self-tests'].map((id) => {
    const concern = concerns.find((one) => one.id === id)
    const [byHand, suggested] = [concern ?? { match: {} }, suggestMatch(concern?.text ?? '', collected)].map(({ match }) => {
      const evidenceOf = meets({ match })
      return new Set(collected.filter((story) => evidenceOf(story).length > 0).map(({ id: story }) => story))
    })
    const both = byHand?.intersection(suggested ?? new Set()).size ?? 0
    return [id, both / (byHand?.size ?? 1), both / (suggested?.size ?? 1)]
  })
  expect(shares).toEqual([
    ['tickets', 1, 1],
    ['self-tests', 1, 1],
  ])
})
