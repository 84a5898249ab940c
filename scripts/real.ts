import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { simpleParser } from 'mailparser'
import { readCollection } from '../src/content.ts'
import { Problem } from '../src/errors.ts'
import { listFiles, listTree, makeFolder, readBytes, readText, remove, writeWhole } from '../src/files.ts'
import { run, runHere } from '../src/process.ts'
import { command, say, styled } from './command.ts'
import { editAsMaintainer } from './real-edits.ts'
import { serveClone } from './real-gerrit.ts'
import { noticesReal } from './real-notices.ts'
import { rankReal } from './real-ranking.ts'
import { decideVersions } from './real-versions.ts'
import { draftWeeks } from './real-weeks.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ID = '2023-Q2'
const SINCE = '2023-04-01T00:00:00Z'
const LAST = '2023-06-30T23:59:59Z'

await command({
  name: 'real',
  does: 'Acceptance on real data: drafts a quarter of a real history, edits it, checks, builds, freezes and writes the mail, and counts what must agree.',
  arguments: ['DIR'],
  async run({ arguments: [given] }) {
    const data = resolve(given ?? '../shared')
    if ((await readBytes(join(data, 'data/go/commits.jsonl.gz'))) === undefined)
      throw new Problem({
        what: `Cannot find real data in ${data}`,
        where: join(data, 'data/go/commits.jsonl.gz'),
        fix: 'Give the folder: npm run real -- ../shared',
      })
    const work = join(tmpdir(), `legible-real-${process.pid}`)
    const content = join(work, 'content')
    const environment = {
      DIGEST_CONTENT: content,
      DIGEST_OUT: join(work, 'dist'),
      DIGEST_PRIVATE: join(work, 'private'),
      DIGEST_CACHE: join(work, 'cache'),
      DIGEST_NOW: '2023-07-03T09:00:00Z',
      RESEND_API_KEY: undefined,
    }
    const legible = async (name: string, ...args: string[]): Promise<void> => legibleIn(environment, name, ...args)
    const legibleIn = async (env: NodeJS.ProcessEnv, name: string, ...args: string[]): Promise<void> => {
      if ((await runHere(process.execPath, [join(ROOT, 'scripts', `${name}.ts`), ...args], { cwd: ROOT, env })) !== 0)
        throw new Problem({ what: `npm run ${name} failed on real data`, fix: 'Read what it says above' })
    }
    let passed = 0
    const agree = (what: string, holds: boolean): void => {
      if (!holds) throw new Problem({ what: `Real data disagrees: ${what}`, where: work, fix: 'The folder is kept to look into' })
      passed++
      say(`  ${styled('green', 'agrees', process.stderr)} ${what}`)
    }
    await makeFolder(content)
    await run(process.execPath, [join(data, 'tools/rebuild-repo.mjs'), join(data, 'data/go/commits.jsonl.gz'), join(work, 'repository')])
    await writeWhole(
      join(content, 'site.yaml'),
      'title: Go cryptography\nurl: https://digest.example.org/go\nauthor: { name: Ada Example, email: ada@example.org }\ntiers: [silver, gold]\nsender: { from: "Ada Example <digest@mail.example.org>", replyTo: ada@example.org }\n',
    )
    await writeWhole(
      join(content, 'sources.yaml'),
      'sources:\n  - { id: go, kind: git, path: ../repository, branch: master, changes: gerrit, name: go, tracker: golang/go, paths: ["src/crypto/**"] }\n',
    )
    for (const [name, tier] of [
      ['acme', 'gold'],
      ['borealis', 'silver'],
    ])
      await writeWhole(
        join(content, 'clients', `${name}.yaml`),
        `name: ${name} Example\ntier: ${tier}\nsince: 2023-01-01\nrecipients:\n  - { id: jo, name: Jo Doe, email: jo@${name}.example }\n`,
      )

    const started = performance.now()
    await legible('draft', ID)
    const seconds = (performance.now() - started) / 1000
    const digest = join(content, 'digests', `${ID}.mdx`)
    const drafted = (await readText(digest)) ?? ''
    const collection = await readCollection(content, ID)
    const items = collection?.stories.flatMap((story) => story.items) ?? []
    const counted = (
      await run('git', [
        '-C',
        join(work, 'repository'),
        'log',
        `--since-as-filter=${SINCE}`,
        `--until=${LAST}`,
        '--format=%H',
        'master',
        '--',
        'src/crypto',
      ])
    )
      .trim()
      .split('\n')
    agree(
      `git log counts ${counted.length} changes under src/crypto, the draft holds ${items.length}`,
      counted.length === items.length && counted.every((hash) => items.some((item) => item.commit === hash)),
    )
    agree(
      'each of them stands in the draft by its id',
      items.every((item) => drafted.includes(item.id)),
    )
    agree(
      'returned = kept + dropped',
      (collection?.sources ?? []).every(
        (source) => source.returned === source.kept + Object.values(source.dropped).reduce((sum, count) => sum + count, 0),
      ),
    )

    const edited = editAsMaintainer(drafted)
    await writeWhole(digest, edited)
    await legible('draft', ID)
    agree('drafting again touches nothing of ten edits', (await readText(digest)) === edited)
    await legible('check', ID)
    await legible('build')
    const files = await Promise.all((await listTree(environment.DIGEST_OUT)).map((file) => readBytes(join(environment.DIGEST_OUT, file))))
    const site = files.map((bytes) => bytes?.toString() ?? '').join('\n')
    agree(
      'the public page holds the public words and no private ones',
      site.includes('ten lines, edited') && !/for gold ears|for acme alone|a note to myself/.test(site),
    )
    const { hash, messages } = JSON.parse(
      await run(process.execPath, [join(ROOT, 'scripts/send.ts'), ID, '--json'], { cwd: ROOT, env: environment }),
    ) as { hash: string; messages: number }
    await legible('send', ID, '--send', '--approve', hash, '--yes', String(messages))
    const outbox = join(environment.DIGEST_PRIVATE, 'outbox')
    const mails = await Promise.all((await listFiles(outbox, '.eml')).map(async (name) => simpleParser((await readBytes(join(outbox, name))) ?? '')))
    agree(`${messages} messages are in the outbox, each for one address`, mails.length === messages && messages === 2)
    const bodies = mails.map((mail) => `${mail.html || ''}${mail.text ?? ''}`)
    agree(
      'acme reads what is for gold and for itself, borealis neither',
      /for gold ears/.test(bodies[0] ?? '') && /for acme alone/.test(bodies[0] ?? '') && !/for gold ears|for acme alone/.test(bodies[1] ?? ''),
    )

    const gerrit = await serveClone(join(work, 'repository'), { since: '2023-03-15T00:00:00Z', until: '2023-07-15T00:00:00Z' })
    const second = join(work, 'from-gerrit')
    await writeWhole(join(second, 'site.yaml'), (await readText(join(content, 'site.yaml'))) ?? '')
    await writeWhole(
      join(second, 'sources.yaml'),
      `sources:\n  - { id: go, kind: gerrit, url: "${gerrit.url}", project: go, branch: master, tracker: golang/go, paths: ["src/crypto/**"] }\n`,
    )
    const there = { ...environment, DIGEST_CONTENT: second }
    await legibleIn(there, 'draft', ID)
    const told = async (folder: string): Promise<string> =>
      JSON.stringify(
        (await readCollection(folder, ID))?.stories.map(({ items: held, ...story }) => [story, held.map((item) => ({ ...item, url: '' }))]),
      )
    const pages = gerrit.got.length
    agree(`Gerrit gives the same stories as the clone, in ${pages} requests`, (await told(second)) === (await told(content)) && gerrit.most() === 1)
    await legibleIn(there, 'draft', ID)
    agree('drafting again asks Gerrit one question', gerrit.got.length === pages + 1 && (await told(second)) === (await told(content)))
    await legibleIn(there, 'draft', ID, '--offline')
    agree('drafting offline asks none', gerrit.got.length === pages + 1 && (await told(second)) === (await told(content)))
    gerrit.close()

    await decideVersions(join(data, 'data/osv'), agree)
    await noticesReal({ root: ROOT, data: join(data, 'data/osv'), folder: join(work, 'notices'), environment }, agree)
    await draftWeeks({ root: ROOT, content, environment }, agree)
    await rankReal(
      {
        root: ROOT,
        data: join(data, 'data/go'),
        content,
        environment,
        draft: (...args) => legible('draft', ...args),
      },
      agree,
    )

    const source = collection?.sources[0]
    say(
      `real: ${passed} checks agree; returned ${source?.returned}, kept ${source?.kept}, ${collection?.stories.filter((story) => story.folded).length} of ${collection?.stories.length} stories folded, drafted in ${seconds.toFixed(1)} s`,
    )
    await remove(work)
    return 0
  },
})
