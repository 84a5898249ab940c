import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { tell } from '../src/curate/told.ts'
import { piecesOfWork, subjectWords, UMBRELLA } from '../src/curate/umbrella.ts'
import type { Item } from '../src/model/item.ts'
import { change } from './stories.ts'

const WORDS = ['lathe', 'kettle', 'anvil', 'bellows', 'sieve', 'ladle', 'trowel', 'mallet', 'chisel', 'plane', 'hinge', 'pulley', 'winch', 'rasp']
/** Changes without anything in common. */
const apart = (count: number, given: (word: string, index: number) => Partial<Item> = () => ({})) =>
  Array.from({ length: count }, (_, index) => {
    const word = WORDS[index] ?? `tool${index}`
    return tell(
      change({ id: `o/r#${index}`, title: `${word}: fix the ${word}`, author: `Hand ${index}`, paths: [`src/${word}/a.ts`], ...given(word, index) }),
    )
  })
const sizes = (changes: ReturnType<typeof apart>, wordsOf: (word: string) => number = () => 0) =>
  piecesOfWork(changes, wordsOf)
    .map((piece) => piece.length)
    .sort((a, b) => b - a)
const alone = (count: number) => Array.from({ length: count }, () => 1)

describe('piecesOfWork()', () => {
  test('few are one piece, many that have nothing in common are each their own', () => {
    expect(sizes(apart(UMBRELLA))).toEqual([UMBRELLA])
    expect(sizes(apart(UMBRELLA + 1))).toEqual(alone(UMBRELLA + 1))
  })

  test('many by one person in one place are one piece where most share a word; in many places, by many people or without such words they are not', () => {
    const author = 'Ada Example'
    const near = (word: string, index: number): string => `fix the ${word} ${['oak', 'elm', 'ash'][index % 3]}`
    // Each word that they share is everywhere, so that none of them tells.
    const everywhere = (word: string): number => (word.length === 3 ? 999 : 1)
    expect(
      sizes(
        apart(13, (word, index) => ({ author, title: near(word, index), paths: ['src/shed/a.ts'] })),
        everywhere,
      ),
    ).toEqual([13])
    expect(
      sizes(
        apart(13, (word, index) => ({ author, title: `shed: ${near(word, index)}`, paths: [`src/${index}/a.ts`] })),
        everywhere,
      ),
    ).toEqual([13])
    expect(
      sizes(
        apart(13, (word, index) => ({ author, title: near(word, index) })),
        everywhere,
      ),
    ).toEqual(alone(13))
    expect(
      sizes(
        apart(13, (word, index) => ({ author: `Person ${index}`, title: near(word, index), paths: ['src/shed/a.ts'] })),
        everywhere,
      ),
    ).not.toEqual([13])
    expect(sizes(apart(13, (word) => ({ author, title: `fix the ${word}`, paths: ['src/shed/a.ts'] })))).toEqual(alone(13))
  })

  test('the name of an area tells nothing: unrelated work below it is told apart', () => {
    const ofMany = apart(13, (word, index) => ({ title: `shed: fix the ${word}`, paths: [`src/${index}/a.ts`], author: `Person ${index}` }))
    expect(sizes(ofMany)).toEqual(alone(13))
  })

  test('in one folder changes are alike that share half of their words', () => {
    const shared = (count: number) =>
      apart(13, (word) => ({ title: `Oil ${['old', 'wooden', 'garden'].slice(0, count).join(' ')} ${word}`, paths: ['src/shed/a.ts'] }))
    // Each word that they share is everywhere, so that none of them tells.
    expect(sizes(shared(3), () => 999)).toEqual([13])
    expect(sizes(shared(0), () => 999)).toEqual(alone(13))
  })

  test('many that share a telling word are one piece, in any script; a word that many others have tells nothing', () => {
    const frost = apart(14, (word, index) => (index < 7 ? { title: `${word}: fix the ${word} against frost` } : {}))
    expect(sizes(frost)).toEqual([7, ...alone(7)])
    expect(sizes(frost, (word) => (word === 'frost' || word === 'against' ? 22 : 0))).toEqual(alone(14))
    expect(sizes(apart(13, () => ({ title: 'Исправить мороз' })))).toEqual([13])
    expect(sizes(apart(13, (word) => ({ title: `${word}: fix the ${word} in all tests` })))).toEqual(alone(13))
  })

  test('what lies in one folder is one piece while it is little, and told apart by its words where it is much', () => {
    const two = apart(20, (_, index) => ({ author: `Person ${Math.floor(index / 10)}`, paths: [index < 10 ? 'src/shed/a.ts' : 'src/barn/a.ts'] }))
    expect(sizes(two)).toEqual([10, 10])
    const alike = apart(28, (_, index) => ({
      paths: [index < 14 ? 'src/shed/a.ts' : `src/${index}/a.ts`],
      title: index < 14 ? (index % 2 === 0 ? 'Oil old lathe' : 'Paint new door') : `Fix tool${index}`,
    }))
    expect(sizes(alike)).toEqual([7, 7, ...alone(14)])
  })

  test('each change is in exactly one piece', () => {
    const given = fc.record({
      title: fc.array(fc.constantFrom(...WORDS, 'fix', 'the', ': '), { maxLength: 4 }).map((words) => words.join(' ')),
      author: fc.constantFrom('Ada', 'Bo', 'Cy'),
      paths: fc.subarray(['src/a.ts', 'lib/a.ts', 'a.ts'], { maxLength: 1 }),
    })
    fc.assert(
      fc.property(fc.array(given, { maxLength: 30 }), fc.nat(30), (all, known) => {
        const changes = all.map((one, index) => tell(change({ id: `o/r#${index}`, ...one })))
        const pieces = piecesOfWork(changes, () => known)
        expect(
          pieces
            .flat()
            .map(({ item }) => item.id)
            .sort(),
        ).toEqual(changes.map(({ item }) => item.id).sort())
      }),
    )
  })
})

test('the words of a subject are what it is about', () => {
  const wordsOf = (title: string) => [...subjectWords(tell(change({ id: 'a', title })))]
  expect(wordsOf('shed/lathe: fix all tests of the Belt2 in x')).toEqual(['belt2'])
  expect(wordsOf('feat(shed): füge Öl hinzu')).toEqual(['füge', 'hinzu'])
  expect(wordsOf('')).toEqual([])
})
