import { join } from 'node:path'
import { decide } from '../src/curate/decide.ts'
import { listFiles } from '../src/files.ts'
import { readJson } from '../src/json.ts'
import { type OsvEntry, osvEntrySchema } from '../src/model/osv-entry.ts'
import { compareSemver, isAffected, fixedAfter } from './real-osv.ts'

const EACH = 20

/** Decides 20 versions of each entry of a folder, around all that its ranges name, by the program and by an implementation of the algorithm of its own; `agree` is told whether they give the same. */
export async function decideVersions(folder: string, agree: (what: string, holds: boolean) => void): Promise<void> {
  const differences: string[] = []
  let [decided, affected, entries] = [0, 0, 0]
  for (const name of await listFiles(folder, '.json')) {
    const entry = await readJson(join(folder, name), osvEntrySchema, { fix: 'Restore the real data' })
    if (!entry) continue
    entries++
    for (const { module, version } of casesOf(entry)) {
      const holds = isAffected(entry, module, version)
      const fixed = holds ? fixedAfter(entry, module, version) : undefined
      const stack = { modules: [{ ecosystem: 'Go', name: module, version, from: 'real' }], whole: ['Go'] }
      const [said] = decide(entry, stack).modules
      const wanted = `${holds ? 'affected' : 'not affected'}${fixed === undefined ? '' : `, fixed in ${fixed}`}`
      const given = said && `${said.says}${said.fixedIn === undefined ? '' : `, fixed in ${said.fixedIn}`}`
      if (given !== wanted) differences.push(`${entry.id} ${module} ${version}: ${wanted}, and the program says ${given ?? 'nothing'}`)
      decided++
      if (holds) affected++
    }
  }
  const first = differences.length > 0 ? `; ${differences.length} are not: ${differences.slice(0, 5).join(' | ')}` : ''
  agree(
    `${decided} versions of ${entries} vulnerabilities (${affected} affected) are decided as a second implementation of the OSV algorithm does${first}`,
    decided === entries * EACH && affected > 0 && affected < decided && differences.length === 0,
  )
}

/** Modules and versions of an entry, 20 in all: each event's own first, then those just before and after, then those that lie far away. Always the same. */
function casesOf(entry: OsvEntry): { module: string; version: string }[] {
  const lists = entry.affected.flatMap(({ package: named, ranges }) => {
    if (!named) return []
    const events = ranges.flatMap((range) => range.events.flatMap((event) => Object.values(event).filter((value) => typeof value === 'string')))
    const around = events.filter((event) => event !== '0').map((event) => neighbours(event, named.name))
    const nearest = Array.from({ length: Math.max(...around.map((list) => list.length)) }, (_, index) => around.flatMap((list) => list[index] ?? []))
    const far = ['0.0.0', '999.0.0', '0.0.0-0', '0.0.0-20990101000000-ffffffffffff', '1.0.0', '0.0.1', '999.0.0-rc.1']
    const spread = Array.from({ length: EACH }, (_, index) => `${index % 2}.${index}.${(index * 7) % 5}`)
    return [
      [...new Set([...nearest.flat().slice(0, EACH - far.length), ...far, ...nearest.flat(), ...spread])].map((version) => ({
        module: named.name,
        version,
      })),
    ]
  })
  return Array.from({ length: EACH }, (_, index) => lists.flatMap((list) => list[index] ?? []))
    .flat()
    .slice(0, EACH)
}

/** A version itself, then those that stand close to it, in either direction. Of Go itself there are no pseudo-versions: what follows a dash there names who built it. */
function neighbours(event: string, name: string): string[] {
  const [, release = '', pre] = /^(\d+\.\d+\.\d+)(?:-(.+))?$/.exec(event) ?? []
  const [major = 0, minor = 0, patch = 0] = release.split('.').map(Number)
  const [, time, hash] = /^(\d{14})-([0-9a-f]{12})$/.exec(pre ?? '') ?? []
  const lower = patch > 0 ? `${major}.${minor}.${patch - 1}` : `${major}.${Math.max(0, minor - 1)}.99`
  const others =
    time && hash
      ? [
          `${release}-${Number(time) - 1}-${hash}`,
          `${release}-${Number(time) + 1}-${hash}`,
          `${release}-${time}-${'0'.repeat(12)}`,
          `${release}-${time}-${'f'.repeat(12)}`,
          release,
        ]
      : pre === undefined
        ? [
            lower,
            `${major}.${minor}.${patch + 1}`,
            `${release}-rc.1`,
            ...(name === 'stdlib' ? [] : [`${release}-0.20200101000000-0123456789ab`, `${lower}+incompatible`]),
            `${major}.${minor + 1}.0-0`,
          ]
        : [release, lower, `${release}-beta.1`, `${release}-rc.3`, `${release}-rc.10`]
  return [event, ...others].filter((version) => compareSemver(version, version) === 0)
}
