import { z } from 'zod'
import { Problem } from '../../errors.ts'
import type { Answer } from '../../http.ts'
import { plainLine } from '../../plain.ts'
import { address, changeSchema, type GerritSource } from './gerrit-change.ts'
import { patiently, Unreadable } from '../patience.ts'
import type { Upstream } from '../upstream.ts'

/** Gerrit's usual most for one page; a server may give fewer. */
const PAGE = 500
const PACE_MS = 500
const OPTIONS = ['CURRENT_REVISION', 'CURRENT_COMMIT', 'CURRENT_FILES', 'DETAILED_ACCOUNTS']
/** Stands before every JSON that Gerrit writes, so that no page can run it as a script. */
const PREFIX = ")]}'"

/** One page of changes as they came, or why the server takes the query for a wrong one (400). */
export type Page = { changes: unknown[] } | { refused: string }

/**
 * Asks for one page of a query, latest update first. `skip`: how many of it came before.
 * @throws {Problem} when the server refuses, or gives nothing that can be read
 * @see https://gerrit-review.googlesource.com/Documentation/rest-api-changes.html#list-changes (read 2026-11)
 */
export async function askChanges(query: string, skip: number, source: GerritSource, upstream: Pick<Upstream, 'ask' | 'clock'>): Promise<Page> {
  const parameters = new URLSearchParams([
    ['q', query],
    ...OPTIONS.map((option) => ['o', option]),
    ['n', String(PAGE)],
    ...(skip > 0 ? [['S', String(skip)]] : []),
  ])
  const question = { url: `${address(source)}/changes/?${parameters}`, headers: { accept: 'application/json' }, paceMs: PACE_MS }
  return patiently(question, (answer) => read(answer, query, source), upstream)
}

/** Text as it may stand in quotes in a query. */
export function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `"${text.replaceAll('"', '')}"`
}

function read({ status, text }: Answer, query: string, source: GerritSource): Page {
  const line = plainLine(text.trim().split('\n')[0] ?? '').slice(0, 200)
  if (status === 400) return { refused: line }
  if (status !== 200) throw refusal(status, line, query, source)
  if (!text.startsWith(PREFIX))
    throw new Unreadable(
      text.trim() === ''
        ? `${source.url} answered with nothing`
        : `${source.url} answered without ${PREFIX}: "${plainLine(Buffer.from(text).subarray(0, 80).toString())}"`,
    )
  const changes = list(text.slice(PREFIX.length), source)
  const broken = changes.filter((change) => brokenSchema.safeParse(change).success)
  if (broken.length > 0) throw new Unreadable(`${source.url} answered with ${broken.length} broken changes (***ERROR***)`)
  for (const change of changes) {
    const parsed = changeSchema.safeParse(change)
    if (parsed.success) continue
    const [issue] = parsed.error.issues
    throw new Unreadable(
      `${source.url} answered with a change that cannot be read${numberOf(change)}: "${issue?.path.join('.')}" ${plainLine(issue?.message ?? '')}`,
    )
  }
  return { changes }
}

const brokenSchema = z.object({ subject: z.literal('***ERROR***') })
const numberedSchema = z.object({ _number: z.int() })

function numberOf(change: unknown): string {
  const { data } = numberedSchema.safeParse(change)
  return data ? ` (${data._number})` : ''
}

function list(json: string, source: GerritSource): unknown[] {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    throw new Unreadable(`${source.url} answered with JSON that is cut off or broken`, { cause: error })
  }
  if (!Array.isArray(value)) throw new Unreadable(`${source.url} answered with no list of changes`)
  return value
}

/** A refusal that trying again does not change. */
export function refusal(status: number, said: string, query: string, source: GerritSource): Problem {
  const what = `Cannot collect "${source.id}": ${source.url} answered ${status}${said && `, "${said}"`}, to ${query}`
  const where = source.url
  if (status === 404) return new Problem({ what, where, fix: `Mend "url" of "${source.id}" in sources.yaml: there is no Gerrit at that address` })
  if (status === 401 || status === 403)
    return new Problem({
      what,
      where,
      fix: `Mend "url" or "project" of "${source.id}" in sources.yaml: only what everyone may read is collected`,
    })
  return new Problem({ what, where, fix: `Mend "project", "branch" or "url" of "${source.id}" in sources.yaml` })
}
