import { describe, expect, test } from 'vitest'
import { correct } from '../src/deliver/correct.ts'
import type { Edition } from '../src/deliver/freeze.ts'
import { plan } from '../src/deliver/plan.ts'
import { saveRevision } from '../src/deliver/revisions.ts'
import type { Client } from '../src/model/client.ts'
import type { Receipt } from '../src/model/receipt.ts'
import { client, CLIENTS, frozen, variant } from './frozen.ts'
import { scratch } from './scratch.ts'

const NOW = new Date('2026-10-08T00:00:00Z')
const AT = '2026-10-06T10:00:00Z'

const wrong = ({ name }: { name: string }): Edition => ({ html: `<p>now for ${name}</p>`, text: `now for ${name}\n` })
const right = ({ name }: { name: string }): Edition => variant(name)

type Line = Partial<Receipt> & { recipient: string; state: Receipt['state'] }

/** Who gets what, after one revision of which these lines tell: each as "client/recipient variant". */
async function corrected(
  lines: readonly Line[],
  {
    first,
    ...given
  }: { clients?: ReadonlyMap<string, Client>; editionOf?: typeof wrong; addressed?: ReadonlySet<string>; first?: Parameters<typeof frozen>[0] } = {},
) {
  const folder = scratch()
  const revision = await saveRevision(folder, frozen(first))
  const receipts = lines.map((line): Receipt => ({
    at: AT,
    revision: 'r1',
    hash: revision.hash,
    sha256: 'a'.repeat(64),
    messageId: `<${line.recipient}@x>`,
    ...line,
  }))
  const result = await correct({
    private: folder,
    digest: '2026-Q3',
    receipts,
    clients: CLIENTS,
    now: NOW,
    addressed: new Set(['acme']),
    editionOf: wrong,
    ...given,
  })
  return (
    result && {
      ...result,
      planned: result.planned.map((one) => `${one.client}/${one.recipient.id} ${one.variant}`),
      skipped: result.skipped.map((one) => `${one.client}/${one.recipient} ${one.reason}`),
      addresses: result.planned.map((one) => one.recipient.email),
      answers: result.planned.map((one) => one.answers),
    }
  )
}

const JO: Line = { recipient: 'acme/jo', state: 'accepted' }

describe('correct()', () => {
  test.each([
    ['accepted', 'correction-tier-silver'],
    ['delivered', 'correction-tier-silver'],
    ['delayed', 'correction-tier-silver'],
    ['uncertain', 'correction-tier-silver'],
    ['planned', 'tier-silver'],
    ['rejected', 'tier-silver'],
    ['canceled', 'tier-silver'],
    ['bounced', undefined],
    ['complained', undefined],
    ['suppressed', undefined],
    ['failed', undefined],
  ] as const)('one whose mail is %s gets %s', async (state, expected) => {
    const { planned = [], skipped = [] } = (await corrected([JO, { recipient: 'borealis/teo', state }])) ?? {}
    expect(planned.filter((one) => one.startsWith('borealis'))).toEqual(expected ? [`borealis/teo ${expected}`] : [])
    expect(skipped.filter((one) => one.startsWith('borealis'))).toHaveLength(expected ? 0 : 1)
  })

  test('nobody is forgotten: who has no line yet gets the digest as it is now, by the file of today', async () => {
    const clients = new Map([...CLIENTS, ['borealis', client('gold', ['teo'])]])
    const { planned, addresses } = (await corrected([JO], { clients })) ?? {}
    expect(planned).toEqual(['acme/jo correction-client-acme', 'acme/mei client-acme', 'borealis/teo tier-gold'])
    expect(addresses?.at(-1)).toBe('teo@gold.example')
  })

  test('what was sent goes by the tier and address of then, whatever the files say today', async () => {
    const moved = client('silver', ['jo'], { until: '2026-10-07' })
    const lines: Line[] = [JO, { recipient: 'acme/mei', state: 'delivered' }, { recipient: 'borealis/teo', state: 'delivered' }]
    const tiers = new Map<string, string>()
    const result = await corrected(lines, {
      clients: new Map([['acme', moved]]),
      editionOf: ({ name, tier }: { name: string; tier?: string }) => (tiers.set(name, tier ?? ''), wrong({ name })),
    }).catch((error: Error) => error.message)
    // Manifests of today's tests hold no tier of client-acme: the file stands in.
    expect(result).toMatchObject({
      planned: ['acme/jo correction-client-acme', 'acme/mei correction-client-acme', 'borealis/teo correction-tier-silver'],
      addresses: ['jo@gold.example', 'mei@gold.example', 'teo@silver.example'],
      gone: ['acme/mei', 'borealis/teo'],
    })
    expect(tiers.get('tier-silver')).toBe('silver')
  })

  test('who asked for no more mail gets none, and the plan says why', async () => {
    const [jo] = client('gold', ['jo']).recipients
    const clients = new Map([...CLIENTS, ['acme', client('gold', ['mei'], { recipients: [{ ...jo, optedOut: '2026-10-07' }] })]])
    const { planned, skipped } = (await corrected([JO, { recipient: 'borealis/teo', state: 'accepted' }], { clients })) ?? {}
    expect(planned).toEqual(['borealis/teo correction-tier-silver'])
    expect(skipped).toEqual(['acme/jo asked for no more mail on 2026-10-07', 'acme/mei clients/acme.yaml does not name it any more'])
  })

  test('whose mail is as it would be now gets nothing; where that is everyone there is nothing to correct', async () => {
    const lines: Line[] = [JO, { recipient: 'acme/mei', state: 'accepted' }, { recipient: 'borealis/teo', state: 'accepted' }]
    const { planned, skipped } = (await corrected(lines, { editionOf: (one) => (one.name === 'tier-silver' ? wrong(one) : right(one)) })) ?? {}
    expect(planned).toEqual(['borealis/teo correction-tier-silver'])
    expect(skipped).toEqual(['acme/jo nothing in what it got is wrong', 'acme/mei nothing in what it got is wrong'])
    expect(await corrected(lines, { editionOf: right })).toBeUndefined()
  })

  test('of two people of the same name at two clients each gets the edition of the own client', async () => {
    const clients = new Map([
      ['acme', client('gold', ['jo'])],
      ['borealis', client('silver', ['jo'])],
    ])
    const planned = plan(clients, { day: '2026-10-06', addressed: new Set(['acme']) }).planned
    const { planned: now, addresses } = (await corrected([{ ...JO, recipient: 'acme/jo' }], { clients, first: { planned } })) ?? {}
    expect(now).toEqual(['acme/jo correction-client-acme', 'borealis/jo tier-silver'])
    expect(addresses).toEqual(['jo@gold.example', 'jo@silver.example'])
  })

  test('an HTML part alone that differs is wrong', async () => {
    const { planned } = (await corrected([JO], { editionOf: (one) => ({ ...right(one), html: '<p>other</p>' }) })) ?? {}
    expect(planned).toContain('acme/jo correction-client-acme')
  })

  test('whose contract has ended since and who got nothing gets nothing, with the reason', async () => {
    const clients = new Map([...CLIENTS, ['borealis', client('silver', ['teo'], { until: '2026-10-07' })]])
    const { skipped } = (await corrected([JO], { clients })) ?? {}
    expect(skipped).toContain('borealis/teo its contract ended on 2026-10-07')
  })

  test('a text part alone that differs is wrong, too', async () => {
    const { planned } = (await corrected([JO], { editionOf: (one) => ({ ...right(one), text: 'other\n' }) })) ?? {}
    expect(planned).toContain('acme/jo correction-client-acme')
  })

  test('a passage that is now for a client alone reaches it', async () => {
    const lines: Line[] = [{ recipient: 'borealis/teo', state: 'accepted' }]
    const { planned } = (await corrected(lines, { addressed: new Set(['borealis']) })) ?? {}
    expect(planned).toContain('borealis/teo correction-client-borealis')
  })

  test('each answers the mail that it corrects; one whose Message-ID is not known is named', async () => {
    const { answers, unthreaded } = (await corrected([JO, { recipient: 'borealis/teo', state: 'accepted', messageId: undefined as never }])) ?? {}
    expect(unthreaded).toEqual(['borealis/teo'])
    expect(answers).toEqual([
      { subject: 'Correction: The quarter — Zoë', since: 'r1', thread: ['<acme/jo@x>'], number: 1 },
      undefined,
      { subject: 'Correction: The quarter — Zoë', since: 'r1', thread: [], number: 1 },
    ])
  })

  test('nothing is corrected while a mail is under way, or waits at the provider', async () => {
    await expect(corrected([JO, { recipient: 'borealis/teo', state: 'attempting' }])).rejects.toMatchObject({
      name: 'Problem',
      message: expect.stringContaining('borealis/teo'),
    })
    const scheduled: Line = { recipient: 'borealis/teo', state: 'scheduled', scheduledAt: '2026-10-09T00:00:00Z' }
    await expect(corrected([JO, scheduled])).rejects.toMatchObject({ name: 'Problem', fix: expect.stringContaining('--cancel') })
    expect((await corrected([JO, { ...scheduled, scheduledAt: '2026-10-07T00:00:00Z' }]))?.planned).toContain('borealis/teo correction-tier-silver')
  })

  test('a folder that holds another revision than was sent corrects nothing', async () => {
    await expect(corrected([{ ...JO, hash: 'b'.repeat(64) }])).rejects.toMatchObject({ name: 'Problem', message: expect.stringContaining('r1') })
  })
})

describe('correct(), of a correction', () => {
  /** Two revisions, of which the second corrects the first; what these lines tell of each. Gives who gets the third. */
  async function third(lines: readonly Line[]) {
    const folder = scratch()
    const first = await saveRevision(folder, frozen({ variants: [{ ...variant('client-acme'), tier: 'gold' }, variant('tier-silver')] }))
    const planned = frozen().manifest.messages.map(({ recipient, variant: name }) => {
      const [of = '', id = ''] = recipient.split('/')
      const email = `${id}@${of === 'acme' ? 'gold' : 'silver'}.example`
      const answers = { subject: 'Correction: The quarter — Zoë', since: 'r1', thread: [], number: 1 }
      return { client: of, recipient: { id, name: id, email }, variant: `correction-${name}`, tier: 'gold', answers }
    })
    const variants = ['client-acme', 'tier-silver'].map((name) => ({
      ...variant(`correction-${name}`),
      ...(name === 'client-acme' && { tier: 'gold' }),
      corrects: 'r1',
      edition: variant(name),
    }))
    const second = await saveRevision(folder, frozen({ variants, planned, corrects: { revision: 'r1', hash: first.hash, date: '2026-10-07' } }))
    const receipts = lines.map((line): Receipt => ({
      at: AT,
      revision: 'r1',
      hash: line.revision === 'r1' ? first.hash : second.hash,
      sha256: 'a'.repeat(64),
      messageId: `<${line.revision}.${line.recipient}@x>`,
      ...line,
    }))
    const options = { private: folder, digest: '2026-Q3', receipts, clients: new Map<string, Client>(), now: NOW, addressed: new Set<string>() }
    return { wrong: await correct({ ...options, editionOf: wrong }), right: await correct({ ...options, editionOf: right }) }
  }
  const sent = (recipient: string, state: Receipt['state'] = 'delivered', given: Partial<Line> = {}): [Line, Line] => [
    { revision: 'r1', recipient, state: 'delivered' },
    { revision: 'r2', recipient, state, ...given },
  ]

  test('is asked what is wrong now by what it says without telling of the mistake, and answers both mails', async () => {
    const { wrong: now, right: same } = await third([...sent('acme/jo'), ...sent('borealis/teo')])
    expect(same).toBeUndefined()
    expect(
      now?.planned.map(({ client: of, variant: name, tier, answers }) => [of, name, tier, answers?.thread, answers?.subject, answers?.number]),
    ).toEqual([
      ['acme', 'correction-client-acme', 'gold', ['<r1.acme/jo@x>', '<r2.acme/jo@x>'], 'Correction: The quarter — Zoë', 2],
      ['borealis', 'correction-tier-silver', 'silver', ['<r1.borealis/teo@x>', '<r2.borealis/teo@x>'], 'Correction: The quarter — Zoë', 2],
    ])
    expect(now?.corrects.revision).toBe('r2')
  })

  test('reaches nobody whose last mail came back, though an earlier one did not', async () => {
    const { wrong: now } = await third([...sent('acme/jo', 'bounced'), ...sent('borealis/teo')])
    expect(now?.planned.map(({ client: of }) => of)).toEqual(['borealis'])
    expect(now?.skipped).toContainEqual({ client: 'acme', recipient: 'jo', reason: 'the mail before this one bounced' })
  })

  test('answers nothing where the Message-ID of the last mail is not known', async () => {
    const { wrong: now } = await third(sent('acme/jo', 'delivered', { messageId: undefined as never }))
    expect(now?.unthreaded).toEqual(['acme/jo'])
    expect(now?.planned[0]?.answers).toMatchObject({ thread: [], since: 'r2' })
  })

  test('who was not told of the first mistake is told since that one', async () => {
    const [first] = sent('borealis/teo')
    const { wrong: now } = await third([...sent('acme/jo'), first])
    expect(now?.planned.map(({ client: of, answers }) => [of, answers?.since])).toEqual([
      ['acme', 'r2'],
      ['borealis', 'r1'],
    ])
  })
})
