import { existsSync } from 'node:fs'
import { sortFindings } from '../src/check/check.ts'
import { saidNo } from '../src/check/story-rules.ts'
import { readCollection } from '../src/content.ts'
import type { Manuscript } from '../src/folder.ts'
import { type Document, readDocument } from '../src/document.ts'
import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { windowOf } from '../src/period.ts'
import { askAgain } from './ask-again.ts'
import { checkFolder } from './check-folder.ts'
import { command, say } from './command.ts'
import { hasError, printFindings, tellSilent } from './print-findings.ts'
import { findStackFaults } from './read-stacks.ts'

await command({
  name: 'check',
  does: 'Reports every finding over the content, and over the public build where there is one.',
  arguments: ['ID'],
  options: {
    online: { help: 'ask the upstreams again for what the digest ID tells, and report what has changed since it was drafted' },
  },
  async run({ arguments: [id], options }) {
    const environment = readEnvironment()
    if (options.online === true && id === undefined)
      throw new Problem({
        what: 'Cannot ask the upstreams again: --online takes the ID of one digest',
        fix: 'Name it: npm run check -- ID --online',
      })
    const { folder, findings, leaked } = await checkFolder(environment, { searches: true })
    const documents = folder.manuscripts.filter(({ kind }) => kind !== 'pages')
    const manuscript = documents.find((one) => one.id === id)
    const file = manuscript?.file ?? folder.faults.find((fault) => fault.file.endsWith(`/${id}.mdx`))?.file
    if (id !== undefined && file === undefined) {
      throw new Problem({
        what: `Cannot find a digest, notice or post "${id}"`,
        where: environment.content,
        fix: windowOf(id) ? `Draft it: npm run draft -- ${id}` : `There are ${documents.map((one) => one.id).join(', ') || 'none'}`,
      })
    }
    const document = manuscript && documentOf(manuscript, environment.now)
    const asked = options.online === true && document !== undefined ? await askAgain(document, folder, environment) : undefined
    const stackFaults = await findStackFaults(folder.folder, folder.clients)
    const found = sortFindings([...findings, ...leaked, ...stackFaults, ...(asked?.findings ?? [])])
    // What leaked is shown whatever was asked for.
    const shown = id === undefined ? found : found.filter((finding) => finding.file === file || finding.code.startsWith('leak/'))
    printFindings(shown)
    const collection = document?.kind === 'digests' ? await readCollection(folder.folder, document.id) : undefined
    const silent = document ? saidNo(document, collection) : []
    if (silent.length > 0) say(`not told, as you decided: ${silent.map(tellSilent).join('; ')}`)
    if (hasError(findings) && existsSync(environment.out))
      say(`${environment.out} was not searched for private text: mend the errors of the content first`)
    if (leaked.length > 0) say(`${environment.out} may be older than the content: npm run build makes it anew, and publishes nothing private`)
    if (asked) say(asked.said)
    else if (options.online === true) say(`nobody was asked about ${id}: mend what keeps it from being read first`)
    return hasError(shown) ? 1 : asked?.failed === true ? 3 : 0
  },
})

/** A manuscript as a document; undefined where it cannot be read. */
function documentOf({ kind, text, ...rest }: Manuscript, now: Date): Document | undefined {
  const read = kind === 'pages' ? undefined : readDocument(text, { kind, ...rest, now })
  return read && 'tree' in read ? read : undefined
}
