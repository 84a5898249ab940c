import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Lesson, lessonOf, shares, train } from '../src/curate/train.ts'
import { Problem } from '../src/errors.ts'
import { writeWhole } from '../src/files.ts'
import { command, progress } from './command.ts'
import { readLessons } from './read-lessons.ts'

const SHIPPED = fileURLToPath(new URL('../src/curate/weights.json', import.meta.url))

await command({
  name: 'fit',
  does: 'Fits the weights that come with the program to a data folder: changes, and what people picked of them. The same folder gives the same bytes.',
  arguments: ['DIR'],
  options: {
    paths: { value: 'GLOB', help: 'which changes are ranked (src/**)' },
    without: { value: 'NAME', help: 'leave out one window, and the changes that others share with it' },
    out: { value: 'FILE', help: 'where the weights go (src/curate/weights.json)' },
    check: {
      help: 'write nothing: rank each window by what is fitted to the others, and print how many of its n picks stand in the first n and 2n stories',
    },
    json: { help: 'with --check, the table as JSON on stdout' },
  },
  async run({ arguments: [folder], options }) {
    if (folder === undefined)
      throw new Problem({ what: 'The data folder is missing', fix: 'Say: npm run fit -- DIR, with commits.jsonl.gz and picks-NAME.json in it' })
    const bar = progress('fit')
    bar.at('reading')
    const windows = await readLessons(resolve(folder), { paths: [options.paths === undefined ? 'src/**' : String(options.paths)] })
    const lessons = windows.map(({ name, items, picks }) => lessonOf(name, items, picks))
    if (options.check) {
      const tried = lessons.map((lesson) => tryOut(lesson, lessons, (text) => bar.at(`${lesson.name}, ${text}`)))
      bar.done(`${lessons.length} windows, each ranked by weights fitted to the others`)
      process.stdout.write(options.json ? `${JSON.stringify(tried, null, 2)}\n` : table(tried))
      return 0
    }
    const without = lessons.find((lesson) => lesson.name === options.without)
    if (options.without !== undefined && !without)
      throw new Problem({
        what: `There is no window "${String(options.without)}"`,
        where: folder,
        fix: `There are ${lessons.map((lesson) => lesson.name).join(', ')}`,
      })
    const { weights, pull } = train(
      lessons.filter((lesson) => lesson !== without),
      { without, progress: (text) => bar.at(text) },
    )
    const file = resolve(options.out === undefined ? SHIPPED : String(options.out))
    await writeWhole(file, `${JSON.stringify(weights, null, 2)}\n`)
    bar.done(`${weights.from}; drawn to the priors by ${pull}: ${file}`)
    return 0
  },
})

type Row = { name: string; n: number; first: number; second: number; pull: number }

function tryOut(lesson: Lesson, lessons: readonly Lesson[], at: (text: string) => void): Row {
  const { weights, pull } = train(
    lessons.filter((other) => other !== lesson),
    { without: lesson, progress: at },
  )
  const [first = 0, second = 0] = shares(lesson, weights, [1, 2])
  return { name: lesson.name, n: lesson.notes, first, second, pull }
}

function table(rows: readonly Row[]): string {
  const mean = (of: (row: Row) => number): number => rows.reduce((sum, row) => sum + of(row), 0) / rows.length
  const line = (name: string, n: string, first: number, second: number): string =>
    `${name.padEnd(10)}${n.padStart(6)}${first.toFixed(3).padStart(10)}${second.toFixed(3).padStart(10)}\n`
  return [
    `${'window'.padEnd(10)}${'n'.padStart(6)}${'first n'.padStart(10)}${'first 2n'.padStart(10)}\n`,
    ...rows.map((row) => line(row.name, String(row.n), row.first, row.second)),
    line(
      'mean',
      '',
      mean((row) => row.first),
      mean((row) => row.second),
    ),
  ].join('')
}
