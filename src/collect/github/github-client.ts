import { Octokit } from '@octokit/core'
import { GraphqlResponseError } from '@octokit/graphql'
import { paginateGraphQL } from '@octokit/plugin-paginate-graphql'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import { RequestError } from '@octokit/request-error'
import Bottleneck from 'bottleneck'
import { z } from 'zod'
import { Problem } from '../../errors.ts'
import { type Ask, type Clock, LONGEST_WAIT_MS, USER_AGENT } from '../../http.ts'
import { type Access, githubProblem } from './github-problem.ts'
import type { PagedQuery, Query } from './github-shapes.ts'
import { honest } from './honest.ts'

/** GitHub, asked through the official client. Answers hold what was asked for and nothing else. @throws {Problem} */
export type GitHub = {
  /** Pages from a cursor on. They begin `first` wide (25) and shrink where GitHub cannot bear them. */
  pages: <Data>(query: PagedQuery<Data>, variables: Variables, cursor?: string | null) => AsyncGenerator<Data>
  /** The answer of a query without pages. */
  one: <Data>(query: Query<Data>, variables: Variables) => Promise<Data>
}
type Variables = Readonly<Record<string, unknown>>

const PACE_MS = 1000
const WIDEST = 25
const NARROWER = new Map([25, 13, 8, 5, 3, 2, 1].map((width, index, all) => [width, all[index + 1]]))
const TRIES = 3

/** Opens GitHub. `waiting` is told for how long and why nothing is asked. */
export function openGithub(access: Access, { ask, clock, waiting }: { ask: Ask; clock: Clock; waiting: (text: string) => void }): GitHub {
  const through = async (url: string, init: { headers: Record<string, string>; body: string }): Promise<Response> => {
    const answer = await ask({ url, method: 'POST', headers: init.headers, body: init.body, paceMs: PACE_MS })
    return new Response(answer.text || null, { status: answer.status, headers: answer.headers })
  }
  const wait =
    (kind: string, most: number) =>
    (seconds: number, _options: unknown, _client: unknown, tries: number): boolean => {
      if (tries >= most || seconds * 1000 > LONGEST_WAIT_MS) return false
      waiting(`waiting ${seconds} s for GitHub's ${kind}`)
      return true
    }
  const client = new (Octokit.plugin(honest(clock), retry, throttling, paginateGraphQL))({
    baseUrl: access.endpoint.replace(/\/graphql$/, ''),
    userAgent: USER_AGENT,
    ...(access.token !== undefined && { auth: access.token }),
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    // Pages that are too heavy are asked for again narrower, see below, not as they were.
    retry: { doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451, 502, 504] },
    // `ask` paces; the plugin waits for the limits.
    throttle: {
      id: access.endpoint,
      write: new Bottleneck.Group(),
      onRateLimit: wait('rate limit', 1),
      onSecondaryRateLimit: wait('secondary rate limit', 2),
    },
    request: { fetch: through },
  })
  const unread = (name: string, why: string, cause?: unknown): Problem =>
    new Problem(
      {
        what: `Cannot read GitHub's answer to "${name}": ${why}`,
        where: access.endpoint,
        fix: 'GitHub may have changed what it answers, or this is not GitHub: report it with this line',
      },
      { cause },
    )
  const checked = <Data>(query: Query<Data>, answer: unknown): Data => {
    const parsed = query.answer.safeParse(answer)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    throw unread(query.name, `${issue?.path.join('.')} ${issue?.message}`)
  }
  return {
    async *pages(query, variables, start = null) {
      let cursor = start
      let width = WIDEST
      for (let tries = 1; ; tries++) {
        try {
          const asked = { ...variables, cursor, ...(query.text.includes('$first') && { first: width }) }
          for await (const answer of client.graphql.paginate.iterator<unknown>(query.text, asked)) {
            const page = checked(query, answer)
            cursor = query.page(page).cursor
            tries = 0
            yield page
          }
          return
        } catch (error) {
          if (error instanceof Error && /^Missing(PageInfo|CursorChange)/.test(error.name)) throw unread(query.name, 'its pages do not go on', error)
          const narrower = NARROWER.get(width)
          if (!isTooMuch(error) || (narrower === undefined && tries > NARROWER.size + TRIES)) throw githubProblem(error, access, clock)
          // Alone and still too much: what came without an error counts, what did not is missed by the count.
          const rest = narrower === undefined && error instanceof GraphqlResponseError ? query.answer.safeParse(withoutBroken(error)) : undefined
          if (rest?.success) {
            yield rest.data
            const page = query.page(rest.data)
            if (!page.more) return
            cursor = page.cursor
          } else if (narrower === undefined && error instanceof GraphqlResponseError) throw githubProblem(error, access, clock)
          width = narrower ?? width
          if (error instanceof RequestError) await clock.wait(Math.min(1000 * 2 ** (tries - 1), 8000))
        }
      }
    },
    async one(query, variables) {
      for (let tries = 1; ; tries++) {
        try {
          return checked(query, await client.graphql(query.text, variables))
        } catch (error) {
          if (!isTooMuch(error) || tries > TRIES) throw githubProblem(error, access, clock)
          await clock.wait(1000 * tries ** 2)
        }
      }
    },
  }
}

/** The data of an answer with errors, the nodes of the search that have one anywhere below them taken out; undefined where an error lies elsewhere. */
function withoutBroken(error: GraphqlResponseError<unknown>): unknown {
  const page = searchSchema.safeParse(error.data).data
  const paths = pathsSchema.safeParse(error.errors).data ?? []
  const broken = paths.map(({ path: [search, nodes, index] = [] }) => (search === 'search' && nodes === 'nodes' ? Number(index) : Number.NaN))
  if (!page || broken.some((index) => Number.isNaN(index))) return undefined
  return { ...page, search: { ...page.search, nodes: page.search.nodes.map((node, index) => (broken.includes(index) ? null : node)) } }
}

const pathsSchema = z.array(z.object({ path: z.array(z.union([z.string(), z.number()])).optional() }))
const searchSchema = z.object({ search: z.looseObject({ nodes: z.array(z.unknown()) }) })

/** Whether GitHub gave up for the weight of what was asked, or may have. */
function isTooMuch(error: unknown): boolean {
  if (error instanceof RequestError) return error.status === 502 || error.status === 504
  return (
    error instanceof GraphqlResponseError &&
    (error.errors ?? []).some(
      (one) => /RESOURCE_LIMITS_EXCEEDED|MAX_NODE_LIMIT_EXCEEDED/.test(String(one.type)) || /resource limits for this query/i.test(one.message),
    )
  )
}

function nothing(): void {}
