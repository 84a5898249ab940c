import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Receipt } from '../src/model/receipt.ts'
import { legible, legibleBeside, scratch, SITE } from './scratch.ts'
import { type ResendGiven, type ResendServer, resendServer } from './servers/resend.ts'

type Plan = { hash: string; revision: string; messages: number }
type Ended = Awaited<ReturnType<typeof legibleBeside>>

/** A content folder with a digest that three people at two clients get, the commands that are run with it, and a provider. */
export type SendingWorld = {
  content: string
  private: string
  server: ResendServer
  /** Runs a command of the project beside the provider; `hear` is told what it says on stderr as it does. */
  run: (name: string, args: string[], environment?: Record<string, string>, hear?: (text: string) => void) => Promise<Ended>
  /** Freezes; gives the hash and the head count. */
  freeze: (...args: string[]) => Plan
  /** Approves what was frozen last, or freezes it, and sends. */
  send: (args?: string[], environment?: Record<string, string>) => Promise<Ended>
  journal: () => Receipt[]
}

/** What freezing gave, by the content that it froze: the same wherever that lies, so that a process is started for the first of several worlds alone. */
const frozenBefore = new Map<string, { plan: Plan; files: ReadonlyMap<string, Buffer> }>()

function filesIn(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort()
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]))
}

function write(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
}

export const DIGEST = `---
title: The quarter
summary: What happened.
status: ready
date: 2026-10-05
---

For all.

<Clients tier="gold">For gold.</Clients>

<Clients only="acme">For acme alone.</Clients>
`

const client = (name: string, tier: string, people: readonly string[]): string =>
  `name: ${name}\ntier: ${tier}\nsince: 2026-01-01\nrecipients:\n${people.map((id) => `  - { id: ${id}, name: ${id}, email: ${id}@${name}.example }\n`).join('')}`

export async function sendingWorld(given: { resend?: ResendGiven; files?: Record<string, string> } = {}): Promise<SendingWorld> {
  const root = scratch({
    'content/site.yaml': SITE,
    'content/sources.yaml': 'sources: []\n',
    'content/digests/2026-Q3.mdx': DIGEST,
    'content/clients/acme.yaml': client('acme', 'gold', ['jo', 'mei']),
    'content/clients/borealis.yaml': client('borealis', 'silver', ['teo']),
    ...given.files,
  })
  const content = join(root, 'content')
  const server = await resendServer({ domains: [{ name: 'mail.example.org' }], ...given.resend })
  const keys = { RESEND_API_KEY: server.keys.full, RESEND_BASE_URL: server.url }
  let plan: Plan | undefined
  const freeze: SendingWorld['freeze'] = (...args) => {
    const key = existsSync(join(root, 'private'))
      ? undefined
      : JSON.stringify([args, [...filesIn(content)].map(([path, bytes]) => [path, String(bytes)])])
    const before = frozenBefore.get(key ?? '')
    if (before) {
      for (const [path, bytes] of before.files) write(join(root, 'private', path), bytes)
      return (plan = before.plan)
    }
    const { stdout, stderr } = legible('send', ['2026-Q3', '--json', ...args], content)
    if (stdout === '') throw new Error(stderr)
    const made: Plan = JSON.parse(stdout)
    if (key !== undefined) frozenBefore.set(key, { plan: made, files: filesIn(join(root, 'private')) })
    return (plan = made)
  }
  const run: SendingWorld['run'] = (name, args, environment = {}, hear) => legibleBeside(name, args, content, { ...keys, ...environment }, hear)
  return {
    content,
    private: join(root, 'private'),
    server,
    run,
    freeze,
    send: (args = [], environment) => {
      const { hash, messages } = plan ?? freeze()
      return run('send', ['2026-Q3', '--send', '--approve', hash, '--yes', String(messages), ...args], environment)
    },
    journal: () =>
      readFileSync(join(content, 'sent/2026-Q3.jsonl'), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Receipt),
  }
}
