import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from '../src/process.ts'
import { benchDev } from './bench-dev.ts'
import { benchDigest } from './bench-digest.ts'
import { ELEVENTY } from './bench-eleventy.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SITE = 'title: Bench\nurl: https://digest.example\nauthor: { name: Ada, email: ada@example.org }\ntiers: [gold]\n'

/** Seconds of one build, and the most memory that it held, in MB. */
type Measured = { seconds: number; memory: number }
type Way = (folder: string) => Promise<Measured>

/**
 * Builds the same digests with Eleventy and with this program in turn. Gives a line for each state of the folders: cold (neither output nor
 * caches), again (nothing changed), after a change of one digest; medians of the seconds and of the ratio in each round.
 */
export async function benchBuild(
  work: string,
  { count, rounds, tell }: { count: number; rounds: number; tell: (text: string) => void },
): Promise<string[]> {
  await write(work, count)
  const lines: string[] = []
  for (const [state, prepare] of [
    ['cold', () => clear(work)],
    ['again', async () => undefined],
    ['one changed', () => change(work, count)],
  ] as const) {
    const pairs: [eleventy: Measured, ours: Measured][] = []
    // The first round warms what the next begin with.
    for (let round = 0; round <= rounds; round++) {
      tell(`${count} digests, ${state}, round ${round} of ${rounds}`)
      await prepare()
      const pair: [Measured, Measured] =
        round % 2 === 0 ? [await eleventy(work), await legible(work)] : reversed(await legible(work), await eleventy(work))
      if (round > 0) pairs.push(pair)
    }
    const [theirs, ours] = [0, 1].map((side) => median(pairs.map((pair) => pair[side as 0 | 1].seconds)))
    const ratio = median(pairs.map(([them, us]) => us.seconds / them.seconds))
    const [theirMemory, ourMemory] = [0, 1].map((side) => Math.max(...pairs.map((pair) => pair[side as 0 | 1].memory)))
    lines.push(
      `build, ${count} digests, ${state}  Eleventy ${theirs?.toFixed(2)} s (${theirMemory?.toFixed(0)} MB)  legible ${ours?.toFixed(2)} s (${ourMemory?.toFixed(0)} MB)  ratio ${ratio.toFixed(2)}`,
    )
  }
  tell(`${count} digests, npm run dev`)
  const number = Math.floor(count / 2)
  const shown = await benchDev(join(ROOT, 'scripts/dev.ts'), {
    cwd: ROOT,
    env: environment(work),
    file: join(work, 'content/digests', `${idOf(number)}.mdx`),
    path: `/${idOf(number)}/`,
    saves: rounds,
    change: (words) => `${digest(number)}\n${words}\n`,
  })
  lines.push(`dev, ${count} digests, from a save to the page that shows it  ${median(shown).toFixed(0)} ms (goal 300 at 1,000)`)
  return lines
}

function reversed(ours: Measured, theirs: Measured): [Measured, Measured] {
  return [theirs, ours]
}

const legible: Way = (work) => measure(join(ROOT, 'scripts/build.ts'), [], { cwd: ROOT, env: environment(work) })

function environment(work: string): Record<string, string> {
  return {
    DIGEST_CONTENT: join(work, 'content'),
    DIGEST_OUT: join(work, 'dist'),
    DIGEST_PRIVATE: join(work, 'private'),
    DIGEST_CACHE: join(work, 'cache'),
    DIGEST_NOW: '2030-01-01T00:00:00Z',
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/node'),
  }
}

const eleventy: Way = (work) => measure(join(ROOT, 'node_modules/@11ty/eleventy/cmd.cjs'), ['--quiet'], { cwd: join(work, 'eleventy'), env: {} })

/** Runs a program of Node and says how long it took and, as it says itself at its end, how much memory. */
async function measure(script: string, args: readonly string[], { cwd, env }: { cwd: string; env: Record<string, string> }): Promise<Measured> {
  const told = `data:text/javascript,process.on("exit",()=>process.stdout.write("\\nmemory "+process.resourceUsage().maxRSS/1024))`
  const started = performance.now()
  const said = await run(process.execPath, ['--import', told, script, ...args], { cwd, env })
  const seconds = (performance.now() - started) / 1000
  return { seconds, memory: Number(/memory ([\d.]+)\s*$/.exec(said)?.[1]) }
}

async function clear(work: string): Promise<void> {
  for (const folder of ['dist', 'cache', 'eleventy/dist']) await rm(join(work, folder), { recursive: true, force: true })
}

/** Another word in one digest, in both. */
async function change(work: string, count: number): Promise<void> {
  const [id, text] = [idOf(Math.floor(count / 2)), `${digest(Math.floor(count / 2))}\nChanged at ${performance.now()}.\n`]
  await writeFile(join(work, 'content/digests', `${id}.mdx`), text)
  await writeFile(join(work, 'eleventy/site/digests', `${id}.md`), text)
}

async function write(work: string, count: number): Promise<void> {
  const files = {
    ...Object.fromEntries(Object.entries(ELEVENTY).map(([name, text]) => [`eleventy/${name}`, text])),
    'content/site.yaml': SITE,
    'content/sources.yaml': 'sources: []\n',
  }
  for (const folder of ['content/digests', 'eleventy/site/digests', 'eleventy/site/_includes']) await mkdir(join(work, folder), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(work, name), text)
  await copyFile(join(ROOT, 'src/styles/site.css'), join(work, 'eleventy/site/site.css'))
  for (let number = 0; number < count; number++) {
    await writeFile(join(work, 'content/digests', `${idOf(number)}.mdx`), digest(number))
    await writeFile(join(work, 'eleventy/site/digests', `${idOf(number)}.md`), digest(number))
  }
}

/** A digest that both read alike: without passages for clients and comments. */
function digest(number: number): string {
  return benchDigest(number)
    .replace(/<Clients tier="gold">\n\n[^<]*\n\n<\/Clients>\n\n/g, '')
    .replace(/ \{\/\*[^*]*\*\/\}/g, '')
}

function idOf(number: number): string {
  return `digest-${String(number).padStart(5, '0')}`
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
