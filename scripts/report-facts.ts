import { join } from 'node:path'
import { type Content, readCollection } from '../src/content.ts'
import { carried } from '../src/curate/carried.ts'
import { type Looked, outcomes } from '../src/curate/outcomes.ts'
import { ownWork } from '../src/curate/own-work.ts'
import { readLedger } from '../src/deliver/ledger.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import type { Client } from '../src/model/client.ts'
import type { Collection } from '../src/model/collection.ts'
import { dayOf, startOf } from '../src/model/day.ts'
import { type Report, reportSchema } from '../src/model/report.ts'
import { markedOf } from '../src/owners-of.ts'
import { printFindings } from './print-findings.ts'
import { reportMails } from './report-mails.ts'
import type { Span } from './report-span.ts'
import { toldTo } from './told-to.ts'

/** What a client got in a span: gathered from receipts, from what was collected for digests and from its file, and from nothing else. @throws {Problem} when one of these cannot be read */
export async function reportFacts(
  name: string,
  client: Client,
  { span, content, environment }: { span: Span; content: Content; environment: Environment },
): Promise<Report> {
  const { since, until } = span
  const { site } = content
  refuseUnread(name, content)
  const records: Collection[] = []
  for (const id of content.records) {
    const record = await readCollection(content.folder, id)
    if (record) records.push(record)
  }
  const during = records.filter((record) => record.since < startOf(until) && startOf(since) < record.until)
  const { mails, sent } = await reportMails(name, span, { content, collections: records, environment })
  // What a record tells that ends later was not known by the end of the span, unless the client had it.
  const looked = records
    .filter((record) => record.until <= startOf(until) || sent.has(record.digest))
    .map((collection): Looked => {
      const document = content.documents.find((one) => one.kind === 'digests' && one.id === collection.digest)
      const { tier, isOwn = false } = sent.get(collection.digest) ?? {}
      const read = document && tier !== undefined ? toldTo(document, { client: name, tier, tiers: site.tiers, now: environment.now }) : undefined
      const idsOf = (markers: readonly { id: string }[]): Set<string> => new Set([...markedOf(collection.stories, markers)].map(({ id }) => id))
      return { collection, got: tier !== undefined, told: idsOf(read?.lines ?? []), passages: idsOf(isOwn ? (read?.about ?? []) : []) }
    })
  const ended = client.until !== undefined && client.until < dayOf(environment.now) && client.until < until ? client.until : undefined
  const questions = client.notes.flatMap(({ on, asked, answered, answeredOn }) => {
    const isInside = [on, answeredOn ?? on].some((day) => since <= day && day < until)
    return asked === undefined || !isInside ? [] : [{ on, asked, ...(answered !== undefined && { answered, answeredOn: answeredOn ?? on }) }]
  })
  return reportSchema.parse({
    client: name,
    name: client.name,
    ...span,
    ...(ended !== undefined && { ended }),
    site: { title: site.title, url: site.url },
    ...(site.promise && { promisedHours: site.promise.hours }),
    mails,
    concerns: outcomes(client, looked),
    proposals: carried(client, { collections: during, since, until }),
    questions: questions.sort((a, b) => a.on.localeCompare(b.on)),
    work: ownWork(during, span),
    gaps: gapsIn(span, during),
    partial: partialIn(span, during),
    pages: ended === undefined ? 0 : await pagesOf(name, client, content.folder),
  } satisfies Report)
}

/** What cannot be read may be what the client got, or hold what it may not read. @throws {Problem} when there is any */
function refuseUnread(name: string, { folder, faults }: Content): void {
  const unread = faults.filter(({ file, level }) => level === 'error' && !file.startsWith('pages/'))
  if (unread.length === 0) return
  printFindings(unread, process.stderr)
  throw new Problem({
    what: `Cannot report on ${name}: ${unread[0]?.file} cannot be read, so that nobody can tell what it got of it`,
    where: join(folder, unread[0]?.file ?? ''),
    fix: 'Mend what is listed above; nothing was frozen',
  })
}

/** Days of a span that no record covers. */
function gapsIn({ since, until }: Span, records: readonly Collection[]): Report['gaps'] {
  const gaps: Report['gaps'] = []
  let known = since
  for (const record of records.toSorted((a, b) => a.since.localeCompare(b.since))) {
    if (dayOf(record.since) > known) gaps.push({ since: known, until: dayOf(record.since) })
    if (dayOf(record.until) > known) known = dayOf(record.until)
  }
  if (known < until) gaps.push({ since: known, until })
  return gaps
}

/** Days of a span in records to which a source did not give all; not what feeds lack, which reach back a few weeks alone and hold none of the work. */
function partialIn({ since, until }: Span, records: readonly Collection[]): Report['partial'] {
  return records
    .filter(({ sources }) => sources.some(({ complete, kind }) => !complete && kind !== 'feed'))
    .map((record) => ({
      since: dayOf(record.since) > since ? dayOf(record.since) : since,
      until: dayOf(record.until) < until ? dayOf(record.until) : until,
    }))
    .sort((a, b) => a.since.localeCompare(b.since))
}

/** Editions of a client that its key opens. */
async function pagesOf(name: string, { key }: Client, folder: string): Promise<number> {
  const own = (await readLedger(folder)).filter((line) => line.client === name && line.key === key)
  return new Set(own.flatMap((line) => (line.kind === 'edition' ? [line.digest] : []))).size
}
