import fc from './fast-check.ts'
import type { Nodes } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkMdx from 'remark-mdx'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, test } from 'vitest'
import { type DraftInput, draft } from '../src/draft/draft.ts'
import { evidence } from '../src/draft/evidence.ts'
import { markersOf } from '../src/markers-of.ts'
import { parseMdx } from '../src/mdx.ts'
import { commentOf, isExpression } from '../src/mdx-nodes.ts'
import type { Coverage } from '../src/model/coverage.ts'
import type { Wording } from '../src/model/item.ts'
import { DESK, type Section } from '../src/model/section.ts'
import type { Story } from '../src/model/story.ts'
import { plain, plainLine } from '../src/plain.ts'
import { change, story, vulnerability, draftInput } from './stories.ts'

const SECTIONS: Section[] = [
  { id: 'security', title: 'Security', match: {}, limit: 20 },
  { id: 'landed', title: 'Landed', match: {}, limit: 20 },
]
const COVERAGE: Coverage[] = [
  {
    id: 'clone',
    kind: 'git',
    complete: true,
    returned: 3,
    kept: 2,
    dropped: { 'outside the paths': 1 },
    asked: [],
    served: 'disk',
    requests: 1,
    problems: [],
  },
]

const input = (given: Partial<DraftInput>): DraftInput => draftInput({ sections: SECTIONS, coverage: COVERAGE, ...given })

/** Drafts, then drafts again from what the first run left. */
function again(text: string, first: ReturnType<typeof draft>, given: Partial<DraftInput>) {
  return draft(input({ text, before: first.stories, now: '2026-10-09T09:00:00Z', ...given }))
}

function expressions(text: string): Nodes[] {
  const found: Nodes[] = []
  const walk = (node: Nodes): void => {
    if (isExpression(node) || node.type === 'mdxjsEsm' || /Jsx/.test(node.type)) found.push(node)
    if ('children' in node) node.children.forEach(walk)
  }
  walk(parseMdx(text))
  walk(unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).use(remarkMdx).parse(text))
  return found
}

const AWKWARD = [
  '{process.env.HOME}',
  '<script>alert(1)</script>',
  '`ticks` and ``more',
  'a](https://evil.example)',
  'import x from "y"',
  'export default 1',
  '**/*.go',
  '*/ process.env.HOME /*',
  '*/} {process.env.HOME} {/*',
  '# heading',
  '- list',
  '1. list',
  '\u200fright to left',
  '<Clients only="acme">x</Clients>',
  '{/* go/cl/1 */}',
  '</Clients>',
  '| a | b |',
  '---',
  '&lt;b&gt;',
  '[^1]: note',
  '***',
  '\\',
]

describe('draft()', () => {
  test('drafts a line a story with its links and marker, and the evidence below it', () => {
    const told = story({
      id: 'go/cl/1',
      refs: ['go/cl/1', 'golang/go#9'],
      items: [
        change({
          id: 'go/cl/1',
          title: 'crypto: add X',
          paths: ['a.go', 'b.go'],
          message: 'Fixes #9\n\nThis is why\nit was done.\n\nMore.',
          references: [{ id: 'golang/go#9', verb: 'fixes' }],
        }),
      ],
    })
    const { text, added, stories } = draft(input({ stories: [{ ...told, title: 'crypto: add X' }] }))
    expect(text).toContain(
      '## Landed\n\n* [crypto: add X](https://example.org/go%2Fcl%2F1) ([#9](https://github.com/golang/go/issues/9)) {/* go/cl/1 */}\n  {/*\n',
    )
    expect(text).toContain('Ada Example, 1 August 2026, +10 −2 in 2 files: a.go, b.go')
    expect(text).toContain('This is why it was done.')
    expect(text).toContain('It fixes golang/go#9')
    expect(text).toMatch(/^---\ntitle: The Test Quarterly, 2026 Q3\nsummary: ""\nstatus: draft\n---\n/)
    expect(added).toHaveLength(1)
    expect(stories[0]?.drafted).toBe('2026-10-02T09:00:00Z')
    expect(text).toContain('clone (git): returned 3, kept 2, 1 outside the paths')
    expect(text).not.toContain('## Security')
  })

  test('says that a change follows another, and takes it for no issue of the line', () => {
    const references = [
      { id: 'golang/go#9', verb: 'fixes' as const },
      { id: 'go/cl/1', verb: 'follows' as const },
    ]
    const told = story({ id: 'go/cl/2', refs: ['go/cl/2', 'golang/go#9'], items: [change({ id: 'go/cl/2', references })] })
    expect(evidence(told).value).toContain('\nIt fixes golang/go#9, follows go/cl/1\n')
    const fix = vulnerability({ id: 'GO-2026-1', references })
    expect(evidence(story({ id: 'GO-2026-1', items: [fix] })).value).toContain('\nIt was fixed by golang/go#9, follows go/cl/1\n')
  })

  test('drafts a vulnerability with what is affected, where it is fixed and what its state is, and each note', () => {
    const lead = vulnerability({
      id: 'GO-2026-1',
      state: 'withdrawn',
      references: [
        { id: 'go/cl/1', verb: 'fixes' },
        { id: 'golang/go#9', verb: 'updates' },
      ],
      notes: ['Its date */ is not known'],
    })
    const fix = change({ id: 'go/cl/1', notes: ['It says #8'] })
    const refs = ['GO-2026-1', 'go/cl/1', 'CVE-2026-1', 'GHSA-2345-6789-cfgh', 'go@0123456789ab', 'o/r@0123456789ab']
    const { text } = draft(input({ stories: [story({ id: 'GO-2026-1', title: 'Trouble', refs, items: [lead, fix] })] }))
    expect(text).toContain(
      '* Withdrawn: [Trouble](https://pkg.go.dev/vuln/GO-2026-1) ([CVE-2026-1](https://www.cve.org/CVERecord?id=CVE-2026-1), [GHSA-2345-6789-cfgh](https://github.com/advisories/GHSA-2345-6789-cfgh), [o/r@0123456789ab](https://github.com/o/r/commit/0123456789ab)) {/* GO-2026-1 */}\n',
    )
    const evidence = text.slice(text.indexOf('Why here'), text.indexOf('*/}', text.indexOf('Why here'))).split('\n')
    expect(evidence.slice(1, -1).map((one) => one.trim())).toEqual([
      '1 August 2026, withdrawn',
      'A peer can cause trouble.',
      'Affects crypto/tls',
      'Fixed in stdlib 1.26.1',
      'Severity: not assigned by the database',
      'It was fixed by go/cl/1, was reported in golang/go#9',
      'Mind: Its date * / is not known',
      'Also go/cl/1 area: change go/cl/1 (Ada Example, 1 August 2026, +10 −2 in 1 file)',
      'Mind, of go/cl/1: It says #8',
    ])
  })

  test('does not link the ids that a thing had before its repository was renamed', () => {
    const item = change({ id: 'new/r#1', aliases: ['old/r#1'] })
    const { text } = draft(input({ stories: [story({ id: 'new/r#1', refs: ['new/r#1', 'old/r#1'], items: [item] })] }))
    expect(text).toContain(') {/* new/r#1 */}')
    expect(text).not.toContain('old/r')
  })

  test('tells where a proposal stands and how it came there', () => {
    const item = { ...change({ id: 'o/r#1', paths: [] }), kind: 'proposal' as const, state: 'accepted' }
    const transitions = [
      { at: '2026-07-02T00:00:00Z', to: 'active' },
      { at: '2026-08-05T00:00:00Z', to: 'accepted' },
    ]
    const { text } = draft(input({ stories: [story({ id: 'o/r#1', items: [{ ...item, transitions }] })] }))
    expect(text).toContain('* Accepted: [')
    expect(text).toContain('Ada Example, 1 August 2026, accepted\n    Steps: active 2 July 2026, accepted 5 August 2026')
  })

  test.each(AWKWARD)('shows %j literally, everywhere, and runs nothing', (awkward) => {
    const { text } = draft(
      input({
        stories: [
          story({
            id: 'go/cl/1',
            title: awkward,
            items: [
              change({
                id: 'go/cl/1',
                title: awkward,
                author: awkward,
                paths: [awkward],
                message: `${awkward}\n\n${awkward}`,
                notes: [awkward],
                wording: [{ path: awkward, text: `${awkward}\n\n${awkward}` }],
              }),
            ],
          }),
          story({ id: 'go/cl/2', rank: 2, title: awkward, folded: 'tests', items: [change({ id: 'go/cl/2', title: awkward })] }),
        ],
        coverage: [{ ...(COVERAGE[0] ?? never()), problems: [awkward] }],
      }),
    )
    const found = expressions(text)
    expect(found.every((node) => commentOf(node) !== undefined)).toBe(true)
    expect(markersOf(parseMdx(text)).map((marker) => marker.id)).toEqual(['go/cl/1'])
    const list = parseMdx(text).children.find((node) => node.type === 'list')
    const link = list?.type === 'list' ? list.children[0]?.children[0] : undefined
    expect(JSON.stringify(link?.type === 'paragraph' && link.children[0])).toContain(JSON.stringify(awkward).slice(1, -1))
  })

  test('any text from outside compiles in both parsers and stays data', () => {
    const outside = fc.string({ unit: fc.constantFrom(...'{}<>[]()*_`#!|~\\/&;:.-+=1"\' \nabC'), maxLength: 60 })
    fc.assert(
      fc.property(outside, outside, outside, (title, message, path) => {
        const line = title.replace(/\s+/g, ' ').trim() || 'x'
        const { text } = draft(
          input({
            stories: [
              story({
                id: 'go/cl/1',
                title: line,
                reasons: [path],
                items: [change({ id: 'go/cl/1', title: line, message, paths: [path.replace(/\s+/g, ' ')] })],
              }),
            ],
          }),
        )
        expect(expressions(text).every((node) => commentOf(node) !== undefined)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('folded stories and those beyond the limit are counted and listed, none is missing', () => {
    const stories = [1, 2, 3, 4]
      .map((number) => story({ id: `go/cl/${number}`, rank: number }))
      .concat(story({ id: 'go/cl/5', rank: 5, folded: 'tests' }))
    const { text, added, listed } = draft(input({ stories, sections: [{ id: 'landed', title: 'Landed', match: {}, limit: 2 }] }))
    expect([added.length, listed.length]).toEqual([2, 3])
    expect(markersOf(parseMdx(text)).map((marker) => marker.id)).toEqual(['go/cl/1', 'go/cl/2'])
    expect(text).toContain('Not shown: 3\n')
    expect(text).toContain('2 beyond the limit of the section')
    expect(text).toContain('1 with nothing but tests')
    for (const { id } of stories) expect(text).toContain(id)
  })

  test('drafting twice is drafting once', () => {
    const stories = [story({ id: 'go/cl/1' }), story({ id: 'go/cl/2', rank: 2, folded: 'tests' })]
    const first = draft(input({ stories }))
    const second = again(first.text, first, { stories })
    expect(second.text).toBe(first.text)
    expect(second.stories).toEqual(first.stories)
    expect([second.added.length, second.listed.length]).toEqual([0, 0])
  })

  test("adds new stories at the end of their section's list and touches nothing else", () => {
    const first = draft(input({ stories: [story({ id: 'go/cl/1' })] }))
    const edited = first.text
      .replace('[area: change go/cl/1]', '**My own words.** [Details]')
      .replace('## Executive summary\n', '## Executive summary\n\nMine.\n')
    const second = again(edited, first, { stories: [story({ id: 'go/cl/1' }), story({ id: 'go/cl/2', rank: 2 })] })
    expect(second.added.length).toBe(1)
    const lines = second.text.split('\n')
    expect(edited.split('\n').every((line) => lines.includes(line))).toBe(true)
    expect(markersOf(parseMdx(second.text)).map((marker) => marker.id)).toEqual(['go/cl/1', 'go/cl/2'])
    const [list] = parseMdx(second.text).children.filter((node) => node.type === 'list')
    expect(list?.type === 'list' && list.children.length).toBe(2)
  })

  test('what was deleted stays deleted', () => {
    const stories = [story({ id: 'go/cl/1' }), story({ id: 'go/cl/2', rank: 2 })]
    const first = draft(input({ stories }))
    const edited = first.text.replace(/^\* \[area: change go\/cl\/1\][\s\S]*?\*\/\}\n(?=\* )/m, '')
    expect(markersOf(parseMdx(edited)).map((marker) => marker.id)).toEqual(['go/cl/2'])
    expect(again(edited, first, { stories }).text).toBe(edited)
  })

  test('a story whose marker was moved under another heading, or merged into another line, is not drafted again', () => {
    const stories = [story({ id: 'go/cl/1' }), story({ id: 'go/cl/2', rank: 2 })]
    const text = '---\ntitle: x\nstatus: draft\n---\n\n## Elsewhere\n\n- Both. {/* go/cl/2 */} {/* go/cl/1 */}\n'
    expect(draft(input({ stories, text })).text).toBe(text)
  })

  test('a marker stands for the story that holds its id in refs', () => {
    const told = story({ id: 'go/cl/2', refs: ['go/cl/2', 'go/cl/1', 'golang/go#7'], items: [change({ id: 'go/cl/2' }), change({ id: 'go/cl/1' })] })
    for (const id of told.refs) {
      const text = `## Landed\n\n* Mine. {/* ${id} */}\n`
      expect(draft(input({ stories: [told], text })).text).toBe(text)
    }
  })

  test('a change that joins a story with a line is listed, once, and not drafted anew', () => {
    const first = draft(input({ stories: [story({ id: 'go/cl/1', refs: ['go/cl/1', 'golang/go#7'] })] }))
    const grown = story({
      id: 'go/cl/2',
      refs: ['go/cl/2', 'go/cl/1', 'golang/go#7'],
      items: [change({ id: 'go/cl/2', title: 'a: mend CVE-2026-1' }), change({ id: 'go/cl/1' })],
    })
    const second = again(first.text, first, { stories: [grown] })
    expect(second.text).toContain('New since the last draft: 1\n  1 that joined a story with a line\n    go/cl/2 a: mend CVE-2026-1 (with go/cl/1)')
    expect([second.added.length, second.listed.length, second.stories[0]?.drafted]).toEqual([0, 1, '2026-10-02T09:00:00Z'])
    expect(again(second.text, second, { stories: [grown] }).text).toBe(second.text)
  })

  test('a new story that names the change of another is drafted for itself', () => {
    const stories = [story({ id: 'o/r#198' }), story({ id: 'o/r#226', rank: 2, refs: ['o/r#226', 'o/r#198'] })]
    const first = draft(input({ stories: stories.slice(0, 1) }))
    expect(markersOf(parseMdx(again(first.text, first, { stories }).text)).map((marker) => marker.id)).toEqual(['o/r#198', 'o/r#226'])
    const text = '## Landed\n\n* Mine. {/* o/r#198 */}\n'
    expect(draft(input({ stories, text })).added.length).toBe(1)
  })

  describe('a repository that was renamed between two drafts', () => {
    const renamed = (number: number, given: Partial<Story> = {}) => {
      const id = `new/name#${number}`
      return story({ id, items: [change({ id, title: `area: change old/name#${number}`, aliases: [`old/name#${number}`] })], ...given })
    }
    const old = (number: number, given: Partial<Story> = {}) => story({ id: `old/name#${number}`, ...given })

    test('doubles no line, whichever of the two drafts knew both names', () => {
      const first = draft(input({ stories: [old(1), old(2, { rank: 2, folded: 'tests' })] }))
      const second = again(first.text, first, { stories: [renamed(1), renamed(2, { rank: 2, folded: 'tests' })] })
      expect([second.text, second.added.length, second.listed.length]).toEqual([first.text, 0, 0])
      expect(second.stories.map((one) => [one.id, one.drafted])).toEqual([
        ['new/name#1', '2026-10-02T09:00:00Z'],
        ['new/name#2', undefined],
      ])
      const third = again(second.text, second, { stories: [old(1), old(2, { rank: 2, folded: 'tests' })] })
      expect([third.text, third.added.length, third.listed.length, third.stories.length]).toEqual([first.text, 0, 0, 2])
    })

    test('brings no deleted line back, at once or after a run without the story', () => {
      const first = draft(input({ stories: [old(1), old(2, { rank: 2 })] }))
      const edited = first.text.replace(/^\* \[area: change old\/name#1\][\s\S]*?\*\/\}\n(?=\* )/m, '')
      expect(markersOf(parseMdx(edited)).map((marker) => marker.id)).toEqual(['old/name#2'])
      const second = again(edited, first, { stories: [renamed(1), renamed(2, { rank: 2 })] })
      expect([second.text, second.stories.length]).toEqual([edited, 2])
      const away = again(edited, first, { stories: [renamed(2)] })
      expect(away.stories.map((one) => one.id)).toEqual(['new/name#2', 'old/name#1'])
      expect(again(edited, away, { stories: [renamed(1), renamed(2, { rank: 2 })] }).text).toBe(edited)
    })

    test('a marker under the old name stands for the story, without a record too', () => {
      const text = '## Landed\n\n* Mine. {/* old/name#1 */}\n'
      expect(draft(input({ stories: [renamed(1)], text })).text).toBe(text)
    })

    test('what joined a story with a line is listed once', () => {
      const first = draft(input({ stories: [old(1)] }))
      const grown = story({ id: 'new/name#1', items: [...renamed(1).items, change({ id: 'new/name#3' })] })
      const second = again(first.text, first, { stories: [grown] })
      expect(second.text).toContain('\n    new/name#3 area: change new/name#3 (with new/name#1)\n')
      expect(second.listed.length).toBe(1)
    })
  })

  describe('suggested wording', () => {
    const suggested = (...wordings: Wording[][]): string[] =>
      evidence(story({ id: 'o/r#0', items: wordings.map((wording, index) => change({ id: `o/r#${index}`, wording })) }))
        .value.split('\n')
        .filter((line) => /Suggested wording/.test(line))

    test("quotes what the lead's author wrote, with its path, on one line each, the first three", () => {
      const path = 'doc/next/6-stdlib/1.md'
      const own = [{ path, text: 'It is faster.\n\nMuch\u2028 "faster".' }, { text: 'Two.' }, { text: 'Three.' }, { text: 'Four.' }]
      expect(suggested(own, [{ text: 'Of another.' }])).toEqual([
        'Suggested wording (doc/next/6-stdlib/1.md): "It is faster. Much "faster"."',
        'Suggested wording: "Two."',
        'Suggested wording: "Three."',
      ])
    })

    test('quotes the others of the story where the lead has none', () => {
      expect(suggested([], [{ text: 'One.' }, { path: 'a.md', text: 'Two.' }], [{ text: 'Three.' }, { text: 'Four.' }])).toEqual([
        'Suggested wording, of o/r#1: "One."',
        'Suggested wording, of o/r#1 (a.md): "Two."',
        'Suggested wording, of o/r#2: "Three."',
      ])
      expect(suggested([{ text: 'Own.' }], [{ text: 'Of another.' }])).toEqual(['Suggested wording: "Own."'])
      expect(suggested([], [])).toEqual([])
    })

    test('cuts after a word, at 600 characters, and splits no character', () => {
      const [long = ''] = suggested([{ text: `${'word '.repeat(150)}` }])
      expect(long).toMatch(/^Suggested wording: "word .* word …"$/)
      expect(long.slice(20, -1).length).toBeLessThanOrEqual(600)
      expect(long.slice(20, -1).length).toBeGreaterThan(590)
      expect(suggested([{ text: 'x'.repeat(600) }])).toEqual([`Suggested wording: "${'x'.repeat(600)}"`])
      expect(suggested([{ text: `x${'🎉'.repeat(400)}` }])[0]?.isWellFormed()).toBe(true)
    })

    test('is a comment whatever it says, and one line of it', () => {
      const outside = fc.string({ unit: fc.constantFrom(...'{}<>[]()*_`#!|~\\/&;:.-+="\' \nab\u2028\ud83c\u202e', '*/', '/*', '```'), maxLength: 60 })
      const plainly = outside.map(plain).filter((text) => text.trim() !== '')
      fc.assert(
        fc.property(plainly, plainly, (path, text) => {
          const wording = [{ path: plainLine(path), text }]
          const told = story({ id: 'go/cl/1', title: 'x', items: [change({ id: 'go/cl/1', wording })] })
          const drafted = draft(input({ stories: [told] })).text
          const found = expressions(drafted)
          expect(found.length).toBeGreaterThan(2)
          expect(found.every((node) => commentOf(node) !== undefined)).toBe(true)
          expect(markersOf(parseMdx(drafted)).map((marker) => marker.id)).toEqual(['go/cl/1'])
          expect(drafted).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
          expect(evidence(told).value.split('\n')).toHaveLength(evidence(story({ id: 'go/cl/1' })).value.split('\n').length + 1)
        }),
        { numRuns: 300 },
      )
    })
  })

  describe('the excerpt of what a change says', () => {
    const excerptOf = (message: string) => evidence(story({ id: 'o/r#1', items: [change({ id: 'o/r#1', message })] })).value.split('\n')[3]

    test.each([
      'Fixes #1',
      'Fixes: #1, golang/go#2 and https://github.com/o/r/issues/3.',
      '- Closes #1\n- Updates o/r#2;',
      '* Resolved:#1,#2,#3',
      'For issues #1, #2.',
      'Part of https://github.com/o/r/pull/3',
      'Reverts o/r#4',
      'Depends on #4.',
      'Stacked on top of o/r#4',
      'Follow-up to https://github.com/o/r/pull/3',
    ])('leaves out a paragraph that only names issues: %j', (names) => {
      expect(excerptOf(`${names}\n\nThis is why.`)).toBe('This is why.')
    })

    test.each(['Fixes', 'Fixes #1 for good.', 'for and of', 'See #1', 'note:#1', 'Fixes o/r/x#1'])('keeps %j', (text) => {
      expect(excerptOf(`${text}\n\nThis is why.`)).toBe(text)
    })

    test('leaves out comments of templates, and keeps one that is not closed', () => {
      expect(excerptOf('<!-- fill\n\nin -->a<!---->b<!-- x --> c\n\nd')).toBe('ab c')
      expect(excerptOf('a <!-- b')).toBe('a <!-- b')
      expect(excerptOf('<!--> a --> b')).toBe('b')
    })

    test.each([
      ['numbers', `${Array.from({ length: 30_000 }, (_, index) => `#${index + 100}`).join(',')} and other words`],
      ['numbers without commas', `Fixes ${'#100'.repeat(50_000)} words`],
      ['comments that are not closed', '<!--'.repeat(50_000)],
      ['closed comments', '<!-- -->'.repeat(25_000)],
      ['carriage returns', `${'\r'.repeat(200_000)}x`],
      ['spaces', `#${' '.repeat(200_000)}x`],
      ['dashes', `${'-'.repeat(200_000)}x`],
      ['a link', `https://${'1/'.repeat(100_000)}x`],
      ['a name', `${'a/'.repeat(100_000)}#x`],
      ['blank lines', `${'\n \t'.repeat(66_000)}x`],
    ])('takes no time for 200 kB of %s', (_, message) => {
      const from = performance.now()
      excerptOf(message)
      expect(performance.now() - from).toBeLessThan(1000)
    })
  })

  test('what was deleted stays deleted when its story was away for a run', () => {
    const stories = [story({ id: 'go/cl/1' }), story({ id: 'go/cl/2', rank: 2 })]
    const first = draft(input({ stories }))
    const edited = first.text.replace(/^\* \[area: change go\/cl\/2\][\s\S]*?\*\/\}\n/m, '')
    const away = again(edited, first, { stories: stories.slice(0, 1) })
    expect(away.stories.map((one) => [one.rank, one.id])).toEqual([
      [1, 'go/cl/1'],
      [2, 'go/cl/2'],
    ])
    expect(again(edited, away, { stories }).text).toBe(edited)
  })

  describe('a story that is told apart', () => {
    const both = (ids: readonly string[]): Story => story({ id: ids[0] ?? '', refs: [...ids], items: ids.map((id) => change({ id })) })
    const apart = [story({ id: 'go/cl/1' }), story({ id: 'go/cl/2', rank: 2 })]
    const withoutSecond = (text: string): string => text.replace(/^\* \[area: change go\/cl\/2\][\s\S]*?\*\/\}\n(?=\n)/m, '')

    test('keeps its line for the part that the marker names, whatever led it since; the other part gets one of its own', () => {
      const first = draft(input({ stories: [story({ id: 'go/cl/1' })] }))
      const grown = again(first.text, first, { stories: [both(['go/cl/2', 'go/cl/1'])] })
      const third = again(grown.text, grown, { stories: apart })
      expect(third.added.map((one) => one.id)).toEqual(['go/cl/2'])
      expect(again(third.text, third, { stories: apart }).text).toBe(third.text)
    })

    test('stays deleted in all its parts', () => {
      const first = draft(input({ stories: [both(['go/cl/1', 'go/cl/2']), story({ id: 'go/cl/3', rank: 3 })] }))
      const edited = first.text.replace(/^\* \[area: change go\/cl\/1\][\s\S]*?\*\/\}\n(?=\* )/m, '')
      expect(markersOf(parseMdx(edited)).map((marker) => marker.id)).toEqual(['go/cl/3'])
      expect(again(edited, first, { stories: [...apart, story({ id: 'go/cl/3', rank: 3 })] }).added).toEqual([])
    })

    test('brings no line back that was deleted before the two became one, however often it is drafted in between', () => {
      const first = draft(input({ stories: apart }))
      const edited = withoutSecond(first.text)
      expect(markersOf(parseMdx(edited)).map((marker) => marker.id)).toEqual(['go/cl/1'])
      const stories = [both(['go/cl/1', 'go/cl/2'])]
      const joined = again(edited, first, { stories })
      const twice = again(joined.text, joined, { stories })
      expect([twice.text, twice.stories]).toEqual([joined.text, joined.stories])
      expect(again(twice.text, twice, { stories: apart }).added).toEqual([])
    })
  })

  test('a line that was left behind on the desk tells its story as long as that gets none of its own', () => {
    const sections = [DESK, ...SECTIONS]
    const open = story({ id: 'go/cl/1', section: 'desk' })
    const first = draft(input({ sections, stories: [open] }))
    const landed = story({ id: 'go/cl/1', folded: 'tests' })
    const second = again(first.text, first, { sections, stories: [landed] })
    expect(second.stories[0]?.drafted).toBe('2026-10-09T09:00:00Z')
    const third = again(second.text, second, { sections, stories: [landed] })
    expect([third.text, third.stories]).toEqual([second.text, second.stories])
    expect(again(first.text, first, { sections, stories: [story({ id: 'go/cl/1' })] }).added.map((one) => one.id)).toEqual(['go/cl/1'])
  })

  test.each([
    'go/cl/1',
    'platform/build/soong/cl/2',
    'o/r#3',
    'o/r@0123456789ab',
    'go@0123456789ab',
    'a/b/c@0123456789ab',
    'o/r@v1.2.3',
    'GO-2024-1',
    'CVE-2026-90011',
    'GHSA-abcd-efgh-2345',
    'https://x.example/a',
  ])('%s is a marker', (id) => {
    const first = draft(input({ stories: [story({ id })] }))
    expect(markersOf(parseMdx(first.text)).map((marker) => marker.id)).toEqual([id])
    expect(draft(input({ text: first.text, stories: [story({ id })] })).added).toEqual([])
  })

  test('does not draft into a code block that is not closed', () => {
    const text = '## Other\n\n```\ncode\n'
    expect(() => draft(input({ text, stories: [story({ id: 'go/cl/1' })] }))).toThrow(
      expect.objectContaining({ name: 'Problem', message: expect.stringContaining('not closed') }),
    )
    expect(() => draft(input({ text, stories: [story({ id: 'go/cl/1', folded: 'tests' })] }))).toThrow(expect.objectContaining({ name: 'Problem' }))
  })

  test('finds a heading that carries a note', () => {
    const text = '## Landed {/* my note */}\n\nMine.\n'
    expect(draft(input({ text, stories: [story({ id: 'go/cl/1' })] })).text.match(/## Landed/g)).toHaveLength(1)
  })

  test('a digest that is gone is begun anew, lines that were deleted too', () => {
    const first = draft(input({ stories: [story({ id: 'go/cl/1' })] }))
    expect(draft(input({ stories: [story({ id: 'go/cl/1' })], before: first.stories })).text).toBe(first.text)
  })

  test('new lines of a digest that was ready say that nobody has read them', () => {
    const first = draft(input({ stories: [story({ id: 'go/cl/1' })] }))
    const second = again(first.text, first, { stories: [story({ id: 'go/cl/1' }), story({ id: 'go/cl/2', rank: 2 })], ready: true })
    expect(second.text).toContain('\n* TODO read: [area: change go/cl/2]')
  })

  test('finds a section whose heading was reworded by the lines that are left in it, and writes one that is gone anew', () => {
    const first = draft(input({ stories: [story({ id: 'go/cl/1' })] }))
    const reworded = first.text.replace('## Landed', '## What came in')
    expect(again(reworded, first, { stories: [story({ id: 'go/cl/1' }), story({ id: 'go/cl/2', rank: 2 })] }).text).not.toContain('## Landed')
    const fresh = again(first.text, first, { stories: [story({ id: 'go/cl/1' }), story({ id: 'go/cl/3', rank: 2, section: 'security' })] }).text
    expect(fresh).toContain('## Security\n\n* [area: change go/cl/3]')
    expect(fresh.indexOf('## Security')).toBeLessThan(fresh.indexOf('Coverage from'))
  })

  test('takes the bullets and line ends of the text', () => {
    const first = draft(input({ stories: [story({ id: 'go/cl/1' })] }))
    const windows = first.text.replace(/^\* /gm, '- ').replaceAll('\n', '\r\n')
    const second = again(windows, first, { stories: [story({ id: 'go/cl/1' }), story({ id: 'go/cl/2', rank: 2 })] })
    expect(second.text).toContain('\r\n- [area: change go/cl/2]')
    expect(second.text.replaceAll('\r\n', '')).not.toContain('\n')
  })

  test('keeps a byte order mark, and finds its places behind it', () => {
    const first = draft(input({ stories: [story({ id: 'go/cl/1' })] }))
    const second = again(`\ufeff${first.text}`, first, { stories: [story({ id: 'go/cl/1' }), story({ id: 'go/cl/2', rank: 2 })] })
    expect(second.text).toBe(`\ufeff${again(first.text, first, { stories: [story({ id: 'go/cl/1' }), story({ id: 'go/cl/2', rank: 2 })] }).text}`)
  })

  test('says where a digest cannot be parsed, and gives nothing to write', () => {
    expect(() => draft(input({ text: '## Landed\n\na <Clients> b\n', stories: [story({ id: 'go/cl/1' })] }))).toThrow(
      expect.objectContaining({ name: 'Problem', where: 'digests/2026-Q3.mdx:3:3' }),
    )
  })

  test('every byte of an edited digest survives a draft in its order, whatever the edit', () => {
    const block = fc.oneof(
      fc.constantFrom(
        '## Landed',
        '## Security',
        '# Title',
        '## Other',
        'A paragraph of mine.',
        '* mine\n* mine too',
        '- [x](https://x.example) {/* go/cl/1 */}',
        '* gone {/* go/cl/7 */}\n  {/*\n    evidence\n    */}',
        '{/* a note to me */}',
        '<Clients>\n\nPrivate.\n\n</Clients>',
        '<Clients tier="gold">\n\n* private {/* go/cl/2 */}\n\n</Clients>',
        '| a |\n| - |\n| b |',
        '```js\n## Landed\n```',
        '> quoted {/* go/cl/3 */}',
        '1. one {/* go/cl/4 */}',
        '{/*\nCoverage from x\n*/}',
        'Text[^1].',
        '[^1]: A note.',
      ),
    )
    fc.assert(
      fc.property(fc.array(block, { maxLength: 9 }), fc.constantFrom('\n', ''), fc.subarray([1, 2, 3, 4, 5, 6]), (blocks, end, numbers) => {
        const text = `${blocks.join('\n\n')}${end}`
        const stories = numbers.map((number) =>
          story({ id: `go/cl/${number}`, rank: number, section: number % 2 ? 'landed' : 'security', ...(number === 6 ? { folded: 'tests' } : {}) }),
        )
        const before = [story({ id: 'go/cl/7' })]
        const result = draft(input({ text, stories, before }))
        let from = 0
        for (const character of text) {
          // the old text is a subsequence of the new one
          from = result.text.indexOf(character, from) + 1
          expect(from).toBeGreaterThan(0)
        }
        const had = markersOf(parseMdx(text)).map((marker) => marker.id)
        const has = markersOf(parseMdx(result.text)).map((marker) => marker.id)
        expect(has.filter((id) => had.includes(id))).toEqual(had)
        expect(has.filter((id) => !had.includes(id)).sort()).toEqual(
          stories
            .filter((one) => !one.folded && !had.includes(one.id))
            .map((one) => one.id)
            .sort(),
        )
        expect(draft(input({ text: result.text, stories, before: result.stories })).text).toBe(result.text)
      }),
      { numRuns: 1000 },
    )
  })
})

function never(): never {
  throw new Error('never')
}
