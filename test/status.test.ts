import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Receipt } from '../src/model/receipt.ts'
import { writeReceipts } from './frozen.ts'
import { type SendingWorld, sendingWorld } from './sending-world.ts'
import type { LastEvent } from './servers/resend-rows.ts'

const HOUR_MS = 3_600_000

/** The mail of one recipient, which is the only one. */
function mailOf(world: SendingWorld, address: string) {
  const [mail, ...more] = world.server.copiesTo(address)
  if (!mail || more.length > 0) throw new Error(`${address} has ${more.length} more`)
  return mail
}

/** What `--json` gives. */
async function standing(world: SendingWorld, args: string[] = [], environment = {}) {
  const { status, stdout, stderr } = await world.run('status', ['2026-Q3', '--json', ...args], environment)
  if (stdout === '') throw new Error(stderr)
  return { status, stderr, ...JSON.parse(stdout) }
}

const states = (told: Awaited<ReturnType<typeof standing>>, index = -1): Record<string, string> =>
  Object.fromEntries(
    told.revisions.at(index).messages.map(({ client, recipient, state }: Record<string, string>) => [`${client}/${recipient}`, state]),
  )
const codes = (told: Awaited<ReturnType<typeof standing>>): string[] => told.findings.map((one: { code: string }) => one.code)

/** Makes every line of the journal so much older. */
function age(world: SendingWorld, hours: number): void {
  const older = world.journal().map((line) => ({ ...line, at: new Date(Date.parse(line.at) - hours * HOUR_MS).toISOString() }))
  put(world, older)
}
function put(world: SendingWorld, lines: readonly Receipt[]): void {
  writeFileSync(join(world.content, 'sent/2026-Q3.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}
const copies = (world: SendingWorld): number[] =>
  ['jo@acme.example', 'mei@acme.example', 'teo@borealis.example'].map((address) => world.server.copiesTo(address).length)

describe('npm run status -- ID', () => {
  test('tells what became of each mail, keeps it, and writes nothing that is not new', async () => {
    const world = await sendingWorld()
    await world.send()
    const first = await standing(world)
    expect([first.status, states(first)]).toEqual([0, { 'acme/jo': 'accepted', 'acme/mei': 'accepted', 'borealis/teo': 'accepted' }])
    expect(first.revisions[0].messages[0]).toMatchObject({
      via: 'resend',
      id: mailOf(world, 'jo@acme.example').id,
      messageId: mailOf(world, 'jo@acme.example').messageId,
      variant: 'client-acme',
    })
    const { length } = world.journal()
    world.server.event(mailOf(world, 'jo@acme.example').id, 'delivered')
    world.server.event(mailOf(world, 'mei@acme.example').id, 'bounced')
    const second = await standing(world)
    expect([second.status, states(second)]).toEqual([1, { 'acme/jo': 'delivered', 'acme/mei': 'bounced', 'borealis/teo': 'accepted' }])
    expect(second.revisions[0].counts).toMatchObject({ delivered: 1, bounced: 1, accepted: 1, complained: 0 })
    expect(second.findings).toEqual([
      { file: 'sent/2026-Q3.jsonl', level: 'error', code: 'deliver/bounced', message: expect.stringMatching(/^acme\/mei .*clients\/acme\.yaml/) },
    ])
    expect(world.journal().length).toBe(length + 2)
    const after = readFileSync(join(world.content, 'sent/2026-Q3.jsonl'), 'utf8')
    expect(states(await standing(world))).toEqual(states(second))
    expect(readFileSync(join(world.content, 'sent/2026-Q3.jsonl'), 'utf8')).toBe(after)
  })

  test('never calls delivered what is on its way', async () => {
    const world = await sendingWorld()
    await world.send()
    const say = async (event: LastEvent): Promise<string> => {
      for (const mail of world.server.mails) world.server.event(mail.id, event)
      return (await world.run('status', ['2026-Q3'])).stdout
    }
    for (const event of ['queued', 'sent', 'scheduled', 'delivery_delayed'] as const) {
      const said = await say(event)
      expect(said).not.toMatch(/delivered/)
      expect(said).toMatch(/3 messages: 3 (accepted|scheduled|delayed)/)
    }
    expect(await say('delivered')).toMatch(/3 messages: 3 delivered/)
  })

  test('asks a hundred mails at a time, one by one for what the list has not, and nothing for what cannot change', async () => {
    const world = await sendingWorld()
    await world.send()
    const asked = async (): Promise<string[]> => {
      const before = world.server.got.length
      await standing(world)
      return world.server.got.slice(before).map(({ method, path }) => `${method} ${path.replace(/[0-9a-f-]{36}/, 'ID')}`)
    }
    expect(await asked()).toEqual(['GET /emails'])
    mailOf(world, 'jo@acme.example').at -= 3 * HOUR_MS
    expect(await asked()).toEqual(['GET /emails', 'GET /emails/ID'])
    for (const mail of world.server.mails) world.server.event(mail.id, 'complained')
    await asked()
    expect(await asked()).toEqual([])
    const other = await sendingWorld()
    await other.send()
    for (const mail of other.server.mails) other.server.event(mail.id, 'delivered')
    await standing(other)
    age(other, 31 * 24)
    const before = other.server.got.length
    expect(states(await standing(other))).toMatchObject({ 'acme/jo': 'delivered' })
    expect(other.server.got.length).toBe(before)
  })

  test('names a word that it does not know, and changes nothing', async () => {
    const world = await sendingWorld()
    await world.send()
    await standing(world)
    for (const mail of world.server.mails) Object.assign(mail, { event: 'teleported' })
    const lines = world.journal().length
    const told = await standing(world)
    expect([told.status, told.stderr, states(told)['acme/jo'], world.journal().length]).toEqual([
      0,
      expect.stringContaining('"teleported"'),
      'accepted',
      lines,
    ])
    for (const mail of world.server.mails) Object.assign(mail, { event: 'sent to jo@acme.example' })
    expect((await standing(world)).stderr).not.toContain('@')
  })

  test('shows what the journal knows when the provider is down or there is no key', async () => {
    const world = await sendingWorld()
    await world.send()
    world.server.fault = () => 'html-502'
    const down = await standing(world)
    expect([down.status, down.stderr, states(down)['acme/jo']]).toEqual([3, expect.stringContaining('502'), 'accepted'])
    const { status, stdout, stderr } = await world.run('status', ['2026-Q3'], { RESEND_API_KEY: '' })
    expect([status, stdout, stderr]).toEqual([0, expect.stringContaining('3 accepted'), expect.stringContaining('not asked')])
    world.server.fault = () => undefined
    const sending = await standing(world, [], { RESEND_API_KEY: world.server.keys.sending })
    expect([sending.status, sending.stderr]).toEqual([3, expect.stringContaining('RESEND_READ_KEY')])
    expect((await standing(world, [], { RESEND_API_KEY: world.server.keys.sending, RESEND_READ_KEY: world.server.keys.full })).status).toBe(0)
  })

  test('what is in the outbox is there, and is no business of the provider', async () => {
    const world = await sendingWorld()
    await world.send([], { RESEND_API_KEY: '' })
    const before = world.server.got.length
    const { status, stdout } = await world.run('status', ['2026-Q3'])
    expect([status, stdout, world.server.got.length]).toEqual([0, expect.stringContaining('3 in the outbox'), before])
  })

  test('forgets nobody: who was not sent yet, was skipped, or wants none', async () => {
    const world = await sendingWorld({
      files: {
        'content/clients/gone.yaml':
          'name: Gone\ntier: gold\nsince: 2026-01-01\nuntil: 2026-03-31\nrecipients: [{ id: x, name: X, email: x@gone.example }]\n',
        'content/clients/quiet.yaml':
          'name: Quiet\ntier: gold\nsince: 2026-01-01\nrecipients: [{ id: y, name: Y, email: y@quiet.example, optedOut: 2026-09-01 }]\n',
      },
    })
    const { hash } = world.freeze()
    const frozen = await standing(world)
    expect([frozen.status, states(frozen)]).toEqual([0, { 'acme/jo': 'planned', 'acme/mei': 'planned', 'borealis/teo': 'planned' }])
    await world.run('send', ['2026-Q3', '--send', '--approve', hash, '--only', 'acme', '--yes', '2'])
    const told = await standing(world)
    expect([told.status, states(told), told.revisions[0].messages[2].at]).toEqual([
      3,
      { 'acme/jo': 'accepted', 'acme/mei': 'accepted', 'borealis/teo': 'planned' },
      null,
    ])
    expect(told.revisions[0].skipped.map((one: { client: string }) => one.client)).toEqual(['gone', 'quiet'])
    expect(told.findings).toEqual([
      { file: 'sent/2026-Q3.jsonl', level: 'warning', code: 'deliver/skipped', message: expect.stringMatching(/^quiet\/y .*2026-09-01/) },
    ])
    const { stdout } = await world.run('status', ['2026-Q3'])
    expect(stdout).toMatch(/borealis\/teo +not sent yet/)
    expect(stdout).toContain(`next: npm run send -- 2026-Q3 --send --approve ${hash.slice(0, 12)}`)
    // Nobody waits for a mail that its reader does not want any more.
    writeFileSync(
      join(world.content, 'clients/borealis.yaml'),
      'name: B\ntier: silver\nsince: 2026-01-01\nrecipients: [{ id: teo, name: T, email: teo@borealis.example, optedOut: 2026-10-05 }]\n',
    )
    const later = await standing(world)
    expect([later.status, codes(later)]).toEqual([0, ['deliver/skipped', 'deliver/skipped']])
  })

  test('a private folder that is not the one it was sent from is said, and its messages are not taken for those', async () => {
    const world = await sendingWorld()
    await world.send()
    rmSync(world.private, { recursive: true })
    const told = await standing(world)
    expect([states(told), codes(told)]).toEqual([{ 'acme/jo': 'accepted', 'acme/mei': 'accepted', 'borealis/teo': 'accepted' }, ['deliver/revision']])
    expect(await world.run('status', ['2026-Q3', '--reconcile'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Cannot reconcile 2026-Q3 r1'),
    })
    expect(await world.run('status', ['2026-Q4'])).toMatchObject({ status: 1, stderr: expect.stringContaining('There are 2026-Q3') })
    expect((await world.run('status', ['../x'])).status).toBe(1)
  })

  test('without an ID a line for each digest, and nothing is asked', async () => {
    const world = await sendingWorld()
    expect(await world.run('status', [])).toMatchObject({ status: 0, stdout: 'nothing was sent yet\n' })
    await world.send()
    world.server.event(mailOf(world, 'jo@acme.example').id, 'bounced')
    await standing(world)
    await writeReceipts(world.content, '2026-Q2', [
      { at: '2026-07-06T10:00:00Z', revision: 'r1', recipient: 'acme/jo', state: 'uncertain', sha256: 'a'.repeat(64), via: 'resend' },
    ])
    const before = world.server.got.length
    const { status, stdout } = await world.run('status', [])
    expect([status, stdout.split('\n'), world.server.got.length]).toEqual([
      3,
      [
        expect.stringMatching(/^2026-Q2 {2}r1 {2}1 message: 1 uncertain; 1 error, 1 warning: npm run status -- 2026-Q2$/),
        expect.stringMatching(/^2026-Q3 {2}r1 {2}3 messages: 1 bounced, 2 accepted; 1 error: npm run status -- 2026-Q3$/),
        '',
      ],
      before,
    ])
    const json = JSON.parse((await world.run('status', ['--json'])).stdout)
    expect(json.map((one: { digest: string }) => one.digest)).toEqual(['2026-Q2', '2026-Q3'])
  })

  test('no output and no line of the journal holds an address', async () => {
    const world = await sendingWorld({ resend: { suppressed: ['teo@borealis.example'] } })
    const { hash } = world.freeze()
    await world.run('send', ['2026-Q3', '--send', '--approve', hash, '--only', 'acme', '--yes', '2'])
    const said: string[] = []
    for (const event of ['sent', 'delivered', 'bounced', 'complained'] as const) {
      for (const mail of world.server.mails) world.server.event(mail.id, event)
      for (const args of [['2026-Q3'], ['2026-Q3', '--json', '--reconcile'], ['--json']]) {
        const { stdout, stderr } = await world.run('status', args)
        said.push(stdout, stderr)
      }
    }
    said.push((await world.run('status', ['2026-Q3', '--settle', 'jo@acme.example=accepted'])).stderr)
    said.push(readFileSync(join(world.content, 'sent/2026-Q3.jsonl'), 'utf8'))
    // A Message-ID is no address, though it looks like one.
    expect(said.join('\n').replaceAll(/[0-9a-f-]{36}@eu-west-1\.amazonses\.com/g, '')).not.toMatch(/\S@\S/)
    expect(said.join('\n')).not.toContain(world.server.keys.full)
  })
})

describe('npm run status -- ID --reconcile', () => {
  test('finds what was taken although no answer came, pages no further back than the first attempt, and adds nothing again', async () => {
    const world = await sendingWorld()
    const { server } = world
    /** Mails of somebody else that the provider took so many hours ago. */
    const others = async (count: number, hours: number): Promise<void> => {
      const { length } = server.mails
      const headers = { authorization: `Bearer ${server.keys.full}`, 'content-type': 'application/json' }
      const body = JSON.stringify({ from: 'a@mail.example.org', to: 'b@x.example', subject: 'The quarter', text: 'x' })
      await Promise.all(Array.from({ length: count }, () => fetch(`${server.url}/emails`, { method: 'POST', headers, body })))
      for (const mail of server.mails.slice(length)) mail.at -= hours * HOUR_MS
    }
    await others(300, 2)
    server.script[300] = 'reset-after'
    server.script[302] = '500-after'
    expect((await world.send()).status).toBe(3)
    await others(150, 0)
    const [one] = server.copiesTo('jo@acme.example')
    if (!one) throw new Error('no mail')
    expect(states(await standing(world))).toEqual({ 'acme/jo': 'attempting', 'acme/mei': 'accepted', 'borealis/teo': 'attempting' })
    const before = server.got.length
    const told = await standing(world, ['--reconcile'])
    expect([told.status, states(told)]).toEqual([0, { 'acme/jo': 'accepted', 'acme/mei': 'accepted', 'borealis/teo': 'accepted' }])
    expect(world.journal().filter(({ reason }) => reason === 'found at the provider')).toMatchObject([
      { recipient: 'acme/jo', messageId: one.messageId, id: one.id },
      { recipient: 'borealis/teo' },
    ])
    // Two pages to reconcile, two to ask what became of them: the rest is older.
    expect(server.got.slice(before).filter(({ path }) => path === '/emails').length).toBe(4)
    const { length } = world.journal()
    expect((await world.run('status', ['2026-Q3', '--reconcile'])).stderr).toContain('found nothing that the journal did not know')
    expect(world.journal().length).toBe(length)
    expect(copies(world)).toEqual([1, 1, 1])
  })

  test('what was attempted, is too old to be sent again and is not there is uncertain', async () => {
    const world = await sendingWorld({ resend: { script: ['reset-before'] } })
    await world.send()
    const young = await standing(world, ['--reconcile'])
    expect([young.status, states(young)['acme/jo']]).toEqual([3, 'attempting'])
    age(world, 23)
    for (const mail of world.server.mails) mail.at -= 23 * HOUR_MS
    // Sending asks a person as well, and does not say that another run would settle it.
    const sent = await world.send()
    expect([sent.status, copies(world)]).toEqual([3, [0, 1, 1]])
    expect(sent.stderr).toContain('--reconcile looks for 1 message at Resend')
    expect(sent.stderr).not.toContain('Run the same command again')
    const told = await standing(world, ['--reconcile'])
    expect([told.status, states(told)['acme/jo'], codes(told)]).toEqual([3, 'uncertain', ['deliver/uncertain']])
    const { stdout } = await world.run('status', ['2026-Q3'])
    expect(stdout).toMatch(/acme\/jo +uncertain/)
    expect(copies(world)).toEqual([0, 1, 1])
  })

  test('an attempt with a dead key is given up by reconciling alone as well', async () => {
    const world = await sendingWorld({ resend: { script: ['reset-before'] } })
    await world.send()
    age(world, 23)
    const told = await standing(world, ['--reconcile'])
    expect([told.status, states(told)['acme/jo']]).toEqual([3, 'uncertain'])
    expect(world.journal().findLast(({ recipient }) => recipient === 'acme/jo')).toMatchObject({ state: 'uncertain' })
  })

  test('a journal of yesterday is healed by sending while keys live, refused after, and healed by reconciling', async () => {
    for (const hours of [1, 30]) {
      const world = await sendingWorld()
      const { hash } = world.freeze()
      await world.run('send', ['2026-Q3', '--send', '--approve', hash, '--only', 'borealis', '--yes', '1'])
      const yesterday = world.journal()
      await world.send()
      put(world, yesterday)
      age(world, hours)
      for (const mail of world.server.mails) mail.at -= hours * HOUR_MS
      const again = await world.send()
      expect(copies(world)).toEqual([1, 1, 1])
      if (hours === 1) expect(again.status).toBe(0)
      else {
        expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('--reconcile') })
        expect((await standing(world, ['--reconcile'])).status).toBe(0)
        expect(await world.send()).toMatchObject({ status: 0, stderr: expect.stringContaining('3 had a receipt') })
        expect(copies(world)).toEqual([1, 1, 1])
      }
    }
  })

  test('a journal that is gone comes back from the provider', async () => {
    const world = await sendingWorld()
    await world.send()
    world.server.event(mailOf(world, 'jo@acme.example').id, 'bounced')
    rmSync(join(world.content, 'sent/2026-Q3.jsonl'))
    const told = await standing(world, ['--reconcile'])
    expect([told.status, states(told)]).toEqual([1, { 'acme/jo': 'bounced', 'acme/mei': 'accepted', 'borealis/teo': 'accepted' }])
    expect(copies(world)).toEqual([1, 1, 1])
  })

  test('who has a mail twice is said, and the first one counts', async () => {
    const world = await sendingWorld({ resend: { script: ['reset-after'] } })
    await world.send()
    const first = mailOf(world, 'jo@acme.example')
    const again = await fetch(`${world.server.url}/emails`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.server.keys.full}`, 'content-type': 'application/json' },
      body: first.raw,
    })
    expect([again.status, world.server.mails.length]).toEqual([200, 4])
    const told = await standing(world, ['--reconcile'])
    expect([told.status, codes(told)]).toEqual([1, ['deliver/twice']])
    expect(told.revisions[0].messages[0]).toMatchObject({ state: 'accepted', id: first.id })
    expect(codes(await standing(world, ['--reconcile']))).toEqual(['deliver/twice'])
  })

  test('needs a key, an ID and a provider that answers', async () => {
    const world = await sendingWorld()
    await world.send()
    expect(await world.run('status', ['2026-Q3', '--reconcile'], { RESEND_API_KEY: '' })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no key'),
    })
    expect((await world.run('status', ['--reconcile'])).status).toBe(1)
    const { length } = world.journal()
    world.server.fault = () => ({ status: 404, body: '{"message":"Not Found"}' })
    expect(await world.run('status', ['2026-Q3', '--reconcile'])).toMatchObject({ status: 1, stderr: expect.stringContaining('lists no mails') })
    world.server.fault = () => 'reset-before'
    expect((await world.run('status', ['2026-Q3', '--reconcile'])).status).toBe(3)
    expect(world.journal().length).toBe(length)
  })
})

describe('npm run status -- ID --settle', () => {
  /** A world where it is not known of jo whether she has it. */
  async function uncertain(isTaken: boolean): Promise<SendingWorld> {
    const world = await sendingWorld({ resend: { script: [isTaken ? 'reset-after' : 'reset-before'] } })
    await world.send()
    age(world, 25)
    for (const mail of world.server.mails) mail.at -= 25 * HOUR_MS
    await world.send()
    return world
  }

  test('both ways end in exactly one mail', async () => {
    const lost = await uncertain(false)
    expect(states(await standing(lost))['acme/jo']).toBe('uncertain')
    expect(await lost.run('status', ['2026-Q3', '--settle', 'acme/jo=resend'], { RESEND_API_KEY: '' })).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('settled: acme/jo'),
    })
    expect(lost.journal().at(-1)).toMatchObject({ recipient: 'acme/jo', state: 'planned', settled: true, by: expect.any(String) })
    expect((await lost.send()).status).toBe(0)
    expect(copies(lost)).toEqual([1, 1, 1])
    const keys = lost.server.got.filter(({ body }) => body.includes('jo@acme')).map(({ headers, body }) => [headers['idempotency-key'], body])
    expect(keys.length).toBe(2)
    expect(keys[1]).toEqual(keys[0])

    const has = await uncertain(true)
    expect((await has.run('status', ['2026-Q3', '--settle', 'acme/jo=accepted'])).status).toBe(0)
    expect((await has.send()).status).toBe(0)
    const told = await standing(has)
    expect([told.status, states(told)['acme/jo'], told.revisions[0].messages[0].settledBy, copies(has)]).toEqual([
      0,
      'accepted',
      expect.any(String),
      [1, 1, 1],
    ])
  })

  test('a person who is wrong that it was not sent is stopped by what the provider lists', async () => {
    const world = await uncertain(true)
    await world.run('status', ['2026-Q3', '--settle', 'acme/jo=resend'])
    expect(await world.send()).toMatchObject({ status: 1, stderr: expect.stringContaining('--reconcile') })
    expect((await standing(world, ['--reconcile'])).status).toBe(0)
    expect((await world.send()).status).toBe(0)
    expect(copies(world)).toEqual([1, 1, 1])
  })

  test('what came back, or was canceled, is settled once they have it another way, and sent again once its key is dead', async () => {
    const world = await sendingWorld()
    await world.send()
    world.server.event(mailOf(world, 'jo@acme.example').id, 'bounced')
    world.server.event(mailOf(world, 'mei@acme.example').id, 'canceled')
    expect((await standing(world)).status).toBe(1)
    const settle = (said: string) => world.run('status', ['2026-Q3', '--settle', said])
    expect(await settle('acme/mei=resend')).toMatchObject({ status: 1, stderr: expect.stringContaining('Resend would answer for the first mail') })
    expect((await settle('acme/jo=accepted')).status).toBe(0)
    expect(codes(await standing(world))).toEqual(['deliver/canceled'])
    age(world, 25)
    for (const mail of world.server.mails) mail.at -= 25 * HOUR_MS
    expect((await settle('acme/mei=resend')).status).toBe(0)
    expect((await standing(world)).status).toBe(3)
    const sent = await world.send()
    expect([sent.status, copies(world), world.server.mails.length]).toEqual([0, [1, 1, 1], 4])
    const told = await standing(world)
    const [mail] = world.server.copiesTo('mei@acme.example')
    expect([told.status, told.revisions[0].messages[1]]).toEqual([
      0,
      expect.objectContaining({ state: 'accepted', id: mail?.id, messageId: mail?.messageId }),
    ])
  })

  test('says no to what needs no settling, nobody knows, or is spelled wrong; nothing is written', async () => {
    const world = await sendingWorld({ resend: { script: ['reset-before'] } })
    await world.send()
    const before = world.journal().length
    for (const [said, why] of [
      ['acme/mei=accepted', 'needs no settling'],
      ['acme/mei=resend', 'needs no settling'],
      ['acme/jo=resend', 'may be on its way'],
      ['acme/jo=accepted', 'may be on its way'],
      ['acme/zoe=accepted', 'no message of 2026-Q3 is for them'],
      ['acme/jo', 'Cannot settle "acme/jo"'],
      ['acme/jo=delivered', 'Cannot settle'],
    ] as const)
      expect(await world.run('status', ['2026-Q3', '--settle', said])).toMatchObject({ status: 1, stderr: expect.stringContaining(why) })
    expect(world.journal().length).toBe(before)
    expect((await world.run('status', ['2026-Q3', '--reconcile', '--settle', 'acme/jo=accepted'])).status).toBe(1)
    expect((await world.run('status', ['--settle', 'acme/jo=accepted'])).status).toBe(1)
  })
})
