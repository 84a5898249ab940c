import { expect, test } from 'vitest'
import { draft } from '../src/draft/draft.ts'
import type { Section } from '../src/model/section.ts'
import type { Story } from '../src/model/story.ts'
import { draftInput, story } from './stories.ts'

const SECTIONS: Section[] = ['tls', 'net'].map((id) => ({ id, title: id.toUpperCase(), match: {}, limit: 20 }))
const told = (id: string, section: string, rank: number): Story => story({ id, section, rank, drafted: '2026-08-01T00:00:00Z' })
const BEFORE = [told('go/cl/1', 'tls', 1), told('go/cl/2', 'tls', 2), told('go/cl/3', 'net', 3), told('go/cl/4', 'tls', 4)]
const NEW = story({ id: 'go/cl/9', section: 'tls', rank: 5 })

const line = (id: number): string => `* [area: change go/cl/${id}](https://example.org) {/* go/cl/${id} */}`
const START = '---\ntitle: Test\nstatus: draft\n---\n\n## Executive summary\n\nWhat everyone reads.\n'

/** The lines above the new one, up to its heading. */
function above(text: string): string[] {
  const { text: result } = draft(draftInput({ text: `${START}\n${text}\n`, sections: SECTIONS, before: BEFORE, stories: [...BEFORE, NEW] }))
  const lines = result.split('\n').filter((one) => /^(?:#|\*|<)/.test(one))
  const at = lines.findIndex((one) => one.includes('go/cl/9'))
  return lines.slice(lines.findLastIndex((one, index) => index < at && one.startsWith('#')) - 1, at)
}

test('a section whose heading was reworded is where most of its lines are, not where the last one is', () => {
  expect(above(`## Secrets\n\n${line(1)}\n${line(2)}\n\n## NET\n\n${line(3)}\n${line(4)}`)).toEqual([
    '## Executive summary',
    '## Secrets',
    line(1),
    line(2),
  ])
})

test('and not where the last one is that was moved below a heading of the maintainer’s own', () => {
  expect(above(`## Secrets\n\n${line(1)}\n${line(2)}\n\n## My own\n\n${line(4)}\n\n## NET\n\n${line(3)}`)[1]).toBe('## Secrets')
})

test('a heading of another section is not taken for it where one of its own is left, however few lines are below that', () => {
  expect(above(`## Secrets\n\n${line(2)}\n\n## NET\n\n${line(1)}\n${line(3)}\n${line(4)}`)).toEqual(['## Executive summary', '## Secrets', line(2)])
  expect(above(`## NET\n\n${line(1)}\n${line(2)}\n${line(3)}\n${line(4)}`)[1]).toBe('## NET')
})

test('what is new in a section that was reworded and put into a mark stays in that mark', () => {
  expect(above(`<Clients>\n\n## Secrets\n\n${line(1)}\n${line(2)}\n${line(4)}\n\n</Clients>\n\n## NET\n\n${line(3)}`)).toEqual([
    '<Clients>',
    '## Secrets',
    line(1),
    line(2),
    line(4),
  ])
})

test('lines in a passage of a section count for the section', () => {
  expect(above(`## Secrets\n\n${line(1)}\n\n<Clients>\n\n${line(2)}\n${line(4)}\n\n</Clients>\n\n## NET\n\n${line(3)}`)).toEqual([
    '## Executive summary',
    '## Secrets',
    line(1),
  ])
})

test('a section ends where the next one begins, in a mark or not', () => {
  const text = `## TLS\n\n${line(1)}\n\n<Clients>\n\n## NET\n\n${line(3)}\n\n</Clients>`
  const folded = story({ id: 'go/cl/8', section: 'tls', rank: 5, folded: 'tests' })
  const input = draftInput({ text: `${START}\n${text}\n`, sections: SECTIONS, before: BEFORE, stories: [...BEFORE, folded] })
  const { text: result } = draft(input)
  expect(result.indexOf('New since the last draft')).toBeGreaterThan(result.indexOf(line(1)))
  expect(result.indexOf('New since the last draft')).toBeLessThan(result.indexOf('<Clients>'))
})
