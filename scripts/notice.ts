import { join } from 'node:path'
import { touchedBy } from '../src/curate/touched.ts'
import { draftNotice } from '../src/draft/notice/draft-notice.ts'
import { redraftNotice } from '../src/draft/notice/redraft-notice.ts'
import { readEnvironment } from '../src/environment.ts'
import { writeWhole } from '../src/files.ts'
import { readClients, readSite } from '../src/folder.ts'
import { instant } from '../src/model/instant.ts'
import { command, warn } from './command.ts'
import { findNotice } from './find-notice.ts'
import { printNotice } from './print-notice.ts'
import { readAdvisory } from './read-advisory.ts'
import { readStacks } from './read-stacks.ts'

await command({
  name: 'notice',
  does: 'Drafts a notice about a vulnerability from its entry in a database: the facts filled in, the judgement left to you. Of one that is there, puts in what changed and touches nothing else.',
  arguments: ['ID'],
  options: {
    file: { value: 'FILE', help: 'take the entry from a file in OSV format' },
    offline: { help: 'no connection: from folders and from what was collected before' },
  },
  async run({ arguments: [typed], options }) {
    const environment = readEnvironment()
    const { content: folder } = environment
    const given = typed === undefined ? undefined : spelled(typed)
    const [site, clients] = await Promise.all([readSite(folder), readClients(folder)])
    const stacks = await readStacks(folder, clients)
    const file = typeof options.file === 'string' ? options.file : undefined
    const { advisory, at, problems } = await readAdvisory(given, { file, offline: options.offline === true }, environment)
    for (const problem of problems) warn(problem)

    const now = instant(environment.now.getTime())
    const touched = touchedBy(advisory.entry, { clients, stacks, day: now.slice(0, 10) })
    const asked = given ?? advisory.entry.id
    const input = { id: asked, advisory, site, touched, clients, stacks, now }
    // Ids of some databases hold a colon.
    const wanted = asked.replace(/[^A-Za-z0-9._-]/g, '-')
    const standing = await findNotice(folder, { id: wanted, ids: [advisory.entry.id, ...advisory.entry.aliases] })
    const id = standing?.id ?? wanted
    const path = join(folder, 'notices', `${id}.mdx`)
    const redrafted = standing && redraftNotice(standing.text, { ...input, file: path })
    const text = redrafted?.text ?? draftNotice(input)
    await writeWhole(path, text, { expected: standing?.text })
    const became = standing === undefined ? 'new' : text === standing.text ? 'as it was' : 'updated'
    const also = id === wanted ? '' : `, the notice of ${wanted}: both are names of one vulnerability`
    printNotice({ id, file: `${path} (${became})${also}`, at, advisory, touched, text, redrafted })
    return 0
  },
})

/** An id as its database spells it, whatever its case: GO-2024-1234, CVE-2024-1234, GHSA-abcd-efgh-ijkl. */
function spelled(id: string): string {
  if (/^(go|cve)-\d/i.test(id)) return id.toUpperCase()
  return /^ghsa-/i.test(id) ? `GHSA-${id.slice(5).toLowerCase()}` : id
}
