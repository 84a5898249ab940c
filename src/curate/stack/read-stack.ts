import type { Client } from '../../model/client.ts'
import type { Stack, StackModule } from '../../model/stack.ts'
import { plainLine } from '../../plain.ts'
import { baseOf, isOfGo, isSamePackage } from '../same-package.ts'
import { readCargoLock } from './cargo-lock.ts'
import { readGoMod } from './go-mod.ts'
import { readPackageLock } from './package-lock.ts'
import { readPnpmLock } from './pnpm-lock.ts'
import { readSbom } from './sbom.ts'
import { READABLE, type Told, unreadable } from './told.ts'

type Reader = (text: string, file: string) => Told

/** By the end of a file's name; what ends in .json otherwise is told by what it holds. */
const READERS: readonly (readonly [string, Reader])[] = [
  ['go.mod', readGoMod],
  ['package-lock.json', readPackageLock],
  ['npm-shrinkwrap.json', readPackageLock],
  ['pnpm-lock.yaml', readPnpmLock],
  ['Cargo.lock', readCargoLock],
  ['.json', readSbom],
]

/**
 * What a client runs: the modules that it named, then those of the files that it shared, each once. A module that was named with its version stands for one of a
 * file of which that is not certain. `name`: of the client; `texts`: of its files, by path.
 * @throws {Problem} when a file is missing, or not what its name says
 */
export function readStack(
  { modules, files }: NonNullable<Client['stack']>,
  { name, texts }: { name: string; texts: ReadonlyMap<string, string> },
): Stack {
  const named = modules.map((module): StackModule => plainModule({ ...module, from: `clients/${name}.yaml` }))
  const certain = named.filter(({ version }) => version !== undefined)
  const told = files.map(({ path, on }) => {
    const text = texts.get(path)
    if (text === undefined)
      throw unreadable(path, `it is not there, and clients/${name}.yaml names it`, {
        fix: 'Put it into the content folder, or take it out of "stack"',
      })
    const { modules: found, whole } = readerOf(path)(text.replace(/^\ufeff/, ''), path)
    return { modules: found.map((module): StackModule => plainModule({ ...module, from: path, ...(on !== undefined && { on }) })), whole }
  })
  const shared = told.flatMap((one) => one.modules).filter((module) => isCertain(module) || !certain.some((other) => isSame(other, module)))
  const partial = new Set(told.flatMap((one) => one.modules.map(({ ecosystem }) => ecosystem).filter((ecosystem) => !one.whole.includes(ecosystem))))
  const whole = [...new Set(told.flatMap((one) => one.whole))].filter((ecosystem) => !partial.has(ecosystem))
  return { modules: once([...named, ...shared]), whole }
}

function readerOf(path: string): Reader {
  const [, reader] = READERS.find(([ending]) => path.endsWith(ending)) ?? []
  if (!reader) throw unreadable(path, 'files of this name cannot be read', { fix: `Share ${READABLE}` })
  return reader
}

function isCertain({ version, isLeast, isReplaced }: StackModule): boolean {
  return version !== undefined && !isLeast && !isReplaced
}

function isSame(one: StackModule, other: StackModule): boolean {
  return isSamePackage(one, other) || (isOfGo(one) && isOfGo(other))
}

/** On one line, and of Go without what stands before the number of a version. */
function plainModule(module: StackModule): StackModule {
  const { ecosystem, name, version } = module
  const bare = version === undefined ? undefined : plainLine(baseOf(ecosystem) === 'go' ? version.replace(/^(?:v|go)(?=\d)/, '') : version)
  return { ...module, ecosystem: plainLine(ecosystem), name: plainLine(name), ...(bare !== undefined && { version: bare }) }
}

function once(modules: readonly StackModule[]): StackModule[] {
  const known = new Map<string, StackModule>()
  for (const module of modules) {
    const { ecosystem, name, version, isLeast, isReplaced } = module
    const key = JSON.stringify([ecosystem, name, version, isLeast, isReplaced])
    if (!known.has(key)) known.set(key, module)
  }
  return [...known.values()]
}
