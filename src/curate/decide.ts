import type { Affected, OsvEntry } from '../model/osv-entry.ts'
import type { Stack, StackModule } from '../model/stack.ts'
import type { Verdict } from '../model/verdict.ts'
import { plainLine } from '../plain.ts'
import { compareVersions, orderOf } from '../version-order.ts'
import { affects, affectsAll, versionsNamed } from './affects.ts'
import { isOfGo, isSameEcosystem, isSamePackage } from './same-package.ts'
import { versionIn } from './version-in.ts'

type Package = NonNullable<Affected['package']>
type Judged = Verdict['modules'][number]

const NAMED = 5
const WITHDRAWN = 'the entry was withdrawn'

/**
 * Whether what a client runs is affected by an entry, by the versions of its modules alone: affected where any module is, else "cannot tell" where of any nobody can,
 * else not affected. A module that the stack does not name is not used where the stack names all of its ecosystem.
 */
export function decide(entry: OsvEntry, stack: Stack): Verdict {
  const packages = packagesOf(entry)
  const isWithdrawn = entry.withdrawn !== ''
  const modules = stack.modules.flatMap((module): Judged[] => {
    const blocks = entry.affected.filter((block) => block.package && isAbout(block.package, module, stack))
    if (blocks.length === 0) return []
    const { why, ...rest } = isWithdrawn ? { says: 'not affected' as const, why: WITHDRAWN } : judge(module, blocks)
    return [{ module, ...rest, why: plainLine(why) }]
  })
  if (isWithdrawn) return { says: 'not affected', why: WITHDRAWN, modules }
  const absent = packages.filter((one) => !stack.modules.some((module) => isAbout(one, module, stack)))
  const all = [
    ...modules,
    ...(packages.length === 0 ? [{ says: 'cannot tell' as const, why: 'the entry names no package' }] : ofAbsent(absent, stack)),
  ]
  const says = (['affected', 'cannot tell'] as const).find((one) => all.some((judged) => judged.says === one)) ?? 'not affected'
  const whys = new Set(all.filter((judged) => judged.says === says).map(({ why }) => why))
  return { says, why: plainLine(listed([...whys], '; ')), modules }
}

/** Commands and standard library of Go are of one release: what is said of one of them stands for the other. */
function isAbout(one: Package, module: StackModule, { modules }: Stack): boolean {
  if (isSamePackage(one, module)) return true
  return isOfGo(one) && isOfGo(module) && !modules.some((other) => isSamePackage(one, other))
}

function judge(module: StackModule, blocks: readonly Affected[]): Pick<Judged, 'says' | 'why' | 'fixedIn'> {
  const { version, from } = module
  const name = nameOf(module)
  if (module.isReplaced) return { says: 'cannot tell', why: `something else is built in the place of ${name}: ask whether it has the fix` }
  if (affectsAll(blocks, module)) return { says: 'affected', why: `every version of ${name} is affected` }
  if (version === undefined) return { says: 'cannot tell', why: `it did not say which version of ${name} it runs` }
  if (module.isLeast) return judgeLeast(module, { blocks, version, asks: `${from.replace(/^.*\//s, '')} asks for ${name} ${version} at least` })
  const answer = affects(blocks, version, module)
  if (typeof answer === 'object') return { says: 'cannot tell', why: `of ${name} ${version} nobody can tell: ${answer.unknown}` }
  if (!answer) return { says: 'not affected', why: `${name} ${version} is not affected` }
  const fixedIn = fixedAfter(version, blocks, module)
  if (fixedIn === undefined) return { says: 'affected', why: `${name} ${version} is affected, and no later version is known that is not` }
  return { says: 'affected', why: `${name} ${version} is affected, and fixed in ${fixedIn}`, fixedIn }
}

/** Of a module of which only the least version is known: what is built may be that, or any later. */
function judgeLeast(
  module: StackModule,
  { blocks, version, asks }: { blocks: readonly Affected[]; version: string; asks: string },
): Pick<Judged, 'says' | 'why' | 'fixedIn'> {
  if (affectsAll(blocks, module, version)) return { says: 'affected', why: `${asks}, and every version from that on is affected` }
  const least = versionIn(module, version)
  const answer = affects(blocks, version, module)
  if (!least || typeof answer === 'object')
    return { says: 'cannot tell', why: `${asks}: ${typeof answer === 'object' ? answer.unknown : 'that cannot be compared with other versions'}` }
  if (answer)
    return { says: 'cannot tell', why: `${asks}, which is affected: ask which version builds it`, ...fixed(fixedAfter(version, blocks, module)) }
  const later = [...versionsNamed(blocks, 'introduced'), ...versionsNamed(blocks, 'listed')].filter((one) => {
    const read = one === '0' ? undefined : versionIn(module, one)
    return read && orderOf(read, least) > 0 && affects(blocks, one, module) !== false
  })
  if (later.length === 0) return { says: 'not affected', why: `${asks}, and no version from that on is affected` }
  return { says: 'cannot tell', why: `${asks}, which is not affected, but later ones are: ask which version builds it` }
}

/** The first version that is named as fixed, comes after this one and is not affected. */
function fixedAfter(version: string, blocks: readonly Affected[], module: StackModule): string | undefined {
  const read = versionIn(module, version)
  if (!read) return undefined
  return versionsNamed(blocks, 'fixed')
    .filter((fixed) => {
      const one = versionIn(module, fixed)
      return one && orderOf(one, read) > 0 && affects(blocks, fixed, module) === false
    })
    .sort(compareVersions)[0]
}

function fixed(fixedIn: string | undefined): Pick<Judged, 'fixedIn'> {
  return fixedIn === undefined ? {} : { fixedIn }
}

/** What is to be said of packages that a stack does not name. Who uses Go at all uses its standard library. */
function ofAbsent(packages: readonly Package[], { whole }: Stack): Pick<Judged, 'says' | 'why'>[] {
  const isUnused = (one: Package): boolean => !isOfGo(one) && whole.some((ecosystem) => isSameEcosystem(ecosystem, one.ecosystem))
  const say = (says: Judged['says'], of: readonly Package[], why: (names: string) => string): Pick<Judged, 'says' | 'why'>[] =>
    of.length === 0 ? [] : [{ says, why: why(listed([...new Set(of.map(nameOf))], ' or ')) }]
  const unsaid = packages.filter((one) => !isUnused(one))
  return [
    ...say('not affected', packages.filter(isUnused), (names) => `it does not use ${names}`),
    ...say('cannot tell', unsaid.filter(isOfGo), (go) => `it did not say which version of ${go} it builds with`),
    ...say(
      'cannot tell',
      unsaid.filter((one) => !isOfGo(one)),
      (names) => `it did not say whether it uses ${names}`,
    ),
  ]
}

function packagesOf(entry: OsvEntry): Package[] {
  return entry.affected.flatMap((block) => block.package ?? [])
}

function nameOf(one: Pick<StackModule, 'ecosystem' | 'name'>): string {
  return isOfGo(one) ? 'Go' : one.name
}

function listed(texts: readonly string[], between: string): string {
  return [...texts.slice(0, NAMED), ...(texts.length > NAMED ? [`${texts.length - NAMED} more`] : [])].join(between)
}
