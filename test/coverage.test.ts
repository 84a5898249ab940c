import { expect, test } from 'vitest'
import { recordedSchema } from '../src/model/recorded.ts'
import { coverage } from '../src/render/coverage.ts'
import { printHtml } from '../src/render/html.ts'

const told = (sources: readonly object[]): string => {
  const recorded = recordedSchema.parse({ digest: 'x', since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z', sources, stories: [] })
  return printHtml({ type: 'root', children: coverage(recorded, 'en') })
}
const CLONE = { id: 'clone', kind: 'git', complete: true, returned: 12, kept: 9, dropped: { 'outside the paths': 2, '<merges>': 1 }, requests: 0 }

test('coverage() says the window with its last day, and of each source how much came, was kept, and was left out and why', () => {
  const html = told([CLONE, { ...CLONE, id: 'hub', kind: 'github', complete: false, dropped: {} }])
  expect(html).toContain('What happened from 1 July 2026 to 30 September 2026, as these sources tell it:')
  expect(html).toContain('<b>clone</b> (git): 12 seen, 9 kept, 2 left out: outside the paths, 1 left out: &#x3C;merges></li>')
  expect(html).toContain('<b>hub</b> (github): 12 seen, 9 kept; not complete</li>')
  expect(html).toMatch(/^<details class="sources">/)
})

test('coverage() of no source is none', () => expect(told([])).toBe(''))
