import { Problem } from '../../errors.ts'
import { isLoopback } from '../../http.ts'
import { run } from '../../process.ts'
import type { Access } from './github-problem.ts'

/**
 * The address of GitHub's GraphQL with the token for it: the environment's, else what `gh auth token` prints.
 * Towards this machine none is needed. `problem` says why nobody can be asked: no token, or an address that would carry it in the clear.
 */
export async function githubAccess(given: Given): Promise<Access> {
  try {
    return await find(given)
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem
    return { endpoint: given.endpoint, token: undefined, tokenFrom: 'GH_TOKEN', problem }
  }
}

type Given = { endpoint: string; token: { value: string; from: string } | undefined }

async function find({ endpoint, token }: Given): Promise<Access> {
  const { protocol, hostname, pathname } = new URL(endpoint)
  const local = isLoopback(hostname)
  if (!pathname.endsWith('/graphql'))
    throw new Problem({ what: `Cannot ask GitHub at ${endpoint}: the address must end in /graphql`, fix: 'Mend GITHUB_GRAPHQL_URL' })
  if (protocol !== 'https:' && !local)
    throw new Problem({
      what: `Cannot ask GitHub at ${endpoint}: the token would travel in the clear`,
      fix: 'Use https in GITHUB_GRAPHQL_URL and GITHUB_API_URL',
    })
  if (token && !/^[\x21-\x7e]+$/.test(token.value))
    throw new Problem({
      what: `Cannot use the token in ${token.from}: it holds white space or other signs that no token has`,
      fix: `Mend ${token.from}`,
    })
  if (token) return { endpoint, token: token.value, tokenFrom: token.from }
  if (local) return { endpoint, token: undefined, tokenFrom: 'GH_TOKEN' }
  const host = hostname.replace(/^api\./, '')
  const found = await run('gh', ['auth', 'token', ...(host === 'github.com' ? [] : ['--hostname', host])]).catch(() => '')
  if (found.trim()) return { endpoint, token: found.trim(), tokenFrom: '"gh auth token"' }
  throw new Problem({
    what: 'Cannot ask GitHub without a token: its GraphQL answers nobody without one',
    fix: 'Set GH_TOKEN (reading public repositories is enough), or run "gh auth login"',
  })
}
