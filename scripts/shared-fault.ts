import { basename, resolve } from 'node:path'
import { readStack } from '../src/curate/stack/read-stack.ts'
import { Problem } from '../src/errors.ts'
import { readManyBytes } from '../src/files.ts'

/** What is wrong with a file that a client is said to have shared, as the end of a sentence about it: "must be …"; undefined where it can be read. `given`: its path on this machine. */
export function sharedFault(given: string): string | undefined {
  try {
    const [bytes] = readManyBytes([resolve(given)])
    if (!bytes) return `must be a file that is there, and there is no ${resolve(given)}`
    const path = basename(given)
    readStack({ modules: [], files: [{ path }] }, { name: 'client', texts: new Map([[path, bytes.toString()]]) })
    return undefined
  } catch (error) {
    if (error instanceof Problem) return `must be a go.mod, lockfile or SBOM that can be read: ${error.message}`
    throw error
  }
}
