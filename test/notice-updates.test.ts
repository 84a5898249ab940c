import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { readJournal } from '../src/deliver/journal.ts'
import { writeReceipts } from './frozen.ts'
import { type SendingWorld, sendingWorld } from './sending-world.ts'

vi.setConfig({ testTimeout: 120_000 })

const ID = 'GO-2026-9001'
const ANNOUNCED =
  'announced: { ids: [CVE-2026-90010], modules: [example.org/lattice/tls], release: 2026-10-08, source: "https://lists.example.org/1" }'
const noticeOf = (front: string, text = 'All must upgrade to 1.2.3.\n\n<Clients only="acme">Acme must do it today.</Clients>'): string =>
  `---\ntitle: Forged tickets\nsummary: Upgrade.\nstatus: ready\ndate: 2026-10-06\n${front}\n---\n\n${text}\n`

async function noticeWorld(front = 'state: public', text?: string): Promise<SendingWorld & { write: (text: string) => void }> {
  const world = await sendingWorld({ files: { [`content/notices/${ID}.mdx`]: noticeOf(front, text) } })
  return { ...world, write: (given) => writeFileSync(join(world.content, `notices/${ID}.mdx`), given) }
}

type Plan = { revision: string; hash: string; messages: number }

async function planOf(world: SendingWorld, environment: Record<string, string> = {}): Promise<{ status: number; stderr: string; plan: Plan }> {
  const { status, stdout, stderr } = await world.run('send', [ID, '--json'], environment)
  return { status, stderr, plan: stdout === '' ? { revision: '', hash: '', messages: 0 } : JSON.parse(stdout) }
}

async function send(world: SendingWorld, environment: Record<string, string> = {}) {
  const { plan, stderr } = await planOf(world, environment)
  if (plan.hash === '') throw new Error(stderr)
  return { plan, ...(await world.run('send', [ID, '--send', '--approve', plan.hash, '--yes', String(plan.messages)], environment)) }
}

/** What asking the provider writes: the Message-ID of every mail that has none yet. */
async function learnIds({ content }: SendingWorld): Promise<void> {
  const receipts = await readJournal(content, ID)
  const known = new Set(receipts.flatMap(({ revision, recipient, messageId }) => (messageId === undefined ? [] : [`${revision} ${recipient}`])))
  const lines = receipts.filter(({ state, revision, recipient }) => state === 'accepted' && !known.has(`${revision} ${recipient}`))
  await writeReceipts(
    content,
    ID,
    lines.map((line) => ({ ...line, state: 'delivered', messageId: `<${line.revision}.${line.recipient.replace('/', '.')}@ses.example>` })),
  )
}

const mailsTo = (world: SendingWorld, name: string) => world.server.copiesTo(`${name}.example`).map(({ payload }) => payload)
const EVERYONE = ['jo@acme', 'mei@acme', 'teo@borealis']

test('an update goes to exactly those who got the first, threaded, whoever is served by then', async () => {
  const world = await noticeWorld()
  expect((await send(world)).status).toBe(0)
  await learnIds(world)
  // One leaves the company, one client goes, one comes, one asked for no more mail.
  const acme = join(world.content, 'clients/acme.yaml')
  writeFileSync(acme, readFileSync(acme, 'utf8').replace('name: mei,', 'name: mei, optedOut: 2026-10-06,'))
  rmSync(join(world.content, 'clients/borealis.yaml'))
  writeFileSync(
    join(world.content, 'clients/cobalt.yaml'),
    'name: c\ntier: gold\nsince: 2026-01-01\nrecipients: [{ id: new, name: n, email: new@cobalt.example }]\n',
  )
  world.write(
    noticeOf(
      'state: updated\nupdated: 2026-10-07',
      '**Update:** 1.2.4 mends it whole.\n\nAll must upgrade to 1.2.4.\n\n<Clients only="acme">Acme must do it today.</Clients>',
    ),
  )
  const { plan, status } = await send(world)
  expect([status, plan]).toEqual([0, expect.objectContaining({ revision: 'r2', messages: 2 })])
  const again = await send(world)
  expect([again.status, again.stderr]).toEqual([0, expect.anything()])
  expect(EVERYONE.map((name) => mailsTo(world, name).length)).toEqual([2, 1, 2])
  expect(mailsTo(world, 'new@cobalt')).toEqual([])
  const [first, second] = mailsTo(world, 'jo@acme')
  expect(first?.subject).toBe('[security] Forged tickets')
  expect(second).toMatchObject({
    subject: '[security] Update: Forged tickets',
    headers: { 'In-Reply-To': '<r1.acme.jo@ses.example>', References: '<r1.acme.jo@ses.example>' },
  })
  expect(second?.text).toMatch(/^Forged tickets\n[^]*Update: 1\.2\.4 mends it whole\.[^]*Acme must do it today\./)
  expect(second?.text).not.toContain('Correction')
  expect(second?.text).toContain('6 October 2026, updated 7 October 2026')
  expect(first?.text).not.toContain('updated')
  expect((await world.run('build', [])).status).toBe(0)
  const [page, atom] = [`${ID}/index.html`, 'atom.xml'].map((name) => readFileSync(join(world.content, '../dist', name), 'utf8'))
  expect(page).toContain('<time datetime="2026-10-06">6 October 2026, updated 7 October 2026</time>')
  expect(atom).toContain('<updated>2026-10-07T00:00:00Z</updated>')
  expect(mailsTo(world, 'teo@borealis')[1]?.text).not.toContain('Acme must')
  // A second update answers both.
  await learnIds(world)
  world.write(noticeOf('state: closed\nupdated: 2026-10-09', 'It is over.'))
  const third = await send(world)
  expect(third.plan).toMatchObject({
    revision: 'r3',
    messages: 2,
    skipped: expect.arrayContaining([{ client: 'cobalt', recipient: 'new', reason: expect.stringMatching(/^came after r2 was sent/) }]),
  })
  expect(mailsTo(world, 'jo@acme')[2]?.headers).toMatchObject({ References: '<r1.acme.jo@ses.example> <r2.acme.jo@ses.example>' })
  expect((await world.run('status', [ID])).stdout).toContain(', updated by r2\n')
})

test('on the day of an update, a passage that changes again is news to those alone who read it', async () => {
  const front = 'state: updated\nupdated: 2026-10-06'
  const world = await noticeWorld(front)
  await send(world)
  await learnIds(world)
  world.write(noticeOf(front).replace('Acme must do it today', 'Acme has until Friday'))
  const { stdout } = await world.run('send', [ID])
  expect(stdout).toMatch(/updates r1: 2 updates/)
  expect(stdout).toMatch(/borealis\/teo: nothing in what it got has changed/)
})

test('a text that changed without the state saying so is no update', async () => {
  const world = await noticeWorld()
  await send(world)
  world.write(noticeOf('state: public', 'Another text.'))
  const { status, stderr } = await planOf(world)
  expect([status, stderr]).toEqual([1, expect.stringMatching(/Cannot freeze GO-2026-9001 anew[^]*set state: updated and updated: DAY/)])
  // Nor is a state that moved over the same text.
  world.write(noticeOf('state: closed'))
  expect((await planOf(world)).plan).toMatchObject({ revision: 'r1' })
})

test('whoever has no Message-ID stops an update, which --no-thread lets go as a mail of its own', async () => {
  const world = await noticeWorld()
  await send(world)
  world.write(noticeOf('state: updated\nupdated: 2026-10-07', 'Another text.'))
  const refused = await planOf(world)
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringMatching(/^Cannot update .* so the update could not answer it/m)])
  const { stdout } = await world.run('send', [ID, '--json', '--no-thread'])
  expect(JSON.parse(stdout)).toMatchObject({ revision: 'r2', messages: 3 })
})

test('a pre-announcement goes out without a word of the notice, and the notice then answers it', async () => {
  const front = `state: pre-announced\nembargo: 2026-10-08T16:00:00Z\n${ANNOUNCED}`
  const world = await noticeWorld(front)
  expect((await send(world)).plan).toMatchObject({ revision: 'r1', messages: 3 })
  await learnIds(world)
  const [first] = mailsTo(world, 'jo@acme')
  expect(first?.subject).toBe('[security] Security release on 8 October 2026: example.org/lattice/tls')
  expect(JSON.stringify(first)).not.toMatch(/Forged|Upgrade\.|1\.2\.3|Acme must/)
  expect(first?.text).toContain('CVE-2026-90010')
  world.write(noticeOf(front.replace('pre-announced', 'public')))
  // Before the instant the same revision stands: nothing more can leave.
  expect((await planOf(world)).plan).toMatchObject({ revision: 'r1' })
  // Who is served since then gets the notice as a first mail: nobody is left without it.
  writeFileSync(
    join(world.content, 'clients/cobalt.yaml'),
    'name: c\ntier: gold\nsince: 2026-10-07\nrecipients: [{ id: new, name: n, email: new@cobalt.example }]\n',
  )
  const after = { DIGEST_NOW: '2026-10-08T16:00:00Z' }
  expect((await send(world, after)).plan).toMatchObject({ revision: 'r2', messages: 4 })
  expect(mailsTo(world, 'jo@acme')[1]).toMatchObject({
    subject: '[security] Update: Forged tickets',
    headers: { References: '<r1.acme.jo@ses.example>' },
    text: expect.stringContaining('All must upgrade to 1.2.3.'),
  })
  expect(mailsTo(world, 'jo@acme')).toHaveLength(2)
  const [only, ...more] = mailsTo(world, 'new@cobalt')
  expect([only?.subject, only?.headers?.['In-Reply-To'], more]).toEqual(['[security] Forged tickets', undefined, []])
})

test.each([
  ['heard', 'state: heard', 'it was only heard of'],
  ['embargo', 'embargo: 2026-10-06T09:00:01Z', 'it is under embargo until 2026-10-06T09:00:01Z'],
])('what may not leave is not frozen (%s)', async (_, front, why) => {
  const world = await noticeWorld(front)
  const { status, stderr } = await planOf(world)
  expect([status, stderr]).toEqual([1, expect.stringContaining(`Cannot freeze ${ID}: ${why}`)])
  expect((await world.run('pdf', [ID, '--public', '--out', '/dev/null'])).status).toBe(1)
})

test.each([
  [
    'is moved',
    (world: { write: (text: string) => void }) => world.write(noticeOf('embargo: 2026-10-09T00:00:00Z')),
    'it is under embargo until 2026-10-09T00:00:00Z',
  ],
  ['is called off', (world: { write: (text: string) => void }) => world.write(noticeOf('state: heard')), 'its state holds it back'],
  ['cannot be read', (world: { write: (text: string) => void }) => world.write('<b>'), 'it cannot be read'],
  ['is gone', (world: SendingWorld) => rmSync(join(world.content, `notices/${ID}.mdx`)), 'it is not there any more'],
])('an approved notice is not sent, nor as a test, where its embargo %s', async (_, change, why) => {
  const world = await noticeWorld()
  const { plan } = await planOf(world)
  change(world)
  for (const args of [
    ['--approve', plan.hash, '--yes', '3'],
    ['--test', 'ada@example.org'],
    ['--canary', '--approve', plan.hash],
  ]) {
    const { status, stderr } = await world.run('send', [ID, '--send', ...args])
    expect([args[0], status, stderr]).toEqual([args[0], 1, expect.stringContaining(`Cannot send ${ID}: ${why}`)])
  }
  expect(world.server.mails).toEqual([])
})

test('a pre-announcement whose facts changed goes to those who got it, once it says when', async () => {
  const front = `state: pre-announced\nembargo: 2026-10-15T16:00:00Z\n${ANNOUNCED}`
  const world = await noticeWorld(front)
  await send(world)
  await learnIds(world)
  const moved = front.replace('release: 2026-10-08', 'release: 2026-10-15')
  world.write(noticeOf(moved))
  const refused = await planOf(world)
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('set updated: DAY in it')])
  world.write(noticeOf(`${moved}\nupdated: 2026-10-07`))
  expect((await send(world)).plan).toMatchObject({ revision: 'r2', messages: 3 })
  const [, second] = mailsTo(world, 'jo@acme')
  expect(second).toMatchObject({
    subject: '[security] Update: Security release on 15 October 2026: example.org/lattice/tls',
    headers: { References: '<r1.acme.jo@ses.example>' },
  })
  expect(JSON.stringify(second)).not.toMatch(/Forged|Upgrade\.|1\.2\.3|Acme must/)
  // The same once more is nothing new.
  expect((await send(world)).plan).toMatchObject({ revision: 'r2' })
  expect(EVERYONE.map((name) => mailsTo(world, name).length)).toEqual([2, 2, 2])
})

test('a notice that was sent whole is not announced after that', async () => {
  const world = await noticeWorld()
  await send(world)
  await learnIds(world)
  world.write(noticeOf(`state: updated\nupdated: 2026-10-07\nembargo: 2026-10-15T16:00:00Z\n${ANNOUNCED}`, 'More than that.'))
  const { status, stderr } = await planOf(world)
  expect([status, stderr]).toEqual([1, expect.stringContaining('It was sent whole, and is held back now')])
})

test('an approved pre-announcement is not sent where the notice is only heard of again', async () => {
  const front = `state: pre-announced\nembargo: 2026-10-15T16:00:00Z\n${ANNOUNCED}`
  const world = await noticeWorld(front)
  const { plan } = await planOf(world)
  world.write(noticeOf(front.replace('pre-announced', 'heard')))
  const { status, stderr } = await world.run('send', [ID, '--send', '--approve', plan.hash, '--yes', '3'])
  expect([status, stderr]).toEqual([1, expect.stringContaining(`Cannot send ${ID}: its state holds it back`)])
  expect(world.server.mails).toEqual([])
})
