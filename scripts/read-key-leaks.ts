import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { keyLeaks } from '../src/check/key-leaks.ts'
import type { Environment } from '../src/environment.ts'
import { listTree, readBytes } from '../src/files.ts'
import type { Finding } from '../src/model/finding.ts'

/** Keys to sealed pages in a public build, `name` in what is found; empty where there is no build. */
export async function readKeyLeaks(out: string, environment: Environment, name = basename(out)): Promise<Finding[]> {
  if (!existsSync(out)) return []
  const files = (await listTree(out)).map(async (path) => ({ path, text: (await readBytes(join(out, path)))?.toString('latin1') ?? '' }))
  return keyLeaks(await Promise.all(files), { secret: environment.secret, name })
}
