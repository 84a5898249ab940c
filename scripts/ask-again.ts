import { join } from 'node:path'
import { changedFacts } from '../src/changed-facts.ts'
import { staleFindings } from '../src/check/stale.ts'
import { readCollection, readSections, readSources, readWeights } from '../src/content.ts'
import type { Content } from '../src/content.ts'
import { curate } from '../src/curate/curate.ts'
import type { Document } from '../src/document.ts'
import { comment } from '../src/draft/comment.ts'
import { coverageLines } from '../src/draft/coverage-lines.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { markersOf } from '../src/markers-of.ts'
import type { Coverage } from '../src/model/coverage.ts'
import type { Finding } from '../src/model/finding.ts'
import { instant } from '../src/model/instant.ts'
import type { Source } from '../src/model/source.ts'
import { markedOf } from '../src/owners-of.ts'
import { readToldBefore } from '../src/told-before.ts'
import { collectSources } from './collect-sources.ts'
import { counted, say, styled } from './command.ts'

/** What asking again brought. `failed`: whether a source is not complete; `said`: how much was asked, and how much has changed. */
export type AskedAgain = { findings: Finding[]; failed: boolean; said: string }

/**
 * Asks the upstreams again for what a digest tells, up to now, and finds what has changed since it was drafted. Nothing but the store is written.
 * @throws {Problem} when the document is no digest, or nothing was recorded of it
 */
export async function askAgain(document: Document, { site }: Pick<Content, 'site'>, environment: Environment): Promise<AskedAgain> {
  const { content: folder } = environment
  if (document.kind !== 'digests')
    throw new Problem({
      what: `Cannot ask again about "${document.id}": only a digest tells what was collected`,
      where: document.file,
      fix: `Run it without --online: npm run check -- ${document.id}`,
    })
  const record = await readCollection(folder, document.id)
  if (!record)
    throw new Problem({
      what: `Cannot ask again about "${document.id}": what was collected for it is not there`,
      where: join(folder, 'items', `${document.id}.json`),
      fix: `Restore that file from version control, or draft again, which touches no line that stands: npm run draft -- ${document.id}`,
    })
  const sources = await readSources(folder)
  if (sources.length === 0) return { findings: [], failed: false, said: 'asked nobody: sources.yaml names no source, so nothing was compared' }

  const drafted = { since: record.since, until: record.until }
  const now = instant(environment.now.getTime())
  const window = { since: record.since, until: now > record.until ? now : record.until }
  // What was recorded is what is compared with: it stands in for nothing that fails to come.
  const settled = await collectSources(sources, { site, window, drafted, before: undefined, offline: false }, environment)
  sayProblems(settled.coverage, record.sources)
  const complete = settled.failed.length === 0 && record.sources.every((before) => sources.some((source) => isSame(source, before)))
  const { stories } = curate(settled.items, {
    sections: await readSections(folder),
    window,
    weights: await readWeights(folder),
    told: (await readToldBefore(folder, drafted)).told,
    complete,
  })
  const told = markedOf(record.stories, markersOf(document.tree))
  const changed = new Map(
    [...changedFacts(record.stories, { stories, window, complete })]
      .filter(([story]) => told.has(story))
      .map(([story, facts]) => [story, facts.map((fact) => comment(fact))]),
  )
  const { findings, known } = staleFindings(document, { stories: record.stories, changed })
  const requests = settled.coverage.reduce((sum, source) => sum + source.requests, 0)
  const lacking = settled.failed.map((source) => source.id)
  return {
    findings,
    failed: lacking.length > 0,
    said: [
      `asked ${counted(sources.length, 'source')} in ${counted(requests, 'request')}: ${changed.size} of ${counted(told.size, 'story', 'stories')} that the digest tells have changed`,
      ...(known > 0 ? [`${known} of them known`] : []),
      ...(lacking.length > 0 ? [`not complete: ${lacking.join(', ')}`] : []),
    ].join('; '),
  }
}

/** What stands in the way of some sources, and what is to be said of others that was not said when the digest was drafted. */
function sayProblems(coverage: readonly Coverage[], recorded: readonly Coverage[]): void {
  for (const [index, { source, problems, complete }] of coverageLines(coverage).entries()) {
    const before = recorded.find((one) => one.id === coverage[index]?.id)?.problems ?? []
    const news = problems.filter((problem) => !complete || !before.includes(problem))
    if (news.length > 0) say(`  ${source}`)
    for (const problem of news) say(`  ${styled(complete ? 'yellow' : 'red', complete ? 'warning' : 'problem', process.stderr)} ${problem}`)
  }
}

function isSame(source: Source, before: Coverage): boolean {
  return source.id === before.id && source.kind === before.kind
}
