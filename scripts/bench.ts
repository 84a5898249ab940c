import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { collectGit } from '../src/collect/git.ts'
import { makeFolder, remove } from '../src/files.ts'
import type { GitSource } from '../src/model/source.ts'
import { run, stream } from '../src/process.ts'
import { command, progress } from './command.ts'

const ROUNDS = 7

await command({
  name: 'bench',
  does: 'Measures against the peers it names, alternately in one run; prints medians and their ratio. Trust the ratio, not the seconds.',
  options: { repository: { value: 'DIR', help: 'a real clone instead of a generated one, with branch "master"' } },
  async run({ options }) {
    const work = join(tmpdir(), `legible-bench-${process.pid}`)
    const generated = options.repository === undefined
    const clone = generated ? join(work, 'repository') : resolve(String(options.repository))
    if (generated) await generate(clone, 4000)
    const window = generated
      ? { since: '2026-01-01T00:00:00Z', until: '2026-07-01T00:00:00Z' }
      : { since: '2022-07-01T00:00:00Z', until: '2023-02-01T00:00:00Z' }
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
    let commits = 0
    const bar = progress('bench')
    for (let round = 0; round <= ROUNDS; round++) {
      bar.at(`round ${round} of ${ROUNDS}`)
      const times = [
        await time(() => drain(clone, window)),
        await time(async () => {
          commits = (await collectGit(source, window, { folder: clone })).coverage.returned
        }),
      ]
      if (round > 0) {
        // the first round warms the page cache
        git.push(times[0] ?? 0)
        ours.push(times[1] ?? 0)
      }
    }
    bar.done(`${ROUNDS} rounds over ${commits} commits, ${cpus().length} cores, Node ${process.version}`)
    const ratio = median(ours.map((seconds, index) => seconds / (git[index] ?? 1)))
    process.stdout.write(
      `collect from a clone  git log --numstat ${median(git).toFixed(2)} s  legible ${median(ours).toFixed(2)} s  ratio ${ratio.toFixed(2)} (goal 1.30)\n`,
    )
    if (generated) await remove(work)
    return 0
  },
})

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
