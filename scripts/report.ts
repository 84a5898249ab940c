import { join, relative } from 'node:path'
import { readContent } from '../src/content.ts'
import { revisionsLeft } from '../src/deliver/deliveries.ts'
import { readJournal } from '../src/deliver/journal.ts'
import { toEml } from '../src/deliver/outbox.ts'
import { readPayload } from '../src/deliver/revisions.ts'
import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { remove, writeWhole } from '../src/files.ts'
import { dayOf } from '../src/model/day.ts'
import { identifierSchema } from '../src/model/identifier.ts'
import { clientNamed } from './client-named.ts'
import { command, counted, say, styled, textOf } from './command.ts'
import { freezeReport, type FrozenReport } from './freeze-report.ts'
import { openPrinter } from './open-printer.ts'
import { printFindings } from './print-findings.ts'
import { printPages } from './print-pages.ts'
import { reportFacts } from './report-facts.ts'
import { reportSpan } from './report-span.ts'

await command({
  name: 'report',
  does: 'What a client got in a year, in one page: as page, mail and PDF in the private folder, frozen so that it can be sent. Sends nothing.',
  arguments: ['CLIENT'],
  options: {
    since: { value: 'D', help: 'first day (default: twelve months before the end, or the first day of the contract)' },
    until: { value: 'D', help: 'the day after the last one (default: the first of this month; of a contract that is over, its end)' },
    json: { help: 'the facts, the revision and the files as JSON on stdout, nothing else there' },
  },
  async run({ arguments: [typed], options }) {
    const environment = readEnvironment()
    const content = await readContent(environment.content, environment)
    const { name, client } = clientNamed(content.clients, typed, { verb: 'report on', folder: environment.content })
    const span = reportSpan(name, client, {
      since: textOf(options.since),
      until: textOf(options.until),
      day: dayOf(environment.now),
    })
    const id = `report-${name}-${span.until}`
    if (!identifierSchema.safeParse(id).success)
      throw new Problem({
        what: `Cannot name the report of ${name}: ${id} is longer than an ID may be`,
        fix: 'Give its file in clients/ a name of at most 46 letters',
      })
    const facts = await reportFacts(name, client, { span, content, environment })
    const frozen = await freezeReport(facts, client, { id, content, environment })
    const files = await writeFiles(frozen, {
      base: join(environment.private, 'reports', name, span.until),
      author: content.site.author.name,
    })
    const { revision, skipped, findings } = frozen
    const { messages } = revision.manifest
    if (options.json) {
      process.stdout.write(
        `${JSON.stringify({ report: id, revision: revision.name, hash: revision.hash, messages: messages.length, skipped, files, facts, findings }, null, 2)}\n`,
      )
      return 0
    }
    const isSent = revisionsLeft(await readJournal(environment.content, id)).length > 0
    const out = (text = ''): void => void process.stdout.write(`${text}\n`)
    out(styled('bold', revision.manifest.subject))
    out(`${id}, revision ${revision.name}, frozen in ${relative(process.cwd(), revision.folder)}`)
    out(`hash ${revision.hash}`)
    out(
      `\n${counted(facts.mails.length, 'mail')}, ${counted(facts.questions.length, 'question')}, ${counted(facts.proposals.length, 'proposal')}, ${counted(facts.work.wrote, 'change')} of yours`,
    )
    for (const { since, until } of facts.gaps) out(`nothing was collected for the days from ${since} until ${until}: the report says so`)
    for (const { since, until } of facts.partial) out(`not all was collected for the days from ${since} until ${until}: the report says so`)
    out()
    for (const path of Object.values(files)) if (path !== null) out(relative(process.cwd(), path))
    out(
      `\n${counted(messages.length, 'message')} for ${name}${messages.length > 0 ? `: ${messages.map(({ recipient }) => recipient.slice(name.length + 1)).join(', ')}` : ''}; nothing was sent now`,
    )
    for (const { recipient, reason } of skipped) out(`  without ${recipient}: ${reason}`)
    if (findings.length > 0) printFindings(findings)
    if (messages.length > 0)
      out(isSent ? `it was sent: npm run status -- ${id}` : `next: npm run send -- ${id} --send --approve ${revision.hash.slice(0, 12)}`)
    return 0
  },
})

/** Writes the page, the mail of the first who gets it, and the PDF where a browser is; null: not there. */
async function writeFiles(
  { document, variant, revision }: FrozenReport,
  { base, author }: { base: string; author: string },
): Promise<{ page: string; mail: string | null; pdf: string | null }> {
  const { digest, date, messages } = revision.manifest
  await writeWhole(`${base}.html`, variant.page)
  const [message] = messages
  if (message) {
    const { payload, bytes } = await readPayload(revision, message)
    await writeWhole(`${base}.eml`, await toEml({ key: `digest/${digest}/${revision.name}/${message.recipient}`, payload, bytes, date }))
  } else await remove(`${base}.eml`)
  const pdf = await printed(variant.page, { title: document.frontmatter.title, author, date })
  if (pdf) await writeWhole(`${base}.pdf`, pdf)
  // One that was printed before would tell something else.
  else await remove(`${base}.pdf`)
  return { page: `${base}.html`, mail: message ? `${base}.eml` : null, pdf: pdf ? `${base}.pdf` : null }
}

async function printed(page: string, told: { title: string; author: string; date: string }): Promise<Buffer | undefined> {
  try {
    return (await printPages(new Map([['report', page]]), { open: openPrinter, paper: 'A4', ...told })).get('report')?.bytes
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    say(`report: no PDF: ${error.message}\n  fix ${error.fix}`)
    return undefined
  }
}
