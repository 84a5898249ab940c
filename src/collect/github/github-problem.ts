import { GraphqlResponseError } from '@octokit/graphql'
import { RequestError } from '@octokit/request-error'
import { Problem } from '../../errors.ts'
import { type Clock, YEAR_MS } from '../../http.ts'
import { plainLine } from '../../plain.ts'

/** Where GitHub is asked and with what. `tokenFrom`: where the token was found; the token itself is never shown. `problem`: why nobody can be asked. */
export type Access = { endpoint: string; token: string | undefined; tokenFrom: string; problem?: Problem }

/** A Problem after which nothing more is to be asked: a limit, an outage, a token that is refused. */
export class Refusal extends Problem {}

/** What a failed question means to the person who has to mend it. What is no failure of GitHub's is given back as it is. */
export function githubProblem(error: unknown, access: Access, clock: Clock): unknown {
  const problem = (what: string, fix: string): Refusal =>
    new Refusal({ what: `Cannot collect from GitHub: ${what}`, where: access.endpoint, fix }, { cause: error })
  if (error instanceof GraphqlResponseError) {
    const [first] = error.errors ?? []
    const said = plainLine(String(first?.message ?? 'an error without a message'))
    if (/^(FORBIDDEN|INSUFFICIENT_SCOPES)$/.test(String(first?.type)))
      return problem(said, `Give the token from ${access.tokenFrom} the scope or the single sign-on that this names`)
    if (first?.type === 'NOT_FOUND') return problem(said, 'Mend "repository" in sources.yaml, or give the token access to it')
    return problem(`${said}${first?.type ? ` (${String(first.type)})` : ''}`, 'Run it again later; what came so far is kept')
  }
  if (!(error instanceof RequestError)) return error
  if (error.status === 401) return problem(`it refuses the token from ${access.tokenFrom} (401)`, `Renew the token in ${access.tokenFrom}`)
  if (/rate limit/.test(error.message)) {
    const reset = Number(error.response?.headers['x-ratelimit-reset']) * 1000
    const wait = Number(error.response?.headers['retry-after']) * 1000
    const when = /secondary/.test(error.message)
      ? clock.now() + (Number.isFinite(wait) ? wait : 60_000)
      : Number.isFinite(reset)
        ? reset
        : clock.now() + 3_600_000
    return problem(
      `its ${error.message} is used up until ${new Date(Math.min(Math.max(when, clock.now()), clock.now() + YEAR_MS)).toISOString().slice(0, 16)}Z`,
      'Run it again after that: it goes on where it stopped, what came so far is kept',
    )
  }
  if (error.status === 404) return problem('there is no GraphQL at that address (404)', 'Mend GITHUB_GRAPHQL_URL or GITHUB_API_URL')
  if (error.status === 403)
    return problem(`it refuses: ${plainLine(error.message).slice(0, 200)}`, `See what the token from ${access.tokenFrom} may do`)
  return problem(plainLine(error.message).slice(0, 200), 'Run it again later; what came so far is kept')
}
