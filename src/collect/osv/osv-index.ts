import { z } from 'zod'
import { bodyOf } from '../body-of.ts'
import { findPackage, type Wanted } from './osv-packages.ts'
import { patiently } from '../patience.ts'
import { readAnswer } from './read-answer.ts'
import { instant } from '../../model/instant.ts'
import type { Upstream } from '../upstream.ts'

export const INDEX = 'index/modules.json'

export const modulesSchema = z.array(
  z.looseObject({ path: z.string().min(1), vulns: z.array(z.looseObject({ id: z.string().regex(/^\S+$/), modified: z.string().optional() })) }),
)
export type Modules = z.infer<typeof modulesSchema>

/**
 * The index of a database in the layout of vuln.go.dev, as far as it is about the packages; undefined when there is none at that address.
 * @throws {Problem} when it cannot be had @see https://go.dev/doc/security/vuln/database (read 2026-11)
 */
export async function askIndex(base: string, wanted: readonly Wanted[], upstream: Upstream): Promise<Modules | undefined> {
  const url = `${base}/${INDEX}`
  const modules = await patiently(
    { url },
    (answer) => (answer.status === 404 ? undefined : readAnswer(bodyOf(answer, url), modulesSchema, `${url} is no index of modules`)),
    upstream,
  )
  if (!modules) return undefined
  const names = new Set(modules.map((module) => module.path))
  const ours = new Set(wanted.map((one) => findPackage(one, names)?.name))
  const answer = modules.filter((module) => ours.has(module.path))
  await upstream.store.keep('index', { at: instant(upstream.clock.now()), ask: INDEX, answer })
  return answer
}
