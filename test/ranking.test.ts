import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { weightsSchema } from '../src/model/weights.ts'
import { legible, scratch, SITE } from './scratch.ts'
import { change, story } from './stories.ts'

/** A record of stories in this order, and a digest in which the lines of some stand. */
function recorded(id: string, stories: readonly { title: string; line: boolean; drafted?: boolean }[]): Record<string, string> {
  const told = stories.map(({ title, drafted = true }, index) => {
    const number = `o/r#${id.replace(/\D/g, '')}${String(index).padStart(2, '0')}`
    return story({
      id: number,
      title,
      rank: index + 1,
      ...(drafted && { drafted: '2026-10-01T00:00:00Z' }),
      items: [change({ id: number, title, added: 20 + index, paths: [`src/${index % 4}/a.ts`] })],
    })
  })
  const collection = { digest: id, since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z', sources: [], stories: told }
  const lines = told.filter((_, index) => stories[index]?.line).map((one) => `* ${one.title} {/* ${one.id} */}`)
  return {
    [`items/${id}.json`]: JSON.stringify(collection),
    [`digests/${id}.mdx`]: `---\ntitle: T\nsummary: S\nstatus: draft\n---\n\n## Landed\n\n${lines.join('\n')}\n`,
  }
}

function folderOf(files: Record<string, string>): string {
  const folder = join(scratch(), 'content')
  for (const [name, text] of Object.entries({ 'site.yaml': SITE, ...files })) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** A maintainer who keeps what the program thinks little of: explanations, and no additions. */
const contrary = (id: string): Record<string, string> =>
  recorded(id, [
    ...Array.from({ length: 8 }, (_, index) => ({ title: `a: add thing ${index}`, line: false })),
    ...Array.from({ length: 8 }, (_, index) => ({ title: `b: document matter ${index}`, line: true })),
  ])

describe('npm run learn', () => {
  test('moves the weights towards what was kept, and says how each digest ranks by what the others taught', () => {
    const folder = folderOf({ ...contrary('2026-Q1'), ...contrary('2026-Q2'), ...contrary('2026-Q3') })
    const run = legible('learn', [], folder)
    expect(run).toMatchObject({ status: 0, stderr: '' })
    expect(run.stdout).toMatch(
      /^3 digests, each ranked by what was learnt from the others, the best of several strengths:\n.*\n2026-Q1 +8 +8 +0 % +100 %\n2026-Q2 +8 +8 +0 % +100 %\n/,
    )
    expect(run.stdout).toMatch(/adds or supports something .* less than before/)
    expect(run.stdout).not.toContain('worse')
    const weights = weightsSchema.parse(JSON.parse(readFileSync(join(folder, 'weights.json'), 'utf8')))
    const shipped = weightsSchema.parse(JSON.parse(readFileSync('src/curate/weights.json', 'utf8')))
    expect(weights.features['verb-document']?.weight).toBeGreaterThan(shipped.features['verb-document']?.weight ?? 0)
    expect(weights.features['advisory']).toEqual(shipped.features['advisory'])
    const again = legible('learn', [], folder)
    expect(again.stdout).toBe(run.stdout)
  })

  test('the more evidence there is, the more it counts', () => {
    const one = folderOf(contrary('2026-Q1'))
    const four = folderOf(Object.assign({}, ...['2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2'].map(contrary)))
    const learnt = [one, four].map((folder) => {
      expect(legible('learn', [], folder).status).toBe(0)
      return weightsSchema.parse(JSON.parse(readFileSync(join(folder, 'weights.json'), 'utf8'))).features['verb-add']?.weight ?? 0
    })
    const shipped = weightsSchema.parse(JSON.parse(readFileSync('src/curate/weights.json', 'utf8'))).features['verb-add']?.weight ?? 0
    expect(shipped).toBeGreaterThan(learnt[0] ?? 0)
    expect(learnt[0]).toBeGreaterThan(learnt[1] ?? 0)
  })

  test('a single digest cannot be tried on another, and says so', () => {
    expect(legible('learn', [], folderOf(contrary('2026-Q1'))).stdout).toMatch(/^One digest: its ranking cannot be tried on another/)
  })

  test('writes nothing where whatever is learnt ranks worse, and takes away what it wrote before', () => {
    const taste = (id: string, several: boolean): Record<string, string> =>
      recorded(
        id,
        Array.from({ length: 16 }, (_, index) => ({ title: `${index % 2 ? 'a, b' : 'a'}: matter ${index}`, line: (index % 2 === 1) === several })),
      )
    const folder = folderOf({ ...taste('2026-Q1', false), ...taste('2026-Q2', true), 'weights.json': '{"from":"before","features":{}}' })
    const run = legible('learn', [], folder)
    expect(run).toMatchObject({ status: 0 })
    expect(run.stdout).toMatch(/ranks them worse than the weights that come with the program: .*weights\.json is taken away/)
    expect(legible('learn', [], folder).stdout).toContain('nothing is written')
  })

  test('a digest in which nothing was deleted, or that is not there, tells nothing', () => {
    const untouched = recorded('2026-Q2', [{ title: 'a: add one', line: true }])
    const folder = folderOf({ ...untouched, 'items/2026-Q3.json': recorded('2026-Q3', [{ title: 'a: x', line: true }])['items/2026-Q3.json'] ?? '' })
    const run = legible('learn', [], folder)
    expect(run).toMatchObject({ status: 1 })
    expect(run.stdout).toContain('2026-Q2: left out, no drafted line of it was deleted')
    expect(run.stdout).toContain('2026-Q3: left out, its digest is not there')
    expect(run.stderr).toContain('There is nothing to learn from yet')
  })

  test('a line that the maintainer wrote for a story without one counts as kept', () => {
    const folder = folderOf(
      recorded('2026-Q1', [
        { title: 'a: add one', line: false },
        { title: 'b: document two', line: true, drafted: false },
      ]),
    )
    expect(legible('learn', [], folder).stdout).toMatch(/2026-Q1 +1 +1 /)
  })

  test('a draft ranks by what was learnt, and refuses weights that the program did not write', () => {
    const folder = folderOf({ 'sources.yaml': 'sources: []\n', 'weights.json': '{"from":"x","features":{"verb-add":{"weight":"much"}}}' })
    const run = legible('draft', [], folder)
    expect(run).toMatchObject({ status: 1 })
    expect(run.stderr).toMatch(/Cannot read .*weights\.json[\s\S]*fix .*npm run learn again/)
  })
})

describe('npm run evaluate', () => {
  const files = (): { items: string; picks: string } => {
    const folder = scratch({
      'items.json':
        recorded('2026-Q3', [
          { title: 'a: one', line: false },
          { title: 'b: two', line: false },
          { title: 'c: three', line: false },
          { title: 'd: four', line: false },
        ])['items/2026-Q3.json'] ?? '',
      'picks.json': JSON.stringify({
        release: 'four',
        entries: [
          { section: 'tls', refs: ['O/R#2026300', 'o/r#999'] },
          { section: 'tls', refs: ['o/r#2026302'] },
          { section: 'net', refs: ['o/r#2026303'] },
          { section: 'net', refs: ['o/r#5'] },
        ],
      }),
    })
    return { items: join(folder, 'items.json'), picks: join(folder, 'picks.json') }
  }
  const evaluate = (...args: string[]) => legible('evaluate', args, scratch())

  test('counts the picks in the first n, 2n and 3n stories, beside three simple rankings', () => {
    const { items, picks } = files()
    const run = evaluate('--items', items, '--picks', picks)
    expect(run).toMatchObject({ status: 0, stderr: '' })
    expect(run.stdout).toBe(
      [
        'four: 4 items, 4 stories; they reach 3 of 4 picks',
        '                     first 3     first 6     first 9',
        'legible                  .67        1.00        1.00',
        'newest first             .67        1.00        1.00',
        'largest first            .67        1.00        1.00',
        'most discussed           .67        1.00        1.00',
        '',
      ].join('\n'),
    )
  })

  test('of one section, as JSON; --missed names what stands beyond 2n', () => {
    const { items, picks } = files()
    const net = evaluate('--items', items, '--picks', picks, '--section', 'net', '--json')
    expect(JSON.parse(net.stdout)).toMatchObject({
      n: 1,
      picks: 2,
      table: [{ ranking: 'legible', found: [0, 0, 0] }, {}, { ranking: 'largest first', found: [1, 1, 1] }, {}],
    })
    expect(evaluate('--items', items, '--picks', picks, '--section', 'net', '--missed').stdout).toMatch(/\n {5}4 {2}net: d: four \(public API\)\n$/)
  })

  test.each([
    [['--picks', 'p'], '--items is missing'],
    [['--items', 'nowhere.json', '--picks', 'p'], 'Cannot find nowhere.json'],
    [['--items', 'package.json', '--picks', 'p'], 'Cannot read package.json'],
  ])('%j is a Problem', (args, what) => {
    expect(evaluate(...args)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining(what) })
  })

  test('picks that the items do not reach are a Problem', () => {
    const { items, picks } = files()
    expect(evaluate('--items', items, '--picks', picks, '--section', 'zip').stderr).toContain('No section of the picks begins so')
  })
})

describe('npm run fit', () => {
  /** Windows in which people pick what brings something new, of an invented project. */
  function data(): string {
    const commits: unknown[] = []
    const files: Record<string, string | Buffer> = {}
    for (const [month, name] of [
      ['03', 'one'],
      ['04', 'two'],
      ['05', 'three'],
    ] as const) {
      const entries: unknown[] = []
      for (let index = 0; index < 60; index++) {
        const number = Number(month) * 1000 + index
        const adds = index % 5 === 0
        commits.push({
          hash: number.toString(16).padStart(40, '0'),
          parents: [],
          commitDate: `2026-${month}-${String(1 + (index % 28)).padStart(2, '0')}T08:00:00+02:00`,
          author: `Person ${index % 7}`,
          message: `part${index % 9}: ${adds ? 'add' : 'tidy'} matter ${number}\n\nWords.\n\nReviewed-on: https://review.example.org/c/lattice/+/${number}`,
          files: [[`src/part${index % 9}/{a => b}.c`, 10 + index, null]],
          cl: number,
        })
        if (adds) entries.push({ section: 'x', refs: [`go/cl/${number}`] })
      }
      files[`picks-${name}.json`] = JSON.stringify({
        since: `2026-${month}-01`,
        until: `2026-${Number(month) === 3 ? '04' : Number(month) === 4 ? '05' : '06'}-01`,
        entries,
      })
    }
    files['commits.jsonl.gz'] = gzipSync(commits.map((commit) => JSON.stringify(commit)).join('\n'))
    return scratch(files)
  }

  test('gives the same bytes twice, learns what was picked, and leaves a window out', () => {
    const folder = data()
    const out = ['a', 'b', 'c'].map((name) => join(folder, `${name}.json`))
    for (const file of out.slice(0, 2)) expect(legible('fit', [folder, '--out', file], scratch())).toMatchObject({ status: 0, stdout: '' })
    expect(legible('fit', [folder, '--out', out[2] ?? '', '--without', 'two'], scratch()).status).toBe(0)
    const [first, second, third] = out.map((file) => readFileSync(file, 'utf8'))
    expect(second).toBe(first)
    const weights = weightsSchema.parse(JSON.parse(first ?? ''))
    expect(weights.from).toBe('one, three, two: 180 stories, 36 picks')
    expect(weights.features['verb-add']?.weight).toBeGreaterThan(0.6)
    expect(weights.features['verb-add']?.usual).toBe(0.2)
    expect(weightsSchema.parse(JSON.parse(third ?? '')).from).toBe('one, three: 120 stories, 24 picks')
  })

  test('--check ranks each window by what was fitted to the others', () => {
    const rows: unknown = JSON.parse(legible('fit', [data(), '--check', '--json'], scratch()).stdout)
    expect(rows).toEqual(['one', 'three', 'two'].map((name) => ({ name, n: 12, first: 1, second: 1, pull: expect.any(Number) })))
  })

  test.each([
    [[], 'The data folder is missing'],
    [['/nowhere'], 'Cannot find commits.jsonl.gz'],
  ])('%j is a Problem', (args, what) => {
    expect(legible('fit', args, scratch())).toMatchObject({ status: 1, stderr: expect.stringContaining(what) })
  })

  test('a window that is not there is a Problem that names those that are', () => {
    expect(legible('fit', [data(), '--without', 'four'], scratch()).stderr).toContain('There are one, three, two')
  })
})
