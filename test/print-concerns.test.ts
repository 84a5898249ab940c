import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { printConcerns } from '../scripts/print-concerns.ts'
import type { ServedConcern } from '../scripts/served-concerns.ts'

const DAY = '2026-10-06'
const told = { id: '2026-Q2', on: '2026-07-05', story: 'owner/repository-of-a-long-name#12345' }
const CONCERNS: ServedConcern[] = [
  { client: 'acme', id: 'tickets', text: `How tickets are keyed ${'and rotated '.repeat(12)}`, match: { words: ['ticket'], labels: ['tls'] } },
  {
    client: 'borealis',
    id: 'roots',
    text: 'Roots',
    match: { paths: ['src/x509/**'] },
    met: { ...told, id: '2026-Q3', story: 'o/r#4' },
    suggested: told,
    taken: told,
    served: { ...told, days: 93 },
  },
  { client: 'borealis', id: 'vague', text: 'All', match: {}, met: { ...told }, suggested: { id: 'GO-2026-0001', on: '2026-08-01' } },
]
const QUESTIONS = [{ client: 'acme', on: '2026-09-24', asked: `Is it ${'really '.repeat(20)}safe?`, days: 12 }]
const print = (width?: number): string[] =>
  printConcerns(CONCERNS, { questions: QUESTIONS, day: DAY, width }).map((line) => stripVTControlCharacters(line))

test('on a terminal it is a table of at most 100 columns, with what was said, what meets it, and the stories below each row', () => {
  const lines = print(240)
  expect(lines.filter((line) => line.length > 100)).toEqual([])
  expect(print(72).filter((line) => line.length > 72)).toEqual([])
  expect(lines.filter((line) => !line.startsWith(' '))).toEqual([
    'served        client    concern  met      suggested     taken',
    'never         acme      tickets  –        –             –',
    '3 months ago  borealis  roots    2026-Q3  2026-Q2       2026-Q2',
    'never         borealis  vague    2026-Q2  GO-2026-0001  –',
    '',
    'questions that wait for an answer',
    '12 days ago, acme',
  ])
  const said = lines.map((line) => line.trim()).join(' ')
  for (const text of [
    'matches "ticket", label "tls"',
    'met with o/r#4; suggested, taken with owner/repository-of-a-long-name#12345',
    'matches nothing',
    CONCERNS[0]?.text.trim(),
    QUESTIONS[0]?.asked,
  ])
    expect(said).toContain(text)
})

test('elsewhere it is a row each, whole', () => {
  expect(print().map((line) => line.split('\t').slice(0, 6))).toEqual([
    ['served', 'client', 'concern', 'met', 'suggested', 'taken'],
    ['never', 'acme', 'tickets', '–', '–', '–'],
    [
      '3 months ago',
      'borealis',
      'roots',
      '2026-Q3 o/r#4',
      '2026-Q2 owner/repository-of-a-long-name#12345',
      '2026-Q2 owner/repository-of-a-long-name#12345',
    ],
    ['never', 'borealis', 'vague', '2026-Q2 owner/repository-of-a-long-name#12345', 'GO-2026-0001', '–'],
    ['asked', 'client', 'question'],
    ['12 days ago', 'acme', QUESTIONS[0]?.asked],
  ])
  expect(printConcerns([], { questions: [], day: DAY, width: undefined })).toEqual([])
})
