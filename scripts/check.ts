import { existsSync } from 'node:fs'
import { sortFindings } from '../src/check/check.ts'
import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { windowOf } from '../src/period.ts'
import { command, say } from './command.ts'
import { hasError, printFindings } from './print-findings.ts'
import { readChecked, readLeaks } from './read-check.ts'

await command({
  name: 'check',
  does: 'Reports every finding over the content, and over the public build where there is one.',
  arguments: ['ID'],
  async run({ arguments: [id] }) {
    const environment = readEnvironment()
    const { content, findings } = await readChecked(environment)
    const document = content.documents.find((one) => one.id === id)
    const file = document?.file ?? content.faults.find((fault) => fault.file.endsWith(`/${id}.mdx`))?.file
    if (id !== undefined && file === undefined) {
      throw new Problem({
        what: `Cannot find a digest, notice or post "${id}"`,
        where: environment.content,
        fix: windowOf(id) ? `Draft it: npm run draft -- ${id}` : `There are ${content.documents.map((one) => one.id).join(', ') || 'none'}`,
      })
    }
    const leaked = hasError(findings) ? [] : await readLeaks(environment.out, content, environment.now)
    const found = sortFindings([...findings, ...leaked])
    // What leaked is shown whatever was asked for.
    const shown = id === undefined ? found : found.filter((finding) => finding.file === file || finding.code === 'leak/passage')
    printFindings(shown)
    if (hasError(findings) && existsSync(environment.out))
      say(`${environment.out} was not searched for private text: mend the errors of the content first`)
    if (leaked.length > 0) say(`${environment.out} may be older than the content: npm run build makes it anew, and publishes nothing private`)
    return hasError(shown) ? 1 : 0
  },
})
