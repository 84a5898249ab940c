import { relative, resolve } from 'node:path'
import { z } from 'zod'
import { Problem } from './errors.ts'
import { isLoopback } from './http.ts'
import { instantSchema } from './model/instant.ts'

const address = z.url({ protocol: /^https?$/, error: (issue) => `must be an http or https address, got ${JSON.stringify(issue.input)}` })

const resendKey = z
  .string()
  .regex(/^re_[\x21-\x7e]+$/, { error: 'must be a key of Resend, which begins with "re_"' })
  .optional()

const environmentSchema = z.object({
  DIGEST_CONTENT: z.string().default('content'),
  DIGEST_OUT: z.string().default('dist'),
  DIGEST_PRIVATE: z.string().default('.private'),
  DIGEST_CACHE: z.string().default('.cache'),
  DIGEST_NOW: instantSchema.optional(),
  DIGEST_SECRET: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9+/]{43}=?$/, { error: 'must be 32 bytes in base64' })
    .transform((text) => Buffer.from(text, 'base64'))
    .optional(),
  RESEND_API_KEY: resendKey,
  RESEND_READ_KEY: resendKey,
  RESEND_BASE_URL: address.optional(),
  CI: z.string().optional(),
  NODE_ENV: z.string().optional(),
  GH_TOKEN: z.string().optional(),
  GITHUB_TOKEN: z.string().optional(),
  GITHUB_GRAPHQL_URL: address.optional(),
  GITHUB_API_URL: address.optional(),
})

/** What to do about a variable, where it is not what the README says alone. */
const FIXES: Readonly<Record<string, string>> = {
  DIGEST_SECRET: 'Make one with "openssl rand -base64 32", keep it where your passwords are, and set it; or unset it to seal no pages',
}

/** Where things are, as absolute paths, and what day it is for calendar decisions. `secret`: 32 bytes, the root of the keys of sealed pages. */
export type Environment = {
  content: string
  out: string
  private: string
  cache: string
  now: Date
  secret: Buffer | undefined
  /** Whether DIGEST_NOW says what day it is. */
  isNowGiven: boolean
  resend: ResendAccount
  github: { endpoint: string; token: { value: string; from: string } | undefined }
}

/** `key`: what mail is sent with, undefined: it goes to the outbox; `readKey`: what is read with; `baseUrl`: without a slash at its end. */
export type ResendAccount = { key: string | undefined; readKey: string | undefined; baseUrl: string; isLocal: boolean; isTest: boolean }

/** Reads the environment; an empty variable counts as absent. @throws {Problem} that names the variable */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const parsed = environmentSchema.safeParse(Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== '')))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Problem({
      what: `Cannot use the environment variable ${String(issue?.path[0])}: it ${issue?.message}`,
      fix: FIXES[String(issue?.path[0])] ?? 'Set it to what the README says, or unset it',
    })
  }
  const { DIGEST_NOW: now, DIGEST_SECRET: secret } = parsed.data
  const folders = {
    content: resolve(parsed.data.DIGEST_CONTENT),
    private: resolve(parsed.data.DIGEST_PRIVATE),
    cache: resolve(parsed.data.DIGEST_CACHE),
  }
  const out = resolve(parsed.data.DIGEST_OUT)
  // A build replaces the whole folder, and a host publishes all of it.
  const inside = Object.values({ ...folders, project: resolve('.') }).find(
    (folder) => folder === out || !/^(\.\.([/\\]|$)|[A-Za-z]:)/.test(relative(out, folder)),
  )
  if (inside !== undefined)
    throw new Problem({
      what: `Cannot use DIGEST_OUT ${out}: it holds ${inside}, which a build would publish or replace`,
      fix: 'Set DIGEST_OUT to a folder of its own',
    })
  return {
    ...folders,
    out,
    now: now ? new Date(now) : new Date(),
    isNowGiven: now !== undefined,
    secret,
    resend: resendOf(parsed.data),
    github: githubOf(parsed.data),
  }
}

function resendOf(given: z.infer<typeof environmentSchema>): ResendAccount {
  const baseUrl = (given.RESEND_BASE_URL ?? 'https://api.resend.com').replace(/\/+$/, '')
  return {
    key: given.RESEND_API_KEY,
    readKey: given.RESEND_READ_KEY ?? given.RESEND_API_KEY,
    baseUrl,
    isLocal: isLoopback(new URL(baseUrl).hostname),
    isTest: (given.CI !== undefined && given.CI !== 'false' && given.CI !== '0') || given.NODE_ENV === 'test',
  }
}

/** Where GitHub's GraphQL is, and the token the environment holds. Of an installation's REST address, which ends in /api/v3, GraphQL is the neighbour. */
function githubOf(given: z.infer<typeof environmentSchema>): Environment['github'] {
  const api = (given.GITHUB_API_URL ?? 'https://api.github.com').replace(/\/+$/, '').replace(/\/api\/v3$/, '/api')
  const token = given.GH_TOKEN
    ? { value: given.GH_TOKEN, from: 'GH_TOKEN' }
    : given.GITHUB_TOKEN
      ? { value: given.GITHUB_TOKEN, from: 'GITHUB_TOKEN' }
      : undefined
  return { endpoint: (given.GITHUB_GRAPHQL_URL ?? `${api}/graphql`).replace(/\/+$/, ''), token }
}
