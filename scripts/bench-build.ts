import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../src/process.ts'
import { benchDev } from './bench-dev.ts'
import { benchDigest } from './bench-digest.ts'
import { ELEVENTY } from './bench-eleventy.ts'
import { ROOT } from './program-version.ts'
import settings from '../package.json' with { type: 'json' }

const BUILD = settings.scripts.build
/** More would take minutes, and tell nothing else. */
const MOST_CARDS = 1000

/** Seconds of one build, and the most memory that it held, in MB. */
type Measured = { seconds: number; memory: number }

/** A state of the folders before a build. `isAlone`: measured without Eleventy, which knows nothing of the kind. */
type State = { name: string; prepare: (work: string) => Promise<void>; isAlone?: boolean }

const COLD: State = { name: 'folders deleted', prepare: clear }
const FIRST: State = {
  name: 'folders and templates deleted',
  prepare: async (work) => {
    await clear(work)
    await rm(join(ROOT, 'node_modules/.cache/legible'), { recursive: true, force: true })
  },
  isAlone: true,
}
const UNSEEN: State = { name: 'folder of the build deleted', prepare: (work) => rm(join(work, 'dist'), { recursive: true, force: true }) }
const AGAIN: State = { name: 'nothing changed', prepare: async () => undefined }

/**
 * Builds the same digests with Eleventy and with this program in turn, and gives a line for each state of the folders: medians of the seconds and
 * of the ratio in each round. Without highlighting and with it; then, alone, with a search over all, with a passage for clients in each section,
 * so that the gate has something to look for, and what `npm run dev` takes.
 */
export async function benchBuild(
  work: string,
  { count, rounds, tell }: { count: number; rounds: number; tell: (text: string) => void },
): Promise<string[]> {
  const changed: State = { name: 'one changed', prepare: (folder) => change(folder, count, open) }
  const lines: string[] = []
  const measureAll = async (name: string, states: readonly State[], highlight: boolean): Promise<void> => {
    for (const state of states) lines.push(await compare(work, state, { name: `${count} digests, ${name}`, rounds, highlight, tell }))
  }
  for (const highlight of [false, true]) {
    await write(work, count, { digest: open, highlight })
    await measureAll(highlight ? 'highlighted' : 'plain', [...(highlight ? [] : [FIRST]), COLD, AGAIN, changed], highlight)
  }
  const number = Math.floor(count / 2)
  tell(`${count} digests, npm run dev`)
  const shown = await benchDev({
    cwd: ROOT,
    env: environment(work),
    file: join(work, 'content/digests', `${idOf(number)}.mdx`),
    id: idOf(number),
    variant: 'tier-gold',
    saves: rounds,
    change: (words) => `${open(number)}\n${words}\n`,
  })
  const alone = (states: readonly State[]): State[] => states.map((state) => ({ ...state, isAlone: true }))
  await write(work, count, { digest: open, highlight: false, extras: 'search' })
  await measureAll('with a search', alone([COLD, AGAIN, changed]), false)
  await write(work, count, { digest: benchDigest, highlight: true })
  const passage = (one: number): string => benchDigest(one).replace('</Clients>', `${performance.now()}\n\n</Clients>`)
  const marked: State[] = [
    COLD,
    AGAIN,
    { name: 'one changed', prepare: (folder: string) => change(folder, count, benchDigest) },
    { name: 'one passage changed', prepare: (folder: string) => change(folder, count, passage) },
  ]
  await measureAll('with passages for clients', alone(marked), true)
  if (count <= MOST_CARDS) {
    await write(work, count, { digest: open, highlight: false, extras: 'cards' })
    await measureAll('with cards', alone([COLD, UNSEEN, AGAIN]), false)
  }
  await write(work, count, { digest: open, highlight: true, extras: 'markdown' })
  await measureAll('with twins in Markdown', alone([COLD, AGAIN, changed]), true)
  lines.push(
    `${count} digests, npm run dev  from a save to the page that shows it ${median(shown.page).toFixed(0)} ms, to all of the workbench ${median(shown.workbench).toFixed(0)} ms`,
  )
  return lines
}

type Comparing = { name: string; rounds: number; highlight: boolean; tell: (text: string) => void }

async function compare(
  work: string,
  { name: state, prepare, isAlone = false }: State,
  { name, rounds, highlight, tell }: Comparing,
): Promise<string> {
  const [ours, theirs]: [Measured[], Measured[]] = [[], []]
  // The first round warms what the next begin with.
  for (let round = 0; round <= rounds; round++) {
    tell(`${name}, ${state}, round ${round} of ${rounds}`)
    await prepare(work)
    // In turn one goes first and the other.
    for (const isOurs of round % 2 === 0 ? [false, true] : [true, false]) {
      if (isAlone && !isOurs) continue
      const measured = isOurs ? await legible(work) : await eleventy(work, highlight)
      if (round > 0) (isOurs ? ours : theirs).push(measured)
    }
  }
  const say = (measured: readonly Measured[]): string =>
    `${median(measured.map(({ seconds }) => seconds)).toFixed(2)} s (${Math.max(...measured.map(({ memory }) => memory)).toFixed(0)} MB)`
  if (isAlone) return `${name}, ${state}  legible ${say(ours)}`
  const ratio = median(ours.map(({ seconds }, round) => seconds / (theirs[round]?.seconds ?? Number.NaN)))
  return `${name}, ${state}  Eleventy ${say(theirs)}  legible ${say(ours)}  ratio ${ratio.toFixed(2)}`
}

function legible(work: string): Promise<Measured> {
  // As npm runs it, without npm.
  return measure(BUILD.split(' ').slice(1), { cwd: ROOT, env: environment(work) })
}

function eleventy(work: string, highlight: boolean): Promise<Measured> {
  const env = highlight ? { HIGHLIGHT: '1' } : {}
  return measure([join(ROOT, 'node_modules/@11ty/eleventy/cmd.cjs'), '--quiet'], { cwd: join(work, 'eleventy'), env })
}

function environment(work: string): Record<string, string> {
  return {
    DIGEST_CONTENT: join(work, 'content'),
    DIGEST_OUT: join(work, 'dist'),
    DIGEST_PRIVATE: join(work, 'private'),
    DIGEST_CACHE: join(work, 'cache'),
    DIGEST_NOW: '2030-01-01T00:00:00Z',
  }
}

/** Runs a program of Node and says how long it took and, as it says itself at its end, how much memory. */
async function measure(args: readonly string[], { cwd, env }: { cwd: string; env: Record<string, string> }): Promise<Measured> {
  const told = `data:text/javascript,process.on("exit",()=>process.stdout.write("\\nmemory "+process.resourceUsage().maxRSS/1024))`
  const started = performance.now()
  const said = await run(process.execPath, ['--import', told, ...args], { cwd, env })
  const seconds = (performance.now() - started) / 1000
  return { seconds, memory: Number(/memory ([\d.]+)\s*$/.exec(said)?.[1]) }
}

async function clear(work: string): Promise<void> {
  for (const folder of ['dist', 'cache', 'private', 'eleventy/dist']) await rm(join(work, folder), { recursive: true, force: true })
}

/** Another word in one digest, in both. */
async function change(work: string, count: number, digest: (number: number) => string): Promise<void> {
  const [id, text] = [idOf(Math.floor(count / 2)), `${digest(Math.floor(count / 2))}\nChanged at ${performance.now()}.\n`]
  await writeFile(join(work, 'content/digests', `${id}.mdx`), text)
  await writeFile(join(work, 'eleventy/site/digests', `${id}.md`), text)
}

/** Content for both, anew. */
async function write(
  work: string,
  count: number,
  { digest, highlight, extras = '' }: { digest: (number: number) => string; highlight: boolean; extras?: string },
): Promise<void> {
  await clear(work)
  const files = {
    ...Object.fromEntries(Object.entries(ELEVENTY).map(([name, text]) => [`eleventy/${name}`, text])),
    'content/site.yaml': `title: Bench\nurl: https://digest.example\nauthor: { name: Ada, email: ada@example.org }\ntiers: [gold]\nextras: [${extras}]\nhighlight: ${highlight}\n`,
    'content/sources.yaml': 'sources: []\n',
  }
  for (const folder of ['content/digests', 'eleventy/site/digests', 'eleventy/site/_includes']) await mkdir(join(work, folder), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(work, name), text)
  await copyFile(join(ROOT, 'src/styles/site.css'), join(work, 'eleventy/site/site.css'))
  for (let number = 0; number < count; number++) {
    await writeFile(join(work, 'content/digests', `${idOf(number)}.mdx`), digest(number))
    await writeFile(join(work, 'eleventy/site/digests', `${idOf(number)}.md`), open(number))
  }
}

/** A digest that both read alike: without passages for clients and comments. */
function open(number: number): string {
  return benchDigest(number)
    .replace(/<Clients tier="gold">\n\n[^<]*\n\n<\/Clients>\n\n/g, '')
    .replace(/ \{\/\*[^*]*\*\/\}/g, '')
}

function idOf(number: number): string {
  return `digest-${String(number).padStart(5, '0')}`
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
