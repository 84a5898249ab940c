import { join } from 'node:path'
import type { Found } from '../src/collect/osv/find-entry.ts'
import { touchedBy } from '../src/curate/touched.ts'
import { draftNotice } from '../src/draft/notice/draft-notice.ts'
import { redraftNotice } from '../src/draft/notice/redraft-notice.ts'
import { type Environment, readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { writeWhole } from '../src/files.ts'
import { readClients, readSite } from '../src/folder.ts'
import { withLock } from '../src/lock.ts'
import { dayOf } from '../src/model/day.ts'
import { identifierSchema } from '../src/model/identifier.ts'
import { instant } from '../src/model/instant.ts'
import { plainLine } from '../src/plain.ts'
import { command, textOf, warn } from './command.ts'
import { dismissVulnerability } from './dismiss-vulnerability.ts'
import { findNotice, type StandingNotice } from './find-notice.ts'
import { printNotice } from './print-notice.ts'
import { type Origin, readAdvisory } from './read-advisory.ts'
import { readStacks } from './read-stacks.ts'
import { watchVulnerabilities } from './watch-vulnerabilities.ts'

const WAIT_MS = 60_000

await command({
  name: 'notice',
  does: 'Drafts a notice about a vulnerability from its entry in a database: the facts filled in, the judgement left to you. Of one that is there, puts in what changed and touches nothing else.',
  arguments: ['ID'],
  options: {
    file: { value: 'FILE', help: 'take the entry from a file in OSV format' },
    offline: { help: 'no connection: from folders and from what was collected before' },
    watch: { help: 'instead: what is new, updated or withdrawn since last time, and what still waits for an answer' },
    json: { help: 'with --watch: as JSON on stdout, nothing else there' },
    dismiss: { value: 'WHY', help: 'instead: nobody needs a word about this one as it is now; the reason is kept' },
  },
  async run({ arguments: [typed], options }) {
    const environment = readEnvironment()
    const { content: folder } = environment
    const isOffline = options.offline === true
    refuseOptions(typed, options)
    if (options.watch) return watchVulnerabilities(environment, { json: options.json === true, offline: isOffline })
    if (typed !== undefined && typeof options.dismiss === 'string') return dismissVulnerability(typed, { why: options.dismiss, environment })
    const given = typed === undefined ? undefined : spelled(typed)
    const [site, clients] = await Promise.all([readSite(folder), readClients(folder)])
    const stacks = await readStacks(folder, clients)
    const from = { file: textOf(options.file), offline: isOffline }
    const first = await readAdvisory(given, from, environment)
    const asked = given ?? first.advisory.entry.id
    const wanted = fileNameOf(asked)
    const { entry } = first.advisory
    // Of two that draft one vulnerability at once, by two of its names, the second finds the notice of the first.
    return withLock(
      join(environment.private, 'notice.lock'),
      async () => {
        const standing = await findNotice(folder, { id: wanted, ids: [entry.id, ...entry.aliases] })
        const { advisory, at, problems } = isOther(standing, entry.id)
          ? await readAgain(standing.entry, { ...from, id: standing.id }, environment)
          : first
        for (const problem of problems) warn(problem)

        const now = instant(environment.now.getTime())
        const touched = touchedBy(advisory.entry, { clients, stacks, day: dayOf(now) })
        const input = { id: asked, advisory, site, touched, clients, stacks, now }
        const id = standing?.id ?? wanted
        const path = join(folder, 'notices', `${id}.mdx`)
        const redrafted =
          standing && redraftNotice(standing.text, { ...input, file: path, isPartial: from.file !== undefined || problems.length > 0 })
        const text = redrafted?.text ?? draftNotice(input)
        await writeWhole(path, text, { expected: standing?.text })
        const became = standing === undefined ? 'new' : text === standing.text ? 'as it was' : 'updated'
        const also = id === wanted ? '' : `, the notice of ${wanted}: both are names of one vulnerability`
        printNotice({ id, file: `${path} (${became})${also}`, at, advisory, touched, text, redrafted })
        return 0
      },
      { waitMs: WAIT_MS },
    )
  },
})

/** Whether a notice was drafted from another entry on the same vulnerability: one database's facts are no news of another's. */
function isOther(standing: StandingNotice | undefined, id: string): standing is StandingNotice & { entry: string } {
  return standing?.entry !== undefined && standing.entry !== id
}

function readAgain(entry: string, { id, ...from }: Origin & { id: string }, environment: Environment): Promise<Found> {
  if (from.file === undefined) return readAdvisory(entry, from, environment)
  throw new Problem({
    what: `Cannot compare ${from.file} with notices/${id}.mdx, which was drafted from ${entry}`,
    where: from.file,
    fix: `Give the entry ${entry} as a file, or leave --file out`,
  })
}

/**
 * The ID of the notice of a vulnerability: ids of some databases hold a colon.
 * @throws {Problem} when no notice could be called so
 */
function fileNameOf(id: string): string {
  const name = identifierSchema.safeParse(id.replace(/[^A-Za-z0-9._-]/g, '-'))
  if (name.success) return name.data
  throw new Problem({
    what: `Cannot call a notice "${plainLine(id)}": a name ${name.error.issues[0]?.message.replace(/, got .*$/s, '')}`,
    fix: 'Give an alias of it instead: npm run notice -- CVE-2024-12345',
  })
}

/** An id as its database spells it, whatever its case: GO-2024-1234, CVE-2024-1234, GHSA-abcd-efgh-ijkl. */
function spelled(id: string): string {
  if (/^(go|cve)-\d/i.test(id)) return id.toUpperCase()
  return /^ghsa-/i.test(id) ? `GHSA-${id.slice(5).toLowerCase()}` : id
}

/** @throws {Problem} when the arguments are for different things */
function refuseOptions(typed: string | undefined, { watch, json, dismiss, file, offline }: Record<string, string | boolean | undefined>): void {
  const fix = 'See npm run notice -- --help'
  if (watch && (typed !== undefined || dismiss !== undefined || file !== undefined))
    throw new Problem({ what: 'Cannot watch and do something about one vulnerability at once', fix })
  if (json && !watch) throw new Problem({ what: 'Cannot use --json without --watch', fix })
  if (dismiss !== undefined && (typed === undefined || file !== undefined || offline))
    throw new Problem({
      what: 'Cannot dismiss: it takes an ID and the reason, nothing else',
      fix: 'Such as npm run notice -- GO-2024-1234 --dismiss "only on Plan 9"',
    })
}
