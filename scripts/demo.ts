import { createHash } from 'node:crypto'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Problem } from '../src/errors.ts'
import { copyFolder, readText, remove, writeWhole } from '../src/files.ts'
import { dayOf, daysAfter } from '../src/model/day.ts'
import { run, runHere } from '../src/process.ts'
import { command, styled } from './command.ts'
import { makeSampleRepository } from './sample-repository.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SCRATCH = join(ROOT, '.cache', 'demo')
const CONTENT = join(SCRATCH, 'content')
const ID = '2026-Q3'
const NOTICE = 'CVE-2026-90058'
const CLIENT = 'acme'

/** Root of the keys of the scratch copy's sealed pages: known to everyone, as all that they hold is, and the same at every run, as the mail's links are. */
const SECRET = createHash('sha256').update('the demo of Legible').digest('base64')

/** Keys and settings of the machine that the demo must not see. */
const IGNORED = /^(DIGEST|RESEND|GH|GITHUB)_/

await command({
  name: 'demo',
  does: 'Walks the whole way on a scratch copy of the sample: collect, draft, check, public site, client editions, mail, a notice, a report. No network, no key.',
  async run() {
    const environment = {
      ...Object.fromEntries(
        Object.keys(process.env)
          .filter((name) => IGNORED.test(name))
          .map((name) => [name, undefined]),
      ),
      DIGEST_CONTENT: CONTENT,
      DIGEST_OUT: join(ROOT, 'dist'),
      DIGEST_PRIVATE: join(SCRATCH, 'private'),
      DIGEST_CACHE: join(SCRATCH, 'cache'),
      DIGEST_NOW: '2026-10-06T09:00:00Z',
      DIGEST_SECRET: SECRET,
    }
    const script = (name: string): string => join(ROOT, 'scripts', `${name}.ts`)
    const legible = async (name: string, ...args: string[]): Promise<void> => {
      const status = await walk(name, args, environment)
      if (status !== 0) throw new Problem({ what: `The demo stopped: npm run ${name} ended with ${status}`, fix: 'Mend what it says above' })
    }
    const walk = async (name: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> => {
      step(`npm run ${name}${args.length > 0 ? ` -- ${args.join(' ')}` : ''}`)
      return runHere(process.execPath, [script(name), ...args], { cwd: ROOT, env })
    }
    const sent = async (id: string): Promise<void> => {
      const { hash, messages } = JSON.parse(await run(process.execPath, [script('send'), id, '--json'], { cwd: ROOT, env: environment })) as {
        hash: string
        messages: number
      }
      await legible('send', id, '--send', '--approve', hash.slice(0, 12), '--yes', String(messages))
    }
    await remove(SCRATCH)
    await copyFolder(join(ROOT, 'content'), CONTENT)
    const changes = await makeSampleRepository(CONTENT, resolve(CONTENT, '../.cache/lattice'))
    step(`A clone of the sample's project with ${changes} changes, and a copy of its content in ${relative(ROOT, SCRATCH)}`)

    const digest = join(CONTENT, 'digests', `${ID}.mdx`)
    const finished = (await readText(digest)) ?? ''
    await remove(digest)
    await remove(join(CONTENT, 'items'))
    await legible('draft', ID)
    const draft = join(SCRATCH, `draft-${ID}.mdx`)
    await writeWhole(draft, (await readText(digest)) ?? '')

    step('You edit: here the finished digest of the sample takes the place of the draft. Drafting again touches nothing')
    await writeWhole(digest, finished)
    await legible('draft', ID)
    if ((await readText(digest)) !== finished) throw new Error('Drafting again changed the finished digest')

    // Freezing seals the pages that the build publishes; what an earlier build left in dist/ is not this content's: the check comes last.
    await legible('send', ID)
    await legible('build')
    await legible('check', ID)
    await sent(ID)

    // Receipts are of now, so what is told from them is, too.
    const until = daysAfter(dayOf(Date.now()), 1)
    const now = { ...environment, DIGEST_NOW: new Date().toISOString() }
    for (const [name, ...args] of [['concerns'], ['report', CLIENT, '--since', '2026-01-01', '--until', until]] as const)
      if ((await walk(name, args, now)) !== 0) throw new Error(`Nothing was told: npm run ${name}`)

    step('Between the quarters: the watch finds a vulnerability, and would call the maintainer (exit code 3)')
    const notice = join(CONTENT, 'notices', `${NOTICE}.mdx`)
    const finishedNotice = (await readText(notice)) ?? ''
    await remove(notice)
    if ((await walk('notice', ['--watch'], environment)) !== 3) throw new Error('The watch did not call')
    await legible('notice', NOTICE)
    const draftedNotice = join(SCRATCH, `draft-${NOTICE}.mdx`)
    await writeWhole(draftedNotice, (await readText(notice)) ?? '')
    step('You judge: here the finished notice of the sample takes the place of the draft')
    await writeWhole(notice, finishedNotice)
    await sent(NOTICE)

    const outbox = join(ROOT, '.private', 'outbox')
    await copyFolder(join(SCRATCH, 'private', 'outbox'), outbox)

    const payload = await readText(join(SCRATCH, 'private', 'revisions', ID, 'r1', 'messages', 'acme', 'jo.json'))
    const sealed = /\/private\/[a-z2-7]+\/#[0-9A-Z-]+/.exec(payload ?? '')?.[0]

    step('Where to look')
    const place = (path: string): string => relative(process.cwd(), path)
    process.stdout.write(
      `  the draft as it was drafted   ${place(draft)}\n  the public site               ${place(join(ROOT, 'dist', 'index.html'))}\n  the client editions           ${place(join(SCRATCH, 'private', 'revisions', ID, 'r1', 'variants'))}\n  the mail                      ${place(outbox)}/*.eml\n  the notice as it was drafted  ${place(draftedNotice)}\n  what ${CLIENT} got this year       ${place(join(SCRATCH, 'private', 'reports', CLIENT, `${until}.html`))}\n  a sealed page, as acme opens  npx vite preview --outDir dist, then http://localhost:4173${sealed}\n`,
    )
    return 0
  },
})

function step(text: string): void {
  process.stdout.write(`\n${styled('bold', text)}\n`)
}
