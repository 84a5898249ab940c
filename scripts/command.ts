/** What every command shares: arguments, help, the three faces of errors, the exit code. */
import { type ParseArgsConfig, parseArgs, styleText } from 'node:util'
import { Problem, Unanswered } from '../src/errors.ts'

/** One option as `--help` shows it; `value` names what it takes, absent for a switch; `multiple`: it may be given several times. */
type Option = { value?: string; multiple?: boolean; help: string }

/** What a command is. `under`: the command whose first argument its name is; `arguments`: names of the positional arguments, all optional; `lists`: what was given of options that may be given several times. */
export type Command<Name extends string> = {
  name: string
  under?: string
  does: string
  arguments?: readonly string[]
  options?: Record<Name, Option>
  run: (given: {
    arguments: string[]
    options: Partial<Record<Name, string | boolean>>
    lists: Partial<Record<Name, readonly string[]>>
  }) => Promise<number>
}

/** Runs a command and ends the process: 0 done, 1 a person must act, 2 a bug, 3 done in part. */
export async function command<Name extends string>(spec: Command<Name>): Promise<void> {
  // A reader such as "head" may go away: the work goes on, its exit code stays its own.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  try {
    process.exitCode = await start(spec, process.argv.slice(spec.under === undefined ? 2 : 3))
  } catch (error) {
    process.exitCode = report(error, spec.under ?? spec.name)
  }
}

/** Writes one line to stderr: a step that was done, or a word of warning. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Writes a warning to stderr. */
export function warn(text: string): void {
  say(styled('yellow', `warning: ${text}`, process.stderr))
}

const SILENCE_MS = 10_000

/** Shows how far long work is: rewrites one line where stderr is a terminal, else writes one every ten seconds; `done` says the last word, or takes the line away. */
export function progress(what: string): { at: (text: string) => void; done: (text?: string) => void } {
  const live = process.stderr.isTTY === true
  let said = performance.now()
  return {
    at: (text) => {
      if (live) process.stderr.write(`\r\u001b[K${what}: ${text}`)
      else if (performance.now() - said >= SILENCE_MS) {
        said = performance.now()
        say(`${what}: ${text}`)
      }
    },
    done: (text) => {
      if (live) process.stderr.write('\r\u001b[K')
      if (text !== undefined) say(`${what}: ${text}`)
    },
  }
}

/** What was given with an option that takes a value; undefined where it was not. */
export function textOf(option: string | boolean | undefined): string | undefined {
  return typeof option === 'string' ? option : undefined
}

/** A number with its noun: "1 line", "2 lines", "0 stories". */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

/** Text in a style, where the stream is a terminal that shows it (NO_COLOR and FORCE_COLOR are honoured). */
export function styled(style: 'bold' | 'red' | 'yellow' | 'green' | 'dim', text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return styleText(style, text, { stream })
}

async function start<Name extends string>(spec: Command<Name>, argv: string[]): Promise<number> {
  const specs = Object.entries<Option>(spec.options ?? {})
  const options: ParseArgsConfig['options'] = { help: { type: 'boolean', short: 'h' } }
  for (const [name, { value, multiple = false }] of specs) options[name] = { type: value ? 'string' : 'boolean', multiple }
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({ args: argv, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new Problem(
      {
        what: `Cannot read the arguments: ${error instanceof Error ? error.message.split('. ')[0] : String(error)}`,
        fix: `See npm run ${called(spec)} --help`,
      },
      { cause: error },
    )
  }
  if (parsed.values['help']) {
    process.stdout.write(help(spec, specs))
    return 0
  }
  const extra = parsed.positionals[(spec.arguments ?? []).length]
  if (extra !== undefined)
    throw new Problem({
      what: `Cannot read the argument "${extra}": npm run ${called(spec)} takes ${spec.arguments?.join(' ') || 'none'}`,
      fix: `See npm run ${called(spec)} --help`,
    })
  const [lists, values] = [true, false].map((isList) =>
    Object.fromEntries(Object.entries(parsed.values).filter(([, value]) => Array.isArray(value) === isList)),
  )
  return spec.run({
    arguments: parsed.positionals,
    options: values as Partial<Record<Name, string | boolean>>,
    lists: lists as Partial<Record<Name, readonly string[]>>,
  })
}

/** What is typed behind "npm run" to call it with arguments. */
function called<Name extends string>({ name, under }: Command<Name>): string {
  return under === undefined ? `${name} --` : `${under} -- ${name}`
}

function help<Name extends string>(spec: Command<Name>, options: [string, Option][]): string {
  const { name, under, does, arguments: names = [] } = spec
  const usage = [
    'npm run',
    under === undefined && names.length + options.length === 0 ? name : called(spec),
    ...names.map((one) => `[${one}]`),
    ...(options.length > 0 ? ['[options]'] : []),
  ].join(' ')
  const rows = options.map(([key, option]) => [`--${key}${option.value ? ` ${option.value}` : ''}`, option.help] as const)
  const width = Math.max(0, ...rows.map(([left]) => left.length))
  return `${styled('bold', usage)}\n${does}\n${rows.length > 0 ? '\n' : ''}${rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('')}`
}

function report(error: unknown, name: string): number {
  if (error instanceof Problem) {
    say(styled('red', error.message, process.stderr))
    if (error.where) say(`  at  ${error.where}`)
    say(`  fix ${error.fix}`)
    return error instanceof Unanswered ? 3 : 1
  }
  say(`This is a bug in npm run ${name}; nothing more was done.`)
  say(
    error instanceof Error
      ? `${error.stack}${error.cause ? `\ncause: ${String(error.cause instanceof Error ? error.cause.stack : error.cause)}` : ''}`
      : String(error),
  )
  return 2
}
