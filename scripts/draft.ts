import { join } from 'node:path'
import { readCollection, readSections, readSources, readWeights } from '../src/content.ts'
import { readClients, readSite } from '../src/folder.ts'
import { coverageLines } from '../src/draft/coverage-lines.ts'
import { curate } from '../src/curate/curate.ts'
import { matchConcerns } from '../src/curate/match-concerns.ts'
import { draft } from '../src/draft/draft.ts'
import { readDocument } from '../src/document.ts'
import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readText, writeWhole } from '../src/files.ts'
import { instant } from '../src/model/instant.ts'
import type { Collection } from '../src/model/collection.ts'
import { dayOf } from '../src/model/day.ts'
import { idInWords, lastQuarter } from '../src/period.ts'
import { readMatches, writeMatches } from '../src/private-matches.ts'
import { readSuggestedBefore } from '../src/suggested-before.ts'
import { readToldBefore } from '../src/told-before.ts'
import { collectSources } from './collect-sources.ts'
import { command, say, styled } from './command.ts'
import { readIdentifier, readPeriod } from './read-period.ts'
import { printCollection } from './print-collection.ts'
import { printDraft } from './print-draft.ts'

await command({
  name: 'draft',
  does: 'Collects what happened in a period and drafts a line for each story that has none yet; touches nothing that stands in the digest.',
  arguments: ['ID'],
  options: {
    since: { value: 'DAY', help: 'first day of the window, in UTC' },
    until: { value: 'DAY', help: 'first day after the window' },
    offline: { help: 'no connection: from what was collected before (a local clone needs none)' },
    strict: { help: 'a failed source writes nothing' },
    json: { help: 'the items file on stdout, nothing else there' },
  },
  async run({ arguments: [given], options }) {
    const environment = readEnvironment()
    const { content: folder } = environment
    const id = given ?? lastQuarter(environment.now)
    readIdentifier(id)
    const [site, sources, sections, clients, before, known] = await Promise.all([
      readSite(folder),
      readSources(folder),
      readSections(folder),
      readClients(folder),
      readCollection(folder, id),
      readMatches(environment.private, id),
    ])
    const window = readPeriod(id, options, before)

    const settled = await collectSources(sources, { site, window, before, offline: options.offline === true }, environment)
    const { items, coverage, failed } = settled
    const stops = settled.empty || (options.strict === true && failed.length > 0)
    for (const { source, asked, problems, complete } of coverageLines(coverage)) {
      say(`  ${source}`)
      for (const line of asked) say(`    ${styled('dim', line, process.stderr)}`)
      for (const problem of stops && !complete ? [] : problems)
        say(`  ${styled(complete ? 'yellow' : 'red', complete ? 'warning' : 'problem', process.stderr)} ${problem}`)
    }
    if (stops) {
      throw new Problem({
        what: `Cannot draft ${id}: ${failed.map((source) => `${source.id}: ${source.problems.join('; ')}`).join(' | ')}`,
        where: join(folder, 'sources.yaml'),
        fix: 'Mend what each source says; nothing was written',
      })
    }
    const day = dayOf(environment.now)
    const { suggested, records } = await readSuggestedBefore(environment, { clients, now: environment.now, before: { since: window.since, day } })
    const { told, unread } = await readToldBefore(folder, window)
    for (const file of unread)
      say(`  ${styled('yellow', 'warning', process.stderr)} ${join(folder, file)} cannot be read: what it told is not followed`)
    const curated = curate(items, {
      sections,
      window,
      weights: await readWeights(folder),
      told,
      complete: failed.length === 0,
    })
    const file = join(folder, 'digests', `${id}.mdx`)
    const text = await readText(file)
    const standing = text === undefined ? undefined : readDocument(text, { kind: 'digests', id, file })
    const ready = standing !== undefined && 'tree' in standing && standing.frontmatter.status === 'ready'
    const result = draft({
      title: `${site.title}, ${idInWords(id)}`,
      window,
      ...curated,
      coverage,
      text,
      ready,
      complete: failed.length === 0,
      file,
      before: before?.stories ?? [],
      matches: matchConcerns(curated.stories, clients, { day }),
      known: known?.matches,
      suggested,
      clients,
      now: instant(environment.now.getTime()),
    })
    const collection: Collection = { digest: id, ...window, sources: coverage, stories: result.stories }
    const record = printCollection(collection)
    // The digest first: a line without its record is found by its marker; a record without its line would read as "no".
    await writeWhole(file, result.text, { expected: text })
    await writeWhole(join(folder, 'items', `${id}.json`), record)
    for (const matches of [{ digest: id, matches: result.matches }, ...records]) await writeMatches(environment.private, matches)
    printDraft(result, {
      id,
      file: `${file}${text === undefined ? ' (new)' : result.text === text ? ' (as it was)' : ''}`,
      ready,
      private: environment.private,
    })
    if (options.json) process.stdout.write(record)
    return failed.length > 0 ? 3 : 0
  },
})
