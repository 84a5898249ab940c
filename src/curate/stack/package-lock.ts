import { z } from 'zod'
import { parseJson } from '../../json.ts'
import { AS_WRITTEN, type Told } from './told.ts'

const placed = z.looseObject({
  name: z.string().min(1).optional(),
  version: z.string().optional(),
  resolved: z.string().optional(),
})
const nested = z.looseObject({
  version: z.string(),
  get dependencies() {
    return z.record(z.string().min(1), nested).optional()
  },
})
const headSchema = z.looseObject({ lockfileVersion: z.literal([1, 2, 3]) })
const treeSchema = z.looseObject({ dependencies: z.record(z.string().min(1), nested).default({}) })
const placesSchema = z.looseObject({ packages: z.record(z.string(), placed) })
type Nested = z.infer<typeof nested>

/**
 * All that a package-lock.json or npm-shrinkwrap.json of npm installs. What comes from git or a folder is replaced: its version says nothing.
 * @see https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json (versions 1 to 3, read 2026-11)
 * @throws {Problem} when it is none
 */
export function readPackageLock(text: string, file: string): Told {
  const options = { file, fix: AS_WRITTEN }
  const { lockfileVersion } = parseJson(text, headSchema, options)
  const modules =
    lockfileVersion === 1
      ? fromTree(parseJson(text, treeSchema, options).dependencies)
      : Object.entries(parseJson(text, placesSchema, options).packages).flatMap(([path, one]) => installed(path, one))
  return { modules, whole: ['npm'] }
}

function installed(path: string, { name, version, resolved }: z.infer<typeof placed>): Told['modules'] {
  // What does not lie in node_modules are the client's own packages, which its links lead to.
  const [, inner] = /^(?:.*\/)?node_modules\/(.+)$/s.exec(path) ?? []
  if (inner === undefined) return []
  const isReplaced = resolved !== undefined && !/^https?:/.test(resolved)
  return [{ ecosystem: 'npm', name: name ?? inner, ...(version && { version }), ...(isReplaced && { isReplaced }) }]
}

function fromTree(dependencies: Readonly<Record<string, Nested>>): Told['modules'] {
  const modules: Told['modules'] = []
  const waiting = Object.entries(dependencies)
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, { version, dependencies: inner }] = next
    const [, alias, of] = /^npm:(.+)@([^@]+)$/.exec(version) ?? []
    if (/^\d/.test(of ?? version)) modules.push({ ecosystem: 'npm', name: alias ?? name, version: of ?? version })
    else modules.push({ ecosystem: 'npm', name, isReplaced: true })
    waiting.push(...Object.entries(inner ?? {}))
  }
  return modules
}
