import type { ZodType } from 'zod'
import { BASELINES, inOrderOf } from '../src/curate/baselines.ts'
import { foundIn, picksOf, picksReached } from '../src/curate/found.ts'
import { Problem } from '../src/errors.ts'
import { collectionSchema } from '../src/model/collection.ts'
import { picksSchema } from '../src/model/picks.ts'
import type { Story } from '../src/model/story.ts'
import { plainLine } from '../src/plain.ts'
import { command, counted, styled } from './command.ts'
import { readJson } from '../src/json.ts'

const DEPTHS = [1, 2, 3] as const

await command({
  name: 'evaluate',
  does: "Counts how many of a person's picks stand in the first n, 2n and 3n stories of an items file, beside simple rankings; n = the picks that its items reach.",
  options: {
    items: { value: 'FILE', help: 'an items file, such as content/items/2026-Q3.json' },
    picks: { value: 'FILE', help: 'the picks: { "entries": [ { "section": "…", "refs": ["owner/repo#1", "go/cl/2"] } ] }' },
    section: { value: 'PREFIX', help: 'only picks whose section begins so' },
    missed: { help: 'list the picks that do not stand in the first 2n, with the rank at which they stand' },
    json: { help: 'the table as JSON on stdout' },
  },
  async run({ options }) {
    const given = { items: options.items, picks: options.picks }
    for (const [name, value] of Object.entries(given))
      if (value === undefined) throw new Problem({ what: `--${name} is missing`, fix: 'Say: npm run evaluate -- --items FILE --picks FILE' })
    const collection = await read(String(given.items), collectionSchema)
    const { entries, release } = await read(String(given.picks), picksSchema)
    const picks = options.section === undefined ? entries : entries.filter((entry) => entry.section.startsWith(String(options.section)))
    const stories = [...collection.stories].sort((a, b) => a.rank - b.rank)
    const reachable = picksReached(
      stories.flatMap((story) => story.items),
      picks,
    )
    const n = reachable.length
    if (n === 0)
      throw new Problem({
        what: `None of ${counted(picks.length, 'pick')} is reached by the items`,
        where: String(given.items),
        fix: picks.length === 0 ? 'No section of the picks begins so: mend --section' : 'Do the ids of both files agree, and their windows?',
      })
    const rankings: { name: string; stories: readonly Story[] }[] = [
      { name: 'legible', stories },
      ...BASELINES.map(({ name, of }) => ({ name, stories: inOrderOf(stories, of) })),
    ]
    const rows = rankings.map((ranking) => {
      const held = picksOf(
        ranking.stories.map((story) => story.items),
        picks,
      )
      return { ranking: ranking.name, held, found: DEPTHS.map((depth) => foundIn(held, depth * n)) }
    })
    const changes = stories.reduce((sum, story) => sum + story.items.length, 0)
    if (options.json) {
      const table = rows.map(({ ranking, found }) => ({ ranking, found, share: found.map((count) => count / n) }))
      process.stdout.write(`${JSON.stringify({ release, items: changes, stories: stories.length, picks: picks.length, n, table }, null, 2)}\n`)
      return 0
    }
    const out = process.stdout
    out.write(
      `${plainLine(release ?? collection.digest)}: ${counted(changes, 'item')}, ${counted(stories.length, 'story', 'stories')}; they reach ${n} of ${counted(picks.length, 'pick')}\n`,
    )
    out.write(styled('dim', `${''.padEnd(16)}${DEPTHS.map((depth) => `first ${depth * n}`.padStart(12)).join('')}\n`, out))
    for (const { ranking, found } of rows) {
      const line = `${ranking.padEnd(16)}${found.map((count) => (count / n).toFixed(2).replace(/^0/, '').padStart(12)).join('')}\n`
      out.write(ranking === 'legible' ? styled('bold', line, out) : line)
    }
    if (options.missed) {
      const first = new Map<number, number>()
      rows[0]?.held.forEach((found, index) => {
        for (const pick of found) if (!first.has(pick)) first.set(pick, index)
      })
      const told = (pick: number): string => plainLine(picks[pick]?.section ?? '')
      for (const [pick, index] of [...first].filter(([, at]) => at >= 2 * n).sort((a, b) => a[1] - b[1])) {
        const story = stories[index]
        const why = plainLine(story?.reasons.join('; ') ?? '')
        out.write(`${String(index + 1).padStart(6)}  ${told(pick)}: ${plainLine(story?.title ?? '')} ${styled('dim', `(${why})`, out)}\n`)
      }
      for (const pick of reachable) if (!first.has(pick)) out.write(`     –  ${told(pick)}: beyond the first twelve changes of its story\n`)
    }
    return 0
  },
})

async function read<T>(file: string, schema: ZodType<T>): Promise<T> {
  const found = await readJson(file, schema, { fix: 'Give another file, or mend this one' })
  if (found === undefined)
    throw new Problem({ what: `Cannot find ${file}`, where: file, fix: 'Is the path right? It is read from the current folder' })
  return found
}
