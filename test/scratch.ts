import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** A folder of its own for one test, with these files in it; gone when the test is. */
export function scratch(files: Record<string, string | Buffer> = {}): string {
  const { folder, remove } = scratchFolder(files)
  onTestFinished(remove)
  return folder
}

/** The same for several tests; whoever made it removes it. */
export function scratchFolder(files: Record<string, string | Buffer>): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'legible-test-'))
  write(folder, files)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function write(folder: string, files: Record<string, string | Buffer>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

/** For collecting without GitHub: an address where nobody answers. */
export const NO_GITHUB = { endpoint: 'http://127.0.0.1:9/graphql', token: undefined, tokenFrom: 'GH_TOKEN' }

/** A site without extras, which take their time. */
export const SITE = `title: The Test Quarterly
url: https://digest.example.org
author: { name: Ada Example, email: ada@example.org }
tiers: [silver, gold, platinum]
sender: { from: "Ada Example <digest@mail.example.org>", replyTo: ada@example.org }
extras: []
`

/** Runs a command of the project as a person would, with this content folder; nothing of the machine's settings is seen. */
export function legible(name: string, args: string[], folder: string, environment: Record<string, string> = {}): Ended {
  const result = spawnSync(process.execPath, [join(ROOT, 'scripts', `${name}.ts`), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: settings(folder, environment),
  })
  return { status: result.status ?? -1, stdout: result.stdout, stderr: result.stderr }
}

/** The same while servers of this process go on answering. `hear` is told what it says on stderr as it does. */
export async function legibleBeside(
  name: string,
  args: string[],
  folder: string,
  environment: Record<string, string> = {},
  hear: (text: string) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts', `${name}.ts`), ...args], { cwd: ROOT, env: settings(folder, environment) })
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text
    hear(text)
  })
  const status = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  return { status, ...said }
}

type Ended = { status: number; stdout: string; stderr: string }

function settings(folder: string, environment: Record<string, string>): NodeJS.ProcessEnv {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(DIGEST|RESEND|GH|GITHUB|GIT|VITEST|NODE_ENV)/.test(key)))
  return {
    ...clean,
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/node'),
    DIGEST_CONTENT: folder,
    DIGEST_OUT: join(folder, '../dist'),
    DIGEST_PRIVATE: join(folder, '../private'),
    DIGEST_CACHE: join(folder, '../cache'),
    DIGEST_NOW: '2026-10-06T09:00:00Z',
    ...environment,
  }
}

/** One commit of a test's repository. `parents`: names of earlier commits; the first of a branch has none given and follows the last one. */
export type TestCommit = {
  name?: string
  at: string
  authored?: string
  message: string | Buffer
  author?: string
  files?: Record<string, string>
  parents?: string[]
  encoding?: string
}

/** A repository with exactly these commits, its branch at the last one; gives its folder. Hashes by name are in `hashes`. */
export function repository(commits: readonly TestCommit[], options: { branch?: string } = {}): { folder: string; hashes: Map<string, string> } {
  const folder = scratch()
  const branch = options.branch ?? 'main'
  const git = (args: string[], input?: Buffer): string =>
    execFileSync('git', ['-C', folder, ...args], {
      input,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
    })
  execFileSync('git', ['init', '--quiet', `--initial-branch=${branch}`, folder])
  const chunks: Buffer[] = []
  const put = (part: string | Buffer): void => {
    chunks.push(typeof part === 'string' ? Buffer.from(part) : part)
  }
  const data = (part: string | Buffer): void => {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    put(`data ${bytes.length}\n`)
    put(bytes)
    put('\n')
  }
  const marks = new Map<string, number>()
  commits.forEach((commit, index) => {
    const stamp = (iso: string): string => `${Date.parse(iso) / 1000} ${/([+-]\d\d):(\d\d)$/.exec(iso)?.slice(1).join('') ?? '+0000'}`
    const who = `${commit.author ?? 'Ada Example'} <someone@example.org>`
    put(
      `commit refs/heads/${branch}\nmark :${index + 1}\nauthor ${who} ${stamp(commit.authored ?? commit.at)}\ncommitter ${who} ${stamp(commit.at)}\n`,
    )
    if (commit.encoding) put(`encoding ${commit.encoding}\n`)
    data(commit.message)
    const parents = commit.parents?.map((name) => marks.get(name) ?? 0) ?? (index > 0 ? [index] : [])
    parents.forEach((mark, nth) => put(`${nth === 0 ? 'from' : 'merge'} :${mark}\n`))
    for (const [path, text] of Object.entries(commit.files ?? (parents.length > 1 ? {} : { [`file${index}.txt`]: `${index}\n` }))) {
      put(`M 100644 inline ${JSON.stringify(path)}\n`)
      data(text)
    }
    marks.set(commit.name ?? `c${index}`, index + 1)
  })
  git(['fast-import', '--quiet', '--force', `--export-marks=${join(folder, '.git/marks')}`], Buffer.concat(chunks))
  const exported = new Map(
    execFileSync('cat', [join(folder, '.git/marks')], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => {
        const [mark, hash] = line.split(' ')
        return [Number(mark?.slice(1)), hash ?? ''] as const
      }),
  )
  return { folder, hashes: new Map([...marks].map(([name, mark]) => [name, exported.get(mark) ?? ''])) }
}
