/** The only place that starts programs. Arguments go as a list: no shell ever reads them. */
import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { errorCode, Problem } from './errors.ts'
import { readBytes } from './files.ts'

/** A program that ended with a status other than 0. `stderr` holds at most its last 4,000 characters. */
export class ProgramError extends Error {
  override name = 'ProgramError' as const
  readonly stderr: string

  constructor(command: string, status: number | string, stderr: string) {
    super(`${command} ended with ${status}${stderr ? `: ${stderr.trim()}` : ''}`)
    this.stderr = stderr.trim()
  }
}

/**
 * Runs a program and yields its standard output as it comes.
 * `env` is added to this process's (undefined takes a variable away).
 * git's own variables (GIT_DIR, …) of the caller are not handed on, so that a hook or alias around this program cannot turn it to another repository.
 * @throws {ProgramError} after the output, when the status is not 0 @throws {Problem} when there is no such program
 */
export async function* stream(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; input?: Iterable<string> } = {},
): AsyncGenerator<Buffer> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...withoutGit(process.env), LC_ALL: 'C.UTF-8', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | string>((resolve, reject) => {
    child.on('error', (error) => reject(notThere(error, command)))
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'no status'))
  })
  ended.catch(() => undefined)
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-4000)
  })
  child.stdin.on('error', () => undefined) // a program that ends early closes its input; its status tells
  for (const chunk of options.input ?? []) child.stdin.write(chunk)
  child.stdin.end()
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer
  } finally {
    if (child.exitCode === null) child.kill()
  }
  const status = await ended
  if (status !== 0) throw new ProgramError(`${command} ${args.find((arg) => !arg.startsWith('-')) ?? ''}`.trim(), status, stderr)
}

/** Runs a program and gives its whole standard output as text. @throws as `stream` */
export async function run(command: string, args: readonly string[], options: Parameters<typeof stream>[2] = {}): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream(command, args, options)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Runs a program in this process's own terminal and gives its status. */
export async function runHere(command: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Promise<number> {
  const child = spawn(command, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(notThere(error, command)))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/**
 * Starts a program that is spoken to over two pipes of its own, descriptor 3 to it and 4 from it, while it prints to nobody.
 * `ended` gives its status, with the end of what it complained of. @throws {Problem} by `ended` when there is no such program
 */
export function talk(
  command: string,
  args: readonly string[],
): { say: (text: string) => void; said: AsyncIterable<Buffer>; end: () => void; ended: Promise<string> } {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] })
  const [, , complaints, to, from] = child.stdio as unknown as [null, null, Readable, Writable, Readable]
  let stderr = ''
  complaints.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-1000)
  })
  to.on('error', () => undefined) // a program that ends early closes its pipe; its status tells
  const ended = new Promise<string>((resolve, reject) => {
    child.on('error', (error) => reject(notThere(error, command)))
    child.on('close', (code, signal) => resolve(`${code ?? signal ?? 'no status'}${stderr.trim() ? `: ${stderr.trim()}` : ''}`))
  })
  return { say: (text) => void to.write(text), said: from, end: () => void child.kill(), ended }
}

/** Whether this process may do everything on its machine. */
export function isRoot(): boolean {
  return process.getuid?.() === 0
}

function notThere(error: Error, command: string): Error {
  return errorCode(error) === 'ENOENT'
    ? new Problem({ what: `Cannot run "${command}": it is not installed, or its folder is not there`, fix: `Install ${command}` }, { cause: error })
    : error
}

function withoutGit(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('GIT_')))
}

/** Whether a process of this number runs on this machine. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/**
 * What tells a running process from every other that had its number on this machine or will have it: when it was started, as the system counts. `ended` when all that is left of it
 * is its number, which whoever started it has not taken back; undefined where it cannot be told. @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html (read 2026-11)
 */
export async function startOf(pid: number): Promise<string | undefined> {
  const [stat, boot] = await Promise.all(
    [`/proc/${pid}/stat`, '/proc/sys/kernel/random/boot_id'].map(async (path) => (await readBytes(path).catch(() => undefined))?.toString('latin1')),
  )
  if (stat === undefined) return (await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => '')).trim().replace(/\s+/g, '-') || undefined
  // The name of the program stands in brackets before that, and may hold any character.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? 'ended' : `${boot?.trim()}-${fields[19]}`
}
