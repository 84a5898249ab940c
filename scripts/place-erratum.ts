import { join, resolve } from 'node:path'
import { revisionsLeft } from '../src/deliver/deliveries.ts'
import { readJournal } from '../src/deliver/journal.ts'
import { readErratum } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readText, remove, writeWhole } from '../src/files.ts'
import { dayOf } from '../src/model/day.ts'
import { say } from './command.ts'

/**
 * Puts the maintainer's words about what was wrong where the public site finds them, `errata/ID.rN.mdx`: N is the revision that was sent last. They stay as they are; the
 * day is added where there is none. `undo`: takes away what was put there. @throws {Problem} when nothing was sent, the words cannot be read, or others stand there
 */
export async function placeErratum(id: string, file: string, environment: Environment): Promise<{ revision: string; undo: () => Promise<void> }> {
  const revision = revisionsLeft(await readJournal(environment.content, id)).at(-1)
  if (revision === undefined)
    throw new Problem({ what: `Cannot correct ${id}: nothing of it was sent`, fix: `Change its text, and look at the plan: npm run send -- ${id}` })
  const given = (await readText(file))?.replace(/^\ufeff/, '')
  if (given === undefined) throw new Problem({ what: 'Cannot find the erratum', where: file, fix: 'Name a file that says what was wrong' })
  const name = `errata/${id}.${revision}.mdx`
  const path = join(environment.content, name)
  const today = dayOf(environment.now)
  const text = withDay(given, today)
  const read = readErratum({ revision, file, text })
  if (!('tree' in read))
    throw new Problem({ what: `Cannot read the erratum: ${read.message}`, where: `${file}:${read.line ?? 1}`, fix: 'Mend it; nothing was frozen' })
  const there = await readText(path)
  if (there === undefined) {
    await writeWhole(path, text)
    say(`erratum: ${path}`)
    return { revision, undo: () => remove(path) }
  }
  if (resolve(file) === resolve(path)) await writeWhole(path, text)
  else if (!isSame(there, given))
    throw new Problem({
      what: `Cannot put the erratum there: ${revision} of ${id} has one already, with other words`,
      where: path,
      fix: `Edit that one, then: npm run send -- ${id} --erratum ${path}`,
    })
  return { revision, undo: async () => undefined }
}

/** A text with its day in its frontmatter. */
function withDay(text: string, day: string): string {
  const [, front] = /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*$/m.exec(text) ?? []
  if (front === undefined || !text.startsWith('---')) return `---\ndate: ${day}\n---\n\n${text}`
  return /^date\s*:/m.test(front) ? text : text.replace(/^---[ \t]*\r?\n/, (line) => `${line}date: ${day}\n`)
}

/** Whether what was put there came from these words, on whatever day. */
function isSame(there: string, given: string): boolean {
  const [, day] = /^date\s*:\s*["']?(\d{4}-\d\d-\d\d)/m.exec(there) ?? []
  return day !== undefined && there === withDay(given, day)
}
