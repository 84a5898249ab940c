import { z } from 'zod'
import { Problem, Unanswered } from '../errors.ts'
import { isTooLong } from './outcome.ts'
import { MOST_TRIES, pace, waitBefore } from './pace.ts'
import { type Account, client, isPaced } from './resend.ts'
import { type Answered, statusOf } from './status-of.ts'

/** `get`: what stands at a path; undefined: this server knows no such place. `pages`: the rows of a list, page by page until `isLast`, or all of it. `act`: asks for something to be done; `mayRefuse`: statuses of a refusal that is as good. */
export type Asking = {
  get: <T extends z.ZodType>(path: string, schema: T) => Promise<z.output<T> | undefined>
  pages: <T extends z.ZodType<{ id?: string | undefined }>>(
    path: string,
    row: T,
    isLast: (row: z.output<T>) => boolean,
  ) => Promise<z.output<T>[] | undefined>
  act: (path: string, options: { mayRefuse: readonly number[] }) => Promise<void>
}

const PAGE = 100
const LATER = 'Run it again later; nothing was sent or changed by asking'

const page = <T extends z.ZodType>(row: T) => z.object({ data: z.array(row), has_more: z.boolean().optional() })

/** A way to ask Resend, politely: spaced, waiting when it says so, at most five times for the same. @throws {Problem} from each when no answer came, or one that is not understood */
export function askResend(account: Account): Asking {
  const { clock } = account
  const { turn, heard, blocked } = pace(clock, { paced: isPaced(account), stop: account.stop })
  const sdk = client(account)
  const ask = async (send: () => Promise<Answered>, tries = 1): Promise<Answered> => {
    await turn()
    const answered = await send()
    heard(answered.headers ?? undefined)
    const { status } = refusalOf(answered)
    const isPassing = answered.error !== null && (status === undefined || status === 429 || status >= 500)
    if ((!isPassing && (answered.error !== null || answered.data !== null)) || tries >= MOST_TRIES || account.stop?.aborted) return answered
    const waitMs = waitBefore(tries, { headers: answered.headers ?? undefined, now: clock.now(), random: account.random })
    if (isTooLong(waitMs)) return answered
    // Towards this machine a server that is down is down.
    if (isPaced(account) || status === 429) blocked(waitMs)
    return ask(send, tries + 1)
  }
  const get: Asking['get'] = async <T extends z.ZodType>(path: string, schema: T): Promise<z.output<T> | undefined> => {
    const answered = await ask(() => sdk.get(path))
    const { status } = refusalOf(answered)
    if (status === 404 || status === 405) return undefined
    if (answered.error !== null || answered.data === null) throw problem(path, answered)
    const parsed = schema.safeParse(answered.data)
    if (!parsed.success)
      throw new Problem({
        what: `Cannot read what Resend says at ${path.split('?')[0]}: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`,
        fix: 'Run it again; if it stays so, the provider has changed: look for a newer version of Legible',
      })
    return parsed.data
  }
  const pages: Asking['pages'] = async <T extends z.ZodType<{ id?: string | undefined }>>(
    path: string,
    row: T,
    isLast: (row: z.output<T>) => boolean,
  ): Promise<z.output<T>[] | undefined> => {
    const rows: z.output<T>[] = []
    const seen = new Set<string | undefined>()
    for (let after = ''; ;) {
      const answer = await get(`${path}?limit=${PAGE}${after && `&after=${encodeURIComponent(after)}`}`, page(row))
      if (!answer && after === '') return undefined
      const fresh = answer?.data.filter(({ id }) => id === undefined || !seen.has(id)) ?? []
      rows.push(...fresh)
      for (const { id } of fresh) seen.add(id)
      const last = fresh.at(-1)
      // Of a server that does not say whether there is more, a full page may not be the last.
      const isMore = answer?.has_more ?? (!answer || (answer.data.length >= PAGE && fresh.length > 0))
      if (!isMore || (last && isLast(last))) return rows
      // Who took a part for the whole would send again what stands in the rest.
      if (last?.id === undefined)
        throw new Unanswered({ what: `Cannot ask Resend for ${path.slice(1)}: there is more than the ${rows.length} rows that came`, fix: LATER })
      after = last.id
    }
  }
  const act: Asking['act'] = async (path, { mayRefuse }) => {
    const answered = await ask(() => sdk.act(path))
    if (answered.error !== null && !mayRefuse.includes(refusalOf(answered).status ?? 0)) throw problem(path, answered)
  }
  return { get, pages, act }
}

/** `status`: 404 where an answer came that names none, as servers give that do not know a place; undefined where no whole answer came. */
function refusalOf({ error, headers }: Answered): { status: number | undefined; name: string } {
  const { status, name } = statusOf({ error, headers })
  const isUnnamed = headers !== null && z.object({ name: z.null().optional() }).safeParse(error).success
  return { status: status ?? (isUnnamed ? 404 : undefined), name: name ?? 'no name' }
}

function problem(path: string, answered: Answered): Problem {
  const { status, name } = refusalOf(answered)
  const what = `Cannot ask Resend for ${path.split('?')[0]?.split('/')[1]}: ${status === undefined ? 'no whole answer came' : `${status} ${name}`}`
  if (status === undefined || status === 429 || status >= 500) return new Unanswered({ what, fix: LATER })
  return new Problem({
    what,
    fix:
      name === 'invalid_api_key' || name === 'suspended_api_key'
        ? 'Resend does not take the key: look at resend.com/api-keys, and set RESEND_API_KEY or RESEND_READ_KEY to one that lives'
        : status === 401 || status === 403
          ? 'Set RESEND_READ_KEY to a key with full access: a sending key may not read'
          : 'Run it again; if it stays so, look for a newer version of Legible',
  })
}
