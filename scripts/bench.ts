import { existsSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Octokit } from '@octokit/core'
import { paginateGraphQL } from '@octokit/plugin-paginate-graphql'
import { z } from 'zod'
import { collectGit } from '../src/collect/git/git.ts'
import { ISSUES, PULLS } from '../src/collect/github/github-queries.ts'
import { Problem } from '../src/errors.ts'
import { makeFolder, remove } from '../src/files.ts'
import { curate } from '../src/curate/curate.ts'
import { draft } from '../src/draft/draft.ts'
import { dayOf } from '../src/model/day.ts'
import { BUILT_IN_SECTIONS } from '../src/model/section.ts'
import type { GitSource } from '../src/model/source.ts'
import type { Window } from '../src/model/window.ts'
import { run, stream } from '../src/process.ts'
import { benchBuild } from './bench-build.ts'
import { benchCards } from './bench-cards.ts'
import { benchDeliver } from './bench-deliver.ts'
import { benchEditions } from './bench-editions.ts'
import { command, progress } from './command.ts'

const ROUNDS = 7
const MEMORY = '/dev/shm'
/** Drawn by one thread, and by all. */
const CARDS = [50, 1000]
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const measuredSchema = z.strictObject({ seconds: z.number(), items: z.int(), requests: z.int(), complete: z.boolean(), memory: z.number() })
const searchedSchema = z.strictObject({ seconds: z.number(), passages: z.int(), megabytes: z.number(), memory: z.number(), findings: z.int() })

await command({
  name: 'bench',
  does: 'Measures against the peers it names, alternately in one run; prints medians and their ratio. Trust the ratio, not the seconds.',
  arguments: ['WHAT'],
  options: {
    repository: { value: 'DIR', help: 'a real clone instead of a generated one, with branch "master"' },
    count: { value: 'N', help: 'digests of "build" (100, 1000 and 5000), recipients of "deliver" (10000)' },
    folder: { value: 'DIR', help: 'where "build" works (in memory, where the machine has /dev/shm, else in the folder for temporary files)' },
  },
  async run({ arguments: [what], options }) {
    if (what === 'build') {
      const folder = options.folder === undefined ? (existsSync(MEMORY) ? MEMORY : tmpdir()) : resolve(String(options.folder))
      return builds(options.count === undefined ? [100, 1000, 5000] : [Number(options.count)], folder)
    }
    const work = join(tmpdir(), `legible-bench-${process.pid}`)
    if (what === 'deliver') return delivers(options.count === undefined ? 10_000 : Number(options.count), work)
    if (what !== undefined) throw new Problem({ what: `Cannot measure "${what}"`, fix: 'Give "build" or "deliver", or nothing for all the rest' })
    const generated = options.repository === undefined
    const clone = generated ? join(work, 'repository') : resolve(String(options.repository))
    if (generated) await generate(clone, 4000)
    const window = generated
      ? { since: '2026-01-01T00:00:00Z', until: '2026-07-01T00:00:00Z' }
      : { since: '2022-06-01T00:00:00Z', until: '2023-02-05T00:00:00Z' }
    const source: GitSource = {
      id: 'bench',
      kind: 'git',
      path: clone,
      branch: 'master',
      changes: 'gerrit',
      name: 'bench',
      tracker: 'owner/repo',
      paths: ['src/**'],
    }
    const git: number[] = []
    const ours: number[] = []
    const whole: number[] = []
    let commits = 0
    const bar = progress('bench')
    for (let round = 0; round <= ROUNDS; round++) {
      bar.at(`round ${round} of ${ROUNDS}`)
      const times = [
        await time(() => drain(clone, window)),
        await time(async () => {
          commits = (await collectGit(source, window, { folder: clone, accounts: [] })).coverage.returned
        }),
        await time(() => draftOnce(source, window, clone)),
      ]
      if (round > 0) {
        // the first round warms the page cache
        git.push(times[0] ?? 0)
        ours.push(times[1] ?? 0)
        whole.push(times[2] ?? 0)
      }
    }
    bar.done(`${ROUNDS} rounds over ${commits} commits, ${cpus().length} cores, Node ${process.version}`)
    const ratio = median(ours.map((seconds, index) => seconds / (git[index] ?? 1)))
    process.stdout.write(
      `collect from a clone  git log --numstat ${median(git).toFixed(2)} s  legible ${median(ours).toFixed(2)} s  ratio ${ratio.toFixed(2)} (goal 1.30)\n`,
    )
    const wholeRatio = median(whole.map((seconds, index) => seconds / (git[index] ?? 1)))
    process.stdout.write(
      `collect, curate, draft  git log --numstat ${median(git).toFixed(2)} s  legible ${median(whole).toFixed(2)} s  ratio ${wholeRatio.toFixed(2)} (goal 1.50)\n`,
    )
    bar.at('GitHub')
    for (const [pulls, issues] of [
      [1300, 400],
      [15_000, 5000],
    ] as const)
      process.stdout.write(await github(pulls, issues, join(work, `cache-${pulls}`)))
    bar.done('GitHub on loopback, without pacing')
    bar.at('gate')
    process.stdout.write(await gateOnce(join(work, 'gate')))
    bar.done('the leak gate over a thousand digests')
    await remove(work)
    return 0
  },
})

/** The public site against Eleventy, smallest first. */
async function builds(counts: readonly number[], folder: string): Promise<number> {
  const bar = progress('bench')
  for (const count of counts) {
    const work = join(folder, `legible-bench-${process.pid}-${count}`)
    try {
      for (const line of await benchBuild(work, { count, rounds: count > 1000 ? 3 : 5, tell: bar.at })) process.stdout.write(`${line}\n`)
    } finally {
      await remove(work)
    }
  }
  process.stdout.write(`a private edition, as page, mail and text  ${benchEditions().toFixed(1)} ms\n`)
  for (const count of CARDS) process.stdout.write(await benchCards(count))
  bar.done(`Eleventy and this program in turn, ${cpus().length} cores, Node ${process.version}`)
  return 0
}

/** Sending to so many people, who all have one mail in the end. */
async function delivers(count: number, work: string): Promise<number> {
  const bar = progress('bench')
  try {
    for (const line of await benchDeliver(work, { count, tell: bar.at })) process.stdout.write(`${line}\n`)
  } finally {
    await remove(work)
  }
  bar.done(`a Resend on loopback, ${cpus().length} cores, Node ${process.version}`)
  return 0
}

/** All that a draft does after its arguments are read, but for writing it. */
async function draftOnce(source: GitSource, window: Window, clone: string): Promise<void> {
  const { items } = await collectGit(source, window, { folder: clone, accounts: [] })
  const curated = curate(items, { sections: BUILT_IN_SECTIONS, window })
  const blank = { coverage: [], complete: true, before: [], matches: [], known: [], suggested: [], clients: new Map(), text: undefined, ready: false }
  const given = { ...blank, title: 'Bench', window, ...curated, now: window.until, file: 'bench.mdx' }
  if (draft(given).added.length === 0) throw new Error('The draft is empty')
}

/** A quarter from a GitHub on loopback, first and again, against the official client alone that reads the same pages. */
async function github(pulls: number, issues: number, cache: string): Promise<string> {
  const server = stream(process.execPath, [join(ROOT, 'test/servers/serve-github.ts'), String(pulls), String(issues)])
  try {
    const endpoint = String((await server.next()).value).trim()
    const collectOnce = async () =>
      measuredSchema.parse(
        JSON.parse(await run(process.execPath, ['--max-semi-space-size=8', join(ROOT, 'scripts/bench-collect.ts'), endpoint, cache])),
      )
    const bare = await time(() => readBare(endpoint))
    const cold = await collectOnce()
    const again = await collectOnce()
    const all = cold.complete && again.complete && cold.items === pulls + issues && again.items === cold.items
    return `${pulls} pulls and ${issues} issues from GitHub  client alone ${bare.toFixed(1)} s  cold ${cold.seconds.toFixed(1)} s in ${cold.requests} requests, ratio ${(cold.seconds / bare).toFixed(2)}  again ${again.seconds.toFixed(1)} s in ${again.requests}, ratio ${(again.seconds / bare).toFixed(2)}  memory ${cold.memory.toFixed(0)} and ${again.memory.toFixed(0)} MB (goal 300 at 20,000)${all ? '' : '  NOT COMPLETE'}\n`
  } finally {
    await server.return(undefined)
  }
}

/** The gate over a thousand digests' pages in a process of its own, whose memory is then known; the median of some runs. */
async function gateOnce(folder: string): Promise<string> {
  const script = join(ROOT, 'scripts/bench-gate.ts')
  await run(process.execPath, [script, 'write', folder])
  const runs: z.infer<typeof searchedSchema>[] = []
  for (let round = 0; round < ROUNDS; round++) runs.push(searchedSchema.parse(JSON.parse(await run(process.execPath, [script, 'search', folder]))))
  const [{ passages, megabytes, findings } = { passages: 0, megabytes: 0, findings: 0 }] = runs
  const seconds = median(runs.map((one) => one.seconds))
  const memory = Math.max(...runs.map((one) => one.memory))
  return `leak gate, 1,000 digests (${megabytes.toFixed(1)} MB of pages), ${passages} passages  ${seconds.toFixed(2)} s beyond reading (goal 0.50)  memory ${memory.toFixed(0)} MB (goal 500)${findings > 0 ? `  ${findings} FALSE FINDINGS` : ''}\n`
}

/** The same pages, without store, shapes or items; more than 1,000 results come in parts, of four days here. */
async function readBare(endpoint: string): Promise<void> {
  const client = new (Octokit.plugin(paginateGraphQL))({ baseUrl: endpoint.replace(/\/graphql$/, '') })
  const days = Array.from({ length: 92 }, (_, day) => dayOf(new Date(Date.UTC(2026, 6, 1 + day))))
  for (let day = 0; day < days.length; day += 4) {
    const until = `${days[Math.min(day + 3, days.length - 1)]}T23:59:59Z`
    const [pulls, issues] = [`is:pr is:merged merged:${days[day]}T00:00:00Z..${until}`, `is:issue created:${days[day]}T00:00:00Z..${until}`]
    for await (const _ of client.graphql.paginate.iterator(PULLS.text, { q: `repo:owner/repo ${pulls}`, first: 25, cursor: null })) continue
    for await (const _ of client.graphql.paginate.iterator(ISSUES.text, {
      q: `repo:owner/repo ${issues}`,
      since: '2026-07-01T00:00:00Z',
      first: 25,
      cursor: null,
    }))
      continue
  }
}

async function drain(clone: string, window: { since: string; until: string }): Promise<void> {
  for await (const _ of stream('git', ['-C', clone, 'log', '--numstat', `--since=${window.since}`, `--until=${window.until}`, 'master'])) continue
}

async function time(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** A history of `count` commits over six months, each touching three of three hundred files of about two hundred lines. */
async function generate(clone: string, count: number): Promise<void> {
  await makeFolder(clone)
  await run('git', ['init', '--quiet', '--initial-branch=master', clone])
  await run('git', ['-C', clone, 'fast-import', '--quiet'], { input: history(count) })
}

function* history(count: number): Generator<string> {
  const files = Array.from({ length: 300 }, (_, file) => Array.from({ length: 200 }, (__, line) => `file ${file} line ${line}`))
  const start = Date.UTC(2026, 0, 1) / 1000
  for (let index = 0; index < count; index++) {
    const touched = [index * 7, index * 13 + 1, index * 29 + 2].map((number) => number % files.length)
    for (const file of touched) files[file]?.splice((index * 31) % 200, 8, ...Array.from({ length: 8 }, (_, line) => `change ${index} line ${line}`))
    const message = `area${index % 9}: change number ${index}\n\nWhy this is done, in a sentence or two of plain words.\n\nFixes #${index}\n\nReviewed-on: https://review.example.org/c/bench/+/${index + 1}\n`
    yield `commit refs/heads/master\ncommitter Ada <ada@example.org> ${start + Math.floor((index * 15_552_000) / count)} +0000\ndata ${message.length}\n${message}\n`
    for (const file of new Set(touched)) {
      const text = `${files[file]?.join('\n')}\n`
      yield `M 100644 inline src/area${file % 9}/file${file}.ts\ndata ${text.length}\n${text}\n`
    }
  }
}
