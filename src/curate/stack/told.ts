import { Problem } from '../../errors.ts'
import type { StackModule } from '../../model/stack.ts'

/** What one file tells. `whole`: ecosystems of which it names every module. */
export type Told = { modules: Omit<StackModule, 'from' | 'on'>[]; whole: string[] }

/** Files that can be read. */
export const READABLE = 'go.mod, package-lock.json, npm-shrinkwrap.json, pnpm-lock.yaml, Cargo.lock, or an SBOM in JSON (CycloneDX, or SPDX 2)'

/** How to mend a file that is not what its name says. */
export const AS_WRITTEN = 'Put it there as the tool wrote it'

/** That a file that a client shared cannot be read, and at which line of it. */
export function unreadable(file: string, said: string, { line, fix = AS_WRITTEN }: { line?: number; fix?: string } = {}): Problem {
  const where = line === undefined ? file : `${file}:${line}`
  return new Problem({ what: `Cannot read ${where}: ${said}`, where, fix })
}
