import { sortFindings } from '../src/check/check.ts'
import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { command } from './command.ts'
import { hasError, printFindings } from './print-findings.ts'
import { readChecked, readLeaks } from './read-check.ts'

await command({
  name: 'check',
  does: 'Reports every finding over the content, and over the public build where there is one.',
  arguments: ['ID'],
  async run({ arguments: [id] }) {
    const environment = readEnvironment()
    const { content, findings } = await readChecked(environment)
    if (id !== undefined && !content.documents.some((document) => document.id === id) && !content.faults.some((fault) => fault.file.endsWith(`/${id}.mdx`))) {
      throw new Problem({ what: `Cannot find a digest, notice or post "${id}"`, where: environment.content, fix: `Draft it: npm run draft -- ${id}` })
    }
    const found = sortFindings([...findings, ...(hasError(findings) ? [] : await readLeaks(environment.out, content, environment.now))])
    const shown = id === undefined ? found : found.filter((finding) => finding.file.endsWith(`/${id}.mdx`) || finding.file.startsWith(`${id}/`))
    printFindings(shown)
    return hasError(shown) ? 1 : 0
  },
})
