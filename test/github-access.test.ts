import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { githubAccess } from '../src/collect/github/github-access.ts'
import { scratch } from './scratch.ts'

/** A `gh` that does this, and nothing else in the PATH. */
function gh(does: string): void {
  const folder = scratch({ gh: `#!/bin/sh\n${does}\n` })
  chmodSync(join(folder, 'gh'), 0o755)
  vi.stubEnv('PATH', folder)
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
}
const endpoint = 'https://api.github.com/graphql'
const given = { value: 'secret', from: 'GH_TOKEN' }

test('a token of the environment goes first, and is not asked for', async () => {
  gh('echo other')
  expect(await githubAccess({ endpoint, token: given })).toEqual({ endpoint, token: 'secret', tokenFrom: 'GH_TOKEN' })
})

test('without one "gh auth token" is asked, for the host of the address', async () => {
  gh('echo "token of $*"')
  expect(await githubAccess({ endpoint, token: undefined })).toMatchObject({ token: 'token of auth token', tokenFrom: '"gh auth token"' })
  const other = 'https://ghe.example.org/api/graphql'
  expect(await githubAccess({ endpoint: other, token: undefined })).toMatchObject({ token: 'token of auth token --hostname ghe.example.org' })
})

test.each(['exit 4', 'echo', 'echo "not logged in" >&2; exit 1'])('a gh that has none (%s) is a problem to mend', async (does) => {
  gh(does)
  const { token, problem } = await githubAccess({ endpoint, token: undefined })
  expect(token).toBeUndefined()
  expect(problem).toMatchObject({ name: 'Problem', fix: expect.stringContaining('GH_TOKEN') })
})

test.each([
  ['http://github.example.org/graphql', /in the clear/],
  ['https://github.example.org/api', /must end in \/graphql/],
])('a token is not handed to %s', async (address, words) => {
  const access = await githubAccess({ endpoint: address, token: given })
  expect(access.token).toBeUndefined()
  expect(access.problem?.message).toMatch(words)
})

test('towards this machine none is needed, and none is asked for', async () => {
  gh('echo never')
  const here = 'http://127.0.0.1:4000/graphql'
  expect(await githubAccess({ endpoint: here, token: undefined })).toEqual({ endpoint: here, token: undefined, tokenFrom: 'GH_TOKEN' })
})

test.each(['two\nlines', 'with space', 'naïve', ''])('a token such as %j is refused before it is sent, and not shown', async (value) => {
  gh('exit 1')
  const access = await githubAccess({ endpoint, token: { value: `ghp_${value}x y`, from: 'GH_TOKEN' } })
  expect(access.token).toBeUndefined()
  expect(access.problem?.message).toContain('Cannot use the token in GH_TOKEN')
  expect(JSON.stringify([access.problem?.message, access.problem?.fix])).not.toContain('ghp_')
})
