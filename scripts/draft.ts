import { join } from 'node:path'
import { collect } from '../src/collect/collect.ts'
import { readCollection, readCoverageBefore, readSections, readSite, readSources, readWeights } from '../src/content.ts'
import { settle } from '../src/collect/settle.ts'
import { coverageLines } from '../src/draft/coverage-lines.ts'
import { githubAccess } from '../src/collect/github/github-access.ts'
import { curate } from '../src/curate/curate.ts'
import { draft } from '../src/draft/draft.ts'
import { readDocument } from '../src/document.ts'
import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readText, writeWhole } from '../src/files.ts'
import { openNetwork, REAL_CLOCK } from '../src/http.ts'
import { instant } from '../src/model/instant.ts'
import type { Collection } from '../src/model/collection.ts'
import { lastQuarter } from '../src/period.ts'
import { readReported } from '../src/reported.ts'
import { command, counted, progress, say, styled } from './command.ts'
import { readIdentifier, readPeriod } from './read-period.ts'
import { printCollection } from './print-collection.ts'

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
    const [site, sources, sections, before] = await Promise.all([
      readSite(folder),
      readSources(folder),
      readSections(folder),
      readCollection(folder, id),
    ])
    const window = readPeriod(id, options, before)

    const bar = progress('collect')
    const asksGithub = options.offline !== true && sources.some((source) => source.kind === 'github')
    const github = asksGithub
      ? await githubAccess(environment.github)
      : { endpoint: environment.github.endpoint, token: undefined, tokenFrom: 'GH_TOKEN' }
    const collected = await collect(sources, window, {
      folder,
      cache: environment.cache,
      ask: openNetwork({ secrets: github.token === undefined ? [] : [github.token] }),
      clock: REAL_CLOCK,
      offline: options.offline === true,
      accounts: site.author.accounts,
      github,
      progress: (source, text) => bar.at(`${source}, ${text}`),
    })
    const { accounts } = site.author
    const settled = settle(collected, {
      window,
      before,
      last: await readCoverageBefore(folder, window),
      accounts,
      offline: options.offline === true,
    })
    const { items, coverage, failed } = settled
    bar.done(`${collected.items.length} items from ${window.since} to ${window.until}`)
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
    const curated = curate(items, {
      sections,
      window,
      weights: await readWeights(folder),
      reported: await readReported(folder, window, items),
    })
    const file = join(folder, 'digests', `${id}.mdx`)
    const text = await readText(file)
    const standing = text === undefined ? undefined : readDocument(text, { kind: 'digests', id, file })
    const ready = standing !== undefined && 'tree' in standing && standing.frontmatter.status === 'ready'
    const result = draft({
      title: `${site.title}, ${id.replace(/^(\d{4})-(Q\d|W\d\d)$/, '$1 $2')}`,
      window,
      ...curated,
      coverage,
      text,
      ready,
      file,
      before: before?.stories ?? [],
      now: instant(environment.now.getTime()),
    })
    const collection: Collection = { digest: id, ...window, sources: coverage, stories: result.stories }
    const record = printCollection(collection)
    // The digest first: a line without its record is found by its marker; a record without its line would read as "no".
    await writeWhole(file, result.text, { expected: text })
    await writeWhole(join(folder, 'items', `${id}.json`), record)
    const folded = result.stories.filter((story) => story.folded).length
    say(
      `draft: ${counted(result.stories.length, 'story', 'stories')}, ${folded} folded; ${counted(result.added, 'line')} added${result.listed > 0 ? `, ${counted(result.listed, 'story', 'stories')} listed without a line` : ''}`,
    )
    if (ready && result.added > 0)
      say(`  ${styled('yellow', 'warning', process.stderr)} this digest was ready: read the new lines and take their TODO away, or delete them`)
    say(`  ${file}${text === undefined ? ' (new)' : result.text === text ? ' (as it was)' : ''}`)
    say(`  next: edit it, then npm run check -- ${id}`)
    if (options.json) process.stdout.write(record)
    return failed.length > 0 ? 3 : 0
  },
})
