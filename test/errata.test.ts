import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { Receipt } from '../src/model/receipt.ts'
import { writeReceipts } from './frozen.ts'
import { DIGEST, type SendingWorld, sendingWorld } from './sending-world.ts'

// Each sends more than once.
vi.setConfig({ testTimeout: 60_000 })

const ERRATUM = 'What it said was wrong.\n\n<Clients tier="gold">Gold was told wrong.</Clients>\n'

/** A world in which everyone got a digest with a mistake that is mended since, and the erratum lies beside the content folder. */
async function wrongWorld(given: { only?: string; mended?: string; threaded?: boolean } = {}): Promise<SendingWorld & { erratum: string }> {
  const world = await sendingWorld()
  const { status, stderr } = await world.send(given.only === undefined ? [] : ['--only', given.only, '--yes', '2'])
  if (status !== 0) throw new Error(stderr)
  if (given.threaded !== false) await learnIds(world)
  mend(world, given.mended ?? DIGEST.replaceAll('For ', 'Really for '))
  const erratum = join(world.content, '../erratum.mdx')
  writeFileSync(erratum, ERRATUM)
  return { ...world, erratum }
}

function mend({ content }: SendingWorld, text: string): void {
  writeFileSync(join(content, 'digests/2026-Q3.mdx'), text)
}

/** What asking the provider writes: the Message-ID of every mail. */
async function learnIds({ content, journal }: SendingWorld): Promise<void> {
  const lines = journal().filter(({ state, messageId }) => state === 'accepted' && messageId === undefined)
  await writeReceipts(
    content,
    '2026-Q3',
    lines.map(({ at, revision, recipient, hash, sha256, id }): Receipt => ({
      at,
      revision,
      recipient,
      state: 'delivered',
      hash,
      sha256,
      id,
      messageId: `<${revision}.${recipient.replace('/', '.')}@ses.example>`,
    })),
  )
}

const approve = async (world: SendingWorld, { hash, messages }: ReturnType<SendingWorld['freeze']>) =>
  world.run('send', ['2026-Q3', '--send', '--approve', hash, '--yes', String(messages)])

const mailOf = (world: SendingWorld, name: string) => world.server.copiesTo(`${name}.example`).map(({ payload }) => payload)

describe('npm run send -- ID --erratum FILE', () => {
  test('mails a correction to those who got it, once, as an answer, and each what its tier may read', async () => {
    const world = await wrongWorld()
    const plan = world.freeze('--erratum', world.erratum)
    expect(plan).toMatchObject({ revision: 'r2', messages: 3 })
    expect((await approve(world, plan)).status).toBe(0)
    expect((await approve(world, plan)).status).toBe(0)
    expect(world.freeze()).toMatchObject({ revision: 'r2', hash: plan.hash })
    const [first, second, ...more] = mailOf(world, 'jo@acme')
    expect(more).toEqual([])
    expect(first?.subject).toBe('The quarter')
    expect(second).toMatchObject({
      subject: 'Correction: The quarter',
      headers: { 'In-Reply-To': '<r1.acme.jo@ses.example>', References: '<r1.acme.jo@ses.example>' },
    })
    expect(second?.headers).not.toHaveProperty('X-Entity-Ref-ID')
    expect(second?.tags).toContainEqual({ name: 'erratum', value: '1' })
    expect(second?.text).toMatch(
      /^Correction, 6 October 2026\n\nWhat it said was wrong\.\n\nGold was told wrong\.\n\n-+\n\nThe quarter\n=+\n[^]*Really for acme alone/,
    )
    expect(second?.html).toMatch(/Correction<[^]*Gold was told wrong[^]*Really for gold/)
    const [, teo, ...others] = mailOf(world, 'teo@borealis')
    expect(others).toEqual([])
    expect(`${teo?.text}${teo?.html}`).toContain('What it said was wrong.')
    expect(`${teo?.text}${teo?.html}`).not.toMatch(/gold/i)
    const page = readFileSync(join(world.private, 'revisions/2026-Q3/r2/variants/correction-tier-silver/page.html'), 'utf8')
    expect(page).toContain('What it said was wrong.')
    expect(page).not.toMatch(/Gold was told/)
  })

  test('whose edition is as it was gets nothing', async () => {
    const world = await wrongWorld({ mended: DIGEST.replace('For gold', 'For true gold') })
    const plan = world.freeze('--erratum', world.erratum)
    expect(plan).toMatchObject({ messages: 2, skipped: [{ client: 'borealis', recipient: 'teo', reason: 'nothing in what it got is wrong' }] })
    await approve(world, plan)
    expect(mailOf(world, 'teo@borealis')).toHaveLength(1)
    expect(mailOf(world, 'mei@acme')).toHaveLength(2)
  })

  test('who was not mailed yet gets what is right as its first mail', async () => {
    const world = await wrongWorld({ only: 'acme' })
    const plan = world.freeze('--erratum', world.erratum)
    expect((await approve(world, plan)).status).toBe(0)
    const [teo, ...more] = mailOf(world, 'teo@borealis')
    expect(more).toEqual([])
    expect(teo).toMatchObject({ subject: 'The quarter', headers: { 'X-Entity-Ref-ID': '2026-Q3/borealis/teo' } })
    expect(teo?.text).toMatch(/^The quarter\n/)
    expect(teo?.text).toContain('Really for all.')
    expect(mailOf(world, 'jo@acme')).toHaveLength(2)
  })

  test('a correction is corrected, and answers both mails', async () => {
    const world = await wrongWorld()
    await approve(world, world.freeze('--erratum', world.erratum))
    await learnIds(world)
    mend(world, DIGEST.replaceAll('For all', 'Truly for all').replaceAll('For gold', 'Really for gold').replaceAll('For acme', 'Really for acme'))
    writeFileSync(world.erratum, 'It was wrong again.\n')
    const plan = world.freeze('--erratum', world.erratum)
    expect(plan).toMatchObject({ revision: 'r3', messages: 3 })
    expect((await approve(world, plan)).status).toBe(0)
    const [, , third] = mailOf(world, 'jo@acme')
    expect(third).toMatchObject({
      subject: 'Correction: The quarter',
      headers: { 'In-Reply-To': '<r2.acme.jo@ses.example>', References: '<r1.acme.jo@ses.example> <r2.acme.jo@ses.example>' },
    })
    expect(third?.tags).toContainEqual({ name: 'erratum', value: '2' })
    expect(third?.text).toMatch(/^Correction, 6 October 2026\n\nIt was wrong again\.\n\n-+\n\nThe quarter\n/)
    // What the second mail was wrong in is told on the page, beside what the first was.
    const page = readFileSync(join(world.private, 'revisions/2026-Q3/r3/variants/correction-client-acme/page.html'), 'utf8')
    expect(page.match(/class="correction"/g)).toHaveLength(2)
  })

  test('who was not told of the first mistake is told of both', async () => {
    const world = await wrongWorld()
    const plan = world.freeze('--erratum', world.erratum)
    await world.run('send', ['2026-Q3', '--send', '--approve', plan.hash, '--only', 'acme', '--yes', '2'])
    await learnIds(world)
    mend(world, DIGEST.replaceAll('For ', 'Truly for '))
    writeFileSync(world.erratum, 'It was wrong again.\n')
    const next = world.freeze('--erratum', world.erratum)
    expect(next).toMatchObject({ revision: 'r3', messages: 3 })
    expect((await approve(world, next)).status).toBe(0)
    expect(world.freeze()).toMatchObject({ revision: 'r3', hash: next.hash })
    const [, teo, ...more] = mailOf(world, 'teo@borealis')
    expect(more).toEqual([])
    expect(teo?.headers).toMatchObject({ References: '<r1.borealis.teo@ses.example>' })
    expect(teo?.text).toMatch(/^Correction, [^]*It was wrong again\.\n[^]*Correction, [^]*What it said was wrong\.\n[^]*The quarter\n=/)
    expect(mailOf(world, 'jo@acme')[2]?.text).not.toContain('What it said was wrong')
  })

  test('is refused without a Message-ID to answer, unless --no-thread', async () => {
    const world = await wrongWorld({ threaded: false })
    const refused = await world.run('send', ['2026-Q3', '--erratum', world.erratum])
    expect(refused.status).toBe(1)
    expect(refused.stderr).toContain('npm run status -- 2026-Q3')
    expect(existsSync(join(world.content, 'errata/2026-Q3.r1.mdx'))).toBe(false)
    await approve(world, world.freeze('--erratum', world.erratum, '--no-thread'))
    const headers = mailOf(world, 'jo@acme')[1]?.headers ?? {}
    expect(Object.keys(headers).sort()).toEqual(['List-Id', 'List-Unsubscribe'])
  })

  test('says that there is nothing to correct, and leaves nothing behind', async () => {
    const world = await wrongWorld({ mended: DIGEST })
    const { status, stderr } = await world.run('send', ['2026-Q3', '--erratum', world.erratum])
    expect([status, stderr]).toEqual([1, expect.stringContaining('nothing to correct')])
    expect(existsSync(join(world.content, 'errata/2026-Q3.r1.mdx'))).toBe(false)
    expect(world.freeze()).toMatchObject({ revision: 'r1' })
  })

  test('a text that changed is refused without an erratum, and says how', async () => {
    const world = await wrongWorld()
    const { status, stderr } = await world.run('send', ['2026-Q3'])
    expect([status, stderr]).toEqual([1, expect.stringContaining('npm run send -- 2026-Q3 --erratum FILE')])
  })

  test('an erratum that says nothing to some who got it is refused', async () => {
    const world = await wrongWorld()
    writeFileSync(world.erratum, '<Clients tier="gold">Gold was told wrong.</Clients>\n')
    const { status, stderr } = await world.run('send', ['2026-Q3', '--erratum', world.erratum])
    expect([status, stderr]).toEqual([1, expect.stringContaining('says nothing to tier-silver')])
  })

  test('keeps the words as they are, with their day, and never writes over others', async () => {
    const world = await wrongWorld()
    const path = join(world.content, 'errata/2026-Q3.r1.mdx')
    world.freeze('--erratum', world.erratum)
    const kept = readFileSync(path, 'utf8')
    expect(kept).toBe(`---\ndate: 2026-10-06\n---\n\n${ERRATUM}`)
    // On another day the same words are the same.
    const again = await world.run('send', ['2026-Q3', '--json', '--erratum', world.erratum], { DIGEST_NOW: '2026-10-09T00:00:00Z' })
    expect(JSON.parse(again.stdout)).toMatchObject({ revision: 'r2' })
    writeFileSync(world.erratum, 'Other words.\n')
    const refused = await world.run('send', ['2026-Q3', '--erratum', world.erratum])
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('Edit that one')])
    expect(readFileSync(path, 'utf8')).toBe(kept)
    writeFileSync(path, kept.replace('was wrong.', 'was quite wrong.'))
    expect(world.freeze('--erratum', path)).toMatchObject({ revision: 'r3', messages: 3 })
    expect(readFileSync(path, 'utf8')).toContain('was quite wrong.')
  })

  test('its errors are findings, and an erratum of nothing is one', async () => {
    const world = await wrongWorld()
    writeFileSync(world.erratum, '## Heading\n\n<Clients tier="bronze">x</Clients>\n')
    const { status, stdout } = await world.run('send', ['2026-Q3', '--json', '--erratum', world.erratum])
    expect([status, JSON.parse(stdout).findings.map((one: { code: string }) => one.code)]).toEqual([
      1,
      expect.arrayContaining(['audience/tier', 'erratum/shape']),
    ])
    const errata = join(world.content, 'errata')
    mkdirSync(errata, { recursive: true })
    writeFileSync(join(errata, '2026-Q4.r1.mdx'), '---\ndate: 2026-10-06\n---\n\nx\n')
    const checked = await world.run('check', [])
    expect([checked.status, checked.stdout]).toEqual([1, expect.stringContaining('erratum/lost')])
  })
})

test('the public page, its twin and the feeds tell what everyone may read of a correction, with its day, and no more', async () => {
  const world = await wrongWorld()
  const site = join(world.content, 'site.yaml')
  writeFileSync(site, readFileSync(site, 'utf8').replace('extras: []', 'extras: [markdown]'))
  mkdirSync(join(world.content, 'errata'))
  const write = (text: string): void => writeFileSync(join(world.content, 'errata/2026-Q3.r1.mdx'), `---\ndate: 2026-10-12\n---\n\n${text}`)
  const dist = (name: string): string => readFileSync(join(world.content, '../dist', name), 'utf8')
  write(ERRATUM)
  expect((await world.run('build', [])).status).toBe(0)
  expect(dist('2026-Q3/index.html')).toMatch(
    /<section class="correction"[^>]*><p class="label">Correction, <time datetime="2026-10-12">12 October 2026<\/time><\/p><p>What it said was wrong\.<\/p><\/section>/,
  )
  expect(dist('2026-Q3/index.md')).toContain('> Correction, 12 October 2026:\n>\n> What it said was wrong.\n')
  expect(dist('atom.xml')).toMatch(/<updated>2026-10-12T00:00:00Z<\/updated><summary>[^]*What it said was wrong/)
  expect(dist('feed.json')).toMatch(/What it said was wrong[^]*"date_modified": "2026-10-12T00:00:00Z"/)
  expect(dist('feed.xml')).toContain('What it said was wrong')
  for (const name of ['2026-Q3/index.html', '2026-Q3/index.md', 'atom.xml', 'feed.json', 'feed.xml'])
    expect(dist(name)).not.toContain('Gold was told')
  // An erratum of which nothing is public is not there for the public, and a page that stands is made anew.
  write('<Clients tier="gold">Gold was told wrong.</Clients>\n')
  expect((await world.run('build', [])).status).toBe(0)
  for (const name of ['2026-Q3/index.html', '2026-Q3/index.md', 'atom.xml', 'feed.json']) expect(dist(name)).not.toMatch(/correction|2026-10-12/i)
})
