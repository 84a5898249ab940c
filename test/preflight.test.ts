import { describe, expect, test } from 'vitest'
import { foundLine } from '../src/deliver/find-mails.ts'
import { preflight } from '../src/deliver/preflight.ts'
import { provider } from '../src/deliver/provider.ts'
import { readPayload, type Revision, saveRevision } from '../src/deliver/revisions.ts'
import type { Receipt } from '../src/model/receipt.ts'
import { virtualClock } from './clock.ts'
import { frozen, variant } from './frozen.ts'
import { scratch } from './scratch.ts'
import { type ResendGiven, resendServer } from './servers/resend.ts'

const HOUR_MS = 3_600_000

async function world(given: ResendGiven = {}, isLocal = false) {
  const revision = await saveRevision(scratch(), frozen())
  const clock = virtualClock('2026-10-06T10:00:00Z')
  const server = await resendServer({ now: clock.now, ...given })
  const asked = provider({ key: server.keys.full, baseUrl: server.url, clock, random: () => 0.5 })
  const look = (receipts: readonly Receipt[] = []) => preflight(revision, { provider: asked, receipts, now: clock.now(), isLocal })
  /** Sends the frozen mail of a recipient, or one with something else in it. */
  const post = async (recipient: string, more: object = {}): Promise<string> => {
    const headers = { authorization: `Bearer ${server.keys.full}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ ...(await payloadOf(revision, recipient)), ...more })
    return String(JSON.parse(await (await fetch(`${server.url}/emails`, { method: 'POST', headers, body })).text()).id)
  }
  const line = (recipient: string, state: Receipt['state'], more: object = {}): Receipt => ({
    at: new Date(clock.now()).toISOString(),
    revision: 'r1',
    recipient,
    state,
    sha256: revision.manifest.messages.find((one) => one.recipient === recipient)?.payload ?? '',
    ...more,
  })
  return { revision, clock, server, look, post, line, asked }
}

async function payloadOf(revision: Revision, recipient: string): Promise<object> {
  const message = revision.manifest.messages.find((one) => one.recipient === recipient)
  if (!message) throw new Error(`no ${recipient}`)
  return (await readPayload(revision, message)).payload
}

describe('preflight()', () => {
  test('finds nothing to say where all is well', async () => {
    for (const name of ['mail.example.org', 'Mail.Example.ORG'])
      expect(await (await world({ domains: [{ name }] })).look()).toEqual({ warnings: [], suppressed: new Map(), found: [] })
  })

  test.each<[string, NonNullable<ResendGiven['domains']>, RegExp]>([
    ['is not verified', [{ name: 'mail.example.org', status: 'pending' }], /mail\.example\.org.*"pending"/],
    ['is not of the account', [{ name: 'example.org' }], /no domain of this account/],
    ['is none, as there are none', [], /no domain of this account/],
    ['follows opens', [{ name: 'mail.example.org', open_tracking: true }], /follows opens,/],
    ['follows clicks', [{ name: 'mail.example.org', click_tracking: true }], /follows clicks,/],
    ['follows both', [{ name: 'mail.example.org', open_tracking: true, click_tracking: true }], /follows opens and clicks/],
  ])('refuses a domain that %s', async (_, domains, message) => {
    await expect((await world({ domains })).look()).rejects.toMatchObject({ name: 'Problem', message: expect.stringMatching(message) })
  })

  test.each([
    ['/domains', /whether mail\.example\.org is verified/],
    ['/suppressions', /which addresses it sends nothing to/],
    ['/emails', /which mails it has taken before/],
  ])('a provider without %s is refused, and one on this machine warned of', async (path, message) => {
    for (const isLocal of [false, true]) {
      const { server, look } = await world({}, isLocal)
      server.fault = (got) => (got.path === path ? { status: 404, body: '{"message":"Not Found"}' } : undefined)
      if (isLocal) expect((await look()).warnings).toEqual([expect.stringMatching(message)])
      else await expect(look()).rejects.toMatchObject({ name: 'Problem', message: expect.stringMatching(message) })
    }
  })

  test('a domain of which it is not said whether tracking is off is refused', async () => {
    const { server, look } = await world()
    const domain = JSON.stringify({ id: 'x', name: 'mail.example.org', status: 'verified' })
    server.fault = (got) => (got.path === '/domains' ? { body: `{"data":[${domain}]}` } : got.path === '/domains/x' ? { body: domain } : undefined)
    await expect(look()).rejects.toMatchObject({ name: 'Problem', message: expect.stringContaining('whether tracking is off') })
  })

  test('names the recipients that nothing is sent to', async () => {
    const { look } = await world({ suppressed: ['JO@gold.example', 'other@gold.example'] })
    expect((await look()).suppressed).toEqual(new Map([['acme/jo', 'bounce']]))
  })

  test('finds the mails of the revision that the journal does not know, by their tags and words, and no others', async () => {
    const { look, post, line } = await world()
    const known = await post('acme/jo')
    const id = await post('acme/mei')
    await post('borealis/teo', { to: ['else@silver.example'] })
    await post('borealis/teo', { subject: 'Another subject' })
    const { found } = await look([line('acme/jo', 'accepted', { id: known })])
    expect(found).toMatchObject([{ message: { recipient: 'acme/mei' }, id, messageId: expect.stringContaining('@') }])
  })

  test('refuses where it sent the words of an earlier revision with another title, unless the journal tells of that', async () => {
    const folder = scratch()
    const first = await saveRevision(folder, frozen())
    const second = await saveRevision(
      folder,
      frozen({ subject: 'Another title', variants: [variant('client-acme'), variant('tier-silver')].map((one) => ({ ...one, html: '<p>New</p>' })) }),
    )
    const { clock, server, post, line, asked } = await world()
    const look = (receipts: readonly Receipt[]) => preflight(second, { provider: asked, receipts, now: clock.now(), isLocal: false })
    const id = await post('acme/jo')
    expect([first.name, second.name]).toEqual(['r1', 'r2'])
    await expect(look([])).rejects.toMatchObject({ name: 'Problem', message: expect.stringContaining('acme/jo other words') })
    await expect(look([line('acme/mei', 'uncertain')])).rejects.toMatchObject({ name: 'Problem' })
    expect((await look([line('acme/jo', 'uncertain')])).found).toEqual([])
    expect((await look([line('acme/jo', 'accepted', { id })])).found).toEqual([])
    server.event(id, 'canceled')
    expect((await look([])).found).toEqual([])
  })

  test('refuses where the provider sent other words of this digest to the same reader', async () => {
    const { look, post } = await world()
    const [tags] = [JSON.parse(JSON.stringify(await payloadOf((await world()).revision, 'acme/jo'))).tags]
    await post('acme/jo', { html: '<p>Other</p>', tags: tags.map((one: { name: string }) => (one.name === 'html' ? { ...one, value: '0' } : one)) })
    await expect(look()).rejects.toMatchObject({ name: 'Problem', message: expect.stringContaining('other words') })
  })

  test('finds them in whatever case addresses are written, and by tags or words alone where the other is not given back', async () => {
    const { look, post, server } = await world()
    const id = await post('acme/mei', { to: ['MEI@Gold.Example'] })
    const spelled = await post('acme/jo')
    const bare = await post('borealis/teo')
    for (const mail of server.mails) {
      if (mail.id === spelled) Object.defineProperty(mail, 'payload', { value: { ...mail.payload, html: '<p>In another spelling</p>' } })
      if (mail.id === bare) Object.assign(mail.row, { tags: [] })
    }
    expect((await look()).found.map((one) => [one.message.recipient, one.id])).toEqual([
      ['acme/jo', spelled],
      ['acme/mei', id],
      ['borealis/teo', bare],
    ])
  })

  test('leaves a mail with other words alone that says of no digest or of nobody that it is ours', async () => {
    const { look, post, server } = await world()
    await post('acme/jo', { html: '<p>Other</p>', tags: [] })
    await post('acme/jo', { html: '<p>Other</p>', tags: [{ name: 'digest', value: '2026-Q3' }] })
    await post('acme/jo', {
      html: '<p>Other</p>',
      tags: [
        { name: 'client', value: 'acme' },
        { name: 'recipient', value: 'jo' },
      ],
    })
    expect(server.mails).toHaveLength(3)
    expect((await look()).found).toEqual([])
  })

  test('a line of what was found holds what the provider says of it', async () => {
    const { clock, revision, look, post } = await world()
    const at = '2026-10-07T09:00:00Z'
    await post('acme/jo', { scheduled_at: at })
    await post('acme/mei')
    const lines = (await look()).found.map((mail) => foundLine(revision, mail, clock.now()))
    const [jo] = revision.manifest.messages
    expect(lines.find(({ recipient }) => recipient === 'acme/jo')).toEqual({
      at: '2026-10-06T10:00:00.000Z',
      revision: 'r1',
      recipient: 'acme/jo',
      hash: revision.hash,
      sha256: jo?.payload,
      state: 'accepted',
      via: 'resend',
      id: expect.any(String),
      messageId: expect.stringContaining('@'),
      scheduledAt: at,
      reason: 'found at the provider',
    })
    expect(lines.find(({ recipient }) => recipient === 'acme/mei')).not.toHaveProperty('scheduledAt')
  })

  test('takes a canary, which has the words of another, for no mail of the author', async () => {
    const { revision, look, post } = await world()
    const { tags } = JSON.parse(JSON.stringify(await payloadOf(revision, 'acme/jo')))
    // Both have the same edition: only the tags tell whose mail it is.
    await post('acme/mei', { tags })
    expect((await look()).found).toEqual([])
  })

  test('finds what was canceled as such, however old, unless another mail came after; the newest first', async () => {
    const { clock, look, post, server } = await world()
    const first = await post('acme/jo')
    const both = await post('acme/mei')
    for (const id of [first, both]) server.event(id, 'canceled')
    await clock.wait(23 * HOUR_MS)
    expect((await look()).found.map(({ message, state }) => `${message.recipient} ${state}`).sort()).toEqual([
      'acme/jo canceled',
      'acme/mei canceled',
    ])
    const second = await post('acme/mei')
    await clock.wait(1000)
    const last = await post('borealis/teo')
    expect((await look()).found.map(({ id, state }) => [id, state])).toEqual([
      [last, 'accepted'],
      [second, 'accepted'],
      [first, 'canceled'],
    ])
  })

  test('a mail to several is none of ours', async () => {
    const { look, post } = await world()
    await post('acme/jo', { to: ['jo@gold.example', 'other@gold.example'] })
    expect((await look()).found).toEqual([])
  })

  test('a journal that is older than what was sent: within the life of the keys it is told, after that refused', async () => {
    const { clock, look, post, line } = await world()
    await post('acme/mei')
    await clock.wait(22 * HOUR_MS)
    expect((await look()).found).toHaveLength(1)
    await clock.wait(HOUR_MS)
    for (const receipts of [[], [line('acme/jo', 'attempting', { at: new Date(clock.now() - 23 * HOUR_MS).toISOString() })]])
      await expect(look(receipts)).rejects.toMatchObject({
        name: 'Problem',
        message: expect.stringMatching(/the journal is older than what was sent; acme\/mei has the mail/),
        fix: expect.stringContaining('--reconcile'),
      })
    // Of what was attempted the journal does know: it is not sent again in any case.
    expect((await look([line('acme/mei', 'attempting', { at: new Date(clock.now() - 23 * HOUR_MS).toISOString() })])).found).toHaveLength(1)
  })

  test('asks for no more of the list than the journal speaks of, and for a month where there is none', async () => {
    const { clock, server, look, post, line } = await world()
    for (let nth = 0; nth < 120; nth++) await post('acme/jo', { subject: `Old ${nth}`, to: ['old@gold.example'] })
    await clock.wait(48 * HOUR_MS)
    const lists = (): number => server.got.splice(0).filter(({ method, path }) => method === 'GET' && path === '/emails').length
    lists()
    await look([line('borealis/teo', 'planned')])
    expect(lists()).toBe(1)
    await look()
    expect(lists()).toBe(2)
    await clock.wait(31 * 24 * HOUR_MS)
    await look()
    expect(lists()).toBe(1)
  })

  test('a provider that does not answer is a Problem', async () => {
    const { server, look } = await world()
    server.fault = () => '500-before'
    await expect(look()).rejects.toMatchObject({ name: 'Problem' })
  })
})
