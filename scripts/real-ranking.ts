import { join } from 'node:path'
import { Problem } from '../src/errors.ts'
import { readText } from '../src/files.ts'
import { run } from '../src/process.ts'

/** What ten hand-written rules find in the first n and 2n stories of each window of the data: its README has the table. */
const RULES: Record<string, readonly [number, number]> = {
  'go1.14': [0.35, 0.61],
  'go1.15': [0.47, 0.62],
  'go1.16': [0.45, 0.64],
  'go1.17': [0.45, 0.58],
  'go1.18': [0.4, 0.6],
  'go1.19': [0.73, 0.83],
  'go1.20': [0.6, 0.76],
  'go1.21': [0.66, 0.79],
}
const GOAL = [0.65, 0.84] as const

type Row = { name: string; n: number; first: number; second: number }

/** Acceptance of the ranking: what is reached on windows that the weights were not fitted to, and that the shipped weights are what the data give. */
export async function rankReal(
  given: { root: string; data: string; content: string; environment: NodeJS.ProcessEnv; draft: (...args: string[]) => Promise<void> },
  agree: (what: string, holds: boolean) => void,
): Promise<void> {
  const node = (script: string, ...args: string[]): Promise<string> =>
    run(process.execPath, [join(given.root, 'scripts', `${script}.ts`), ...args], { cwd: given.root, env: given.environment })
  const fresh = join(given.content, 'fresh.json')
  await node('fit', given.data, '--out', fresh)
  agree(
    'the shipped weights are what the data folder gives, to the byte',
    (await readText(fresh)) === (await readText(join(given.root, 'src/curate/weights.json'))),
  )

  const rows = JSON.parse(await node('fit', given.data, '--check', '--json')) as Row[]
  const mean = (of: (row: Row) => number): number => rows.reduce((sum, row) => sum + of(row), 0) / rows.length
  const [first, second] = [mean((row) => row.first), mean((row) => row.second)]
  agree(
    `${rows.length} windows, each ranked by what was fitted to the others: ${first.toFixed(3)} of the picks in the first n, ${second.toFixed(3)} in 2n`,
    // Both goals are given to two digits.
    Math.round(first * 100) >= GOAL[0] * 100 && Math.round(second * 100) >= Math.round(GOAL[1] * 100),
  )
  const below = rows.filter((row) => row.first < (RULES[row.name]?.[0] ?? 0) || row.second < (RULES[row.name]?.[1] ?? 0))
  agree('no window is below ten hand-written rules', below.length === 0)

  for (const name of ['go1.20', 'go1.21']) {
    const picks = join(given.data, `picks-${name}.json`)
    const { since, until } = JSON.parse((await readText(picks)) ?? '{}') as { since?: string; until?: string }
    if (since === undefined || until === undefined) throw new Problem({ what: `${picks} has no window`, where: picks, fix: 'Restore the data' })
    await node('fit', given.data, '--without', name, '--out', join(given.content, 'weights.json'))
    await given.draft(name, '--since', since, '--until', until)
    const items = join(given.content, 'items', `${name}.json`)
    const { n, table } = JSON.parse(await node('evaluate', '--items', items, '--picks', picks, '--section', 'crypto', '--json')) as {
      n: number
      table: { ranking: string; share: number[] }[]
    }
    agree(`${name}: all ${n} notes on crypto stand in the first ${2 * n} stories over src/crypto`, table[0]?.share[1] === 1)
  }
}
