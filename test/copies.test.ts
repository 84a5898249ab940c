import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { payloadSchema } from '../src/model/payload.ts'
import { DIGEST, type SendingWorld, sendingWorld } from './sending-world.ts'

const frozen = (world: SendingWorld, path: string, revision = 'r1'): string =>
  readFileSync(join(world.private, 'revisions/2026-Q3', revision, path), 'utf8')
const SECRET = { DIGEST_SECRET: Buffer.alloc(32, 7).toString('base64') }
const person = (name: string, tier: string, id: string, email: string): string =>
  `name: ${name}\ntier: ${tier}\nsince: 2026-01-01\nrecipients: [{ id: ${id}, name: ${id}, email: ${email} }]\n`

describe('npm run send -- ID --send --test', () => {
  test('sends a marked copy a variant to one address, which no client gets and no journal knows; again is another mail', async () => {
    const world = await sendingWorld()
    world.freeze()
    const send = (...args: string[]) => world.run('send', ['2026-Q3', '--send', '--test', 'me@test.example', ...args])
    const first = await send()
    expect(first).toMatchObject({ status: 0, stderr: expect.stringContaining('2 test copies of 2026-Q3 accepted') })
    expect(first.stderr).not.toContain('@')
    const { mails } = world.server
    expect(mails.map(({ payload }) => [payload.to, payload.subject])).toEqual([
      [['me@test.example'], '[Test, client-acme] The quarter'],
      [['me@test.example'], '[Test, tier-silver] The quarter'],
    ])
    for (const [index, [variant, reader]] of [
      ['client-acme', 'the client acme alone'],
      ['tier-silver', 'clients of the tier silver'],
    ].entries()) {
      const payload = payloadSchema.parse(JSON.parse(mails[index]?.raw ?? ''))
      const notice = `the edition for ${reader} (${variant}). Nobody else got this mail.`
      expect(payload.text).toMatch(/^Test copy of 2026-Q3 r1: /)
      expect(payload.text.slice(payload.text.indexOf('\n\n') + 2)).toBe(frozen(world, `variants/${variant}/message.txt`))
      expect(payload.text).toContain(notice)
      expect(payload.html.replace(/<div lang="en"[^>]*>Test copy[^<]*<\/div>/, '')).toBe(frozen(world, `variants/${variant}/message.html`))
      expect(payload.html).toMatch(/<body[^>]*><div lang="en"[^>]*>Test copy/)
      expect(payload.html).toContain(notice)
      expect(Object.keys(payload.headers)).toEqual(['List-Id'])
      expect(payload.tags).toEqual([
        { name: 'kind', value: 'test' },
        { name: 'digest', value: '2026-Q3' },
        { name: 'variant', value: variant },
      ])
      expect(mails[index]?.key).toMatch(new RegExp(`^test/2026-Q3/r1/${variant}/[0-9a-f]{8}$`))
    }
    expect(await send('--only', 'borealis')).toMatchObject({ status: 0 })
    expect(mails.map(({ payload }) => payload.subject).slice(2)).toEqual(['[Test, tier-silver] The quarter'])
    expect(new Set(mails.map(({ key }) => key)).size).toBe(3)
    expect(existsSync(join(world.content, 'sent'))).toBe(false)
    expect(await world.send()).toMatchObject({ status: 0, stderr: expect.stringContaining('3 accepted') })
  })

  test('shows a draft; a hash that is given must fit, nothing else is needed', async () => {
    const world = await sendingWorld({ files: { 'content/digests/2026-Q3.mdx': DIGEST.replace('ready', 'draft') } })
    const send = (...args: string[]) => world.run('send', ['2026-Q3', '--test', 'me@test.example', ...args])
    expect(await send('--send')).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing was frozen') })
    const { hash } = world.freeze()
    expect(await send('--send', '--approve', 'f'.repeat(64))).toMatchObject({ status: 1, stderr: expect.stringContaining('is not the hash of r1') })
    expect(await send()).toMatchObject({ status: 1, stderr: expect.stringContaining('without --send') })
    expect(world.server.mails).toHaveLength(0)
    expect(await send('--send', '--approve', hash.slice(0, 12))).toMatchObject({ status: 0 })
    expect(world.server.mails).toHaveLength(2)
  })

  test("holds no key to a client's page, and the pictures", async () => {
    const world = await sendingWorld({
      files: { 'content/digests/2026-Q3.mdx': `${DIGEST}\n![A dot](/images/dot.gif)\n`, 'content/images/dot.gif': 'GIF89a of a dot' },
    })
    expect(await world.run('send', ['2026-Q3', '--json'], SECRET)).toMatchObject({ status: 0 })
    expect(frozen(world, 'messages/acme/jo.json')).toContain('AGE-SECRET-KEY')
    expect(await world.run('send', ['2026-Q3', '--send', '--test', 'me@test.example'], SECRET)).toMatchObject({ status: 0 })
    expect(world.server.mails).toHaveLength(2)
    for (const { raw, payload } of world.server.mails) {
      expect(payload.attachments).toEqual([
        {
          filename: 'dot.gif',
          content: Buffer.from('GIF89a of a dot').toString('base64'),
          content_type: 'image/gif',
          content_id: expect.stringContaining('dot.gif'),
        },
      ])
      expect(payload.html).toContain(`cid:${payload.attachments?.[0]?.content_id}`)
      expect(raw).not.toMatch(/AGE-SECRET-KEY|~link/)
      expect(raw).toContain('https://digest.example.org/private/test-copy/')
      expect(raw).toContain('Its link to the page in a browser opens nothing.')
    }
  })

  test("refuses what is no address, and a recipient's that would be shown what others get", async () => {
    const world = await sendingWorld()
    world.freeze()
    const send = (address: string, ...args: string[]) => world.run('send', ['2026-Q3', '--send', '--test', address, ...args])
    const wrong = await send('not.an.address')
    expect(wrong).toMatchObject({ status: 1, stderr: expect.stringContaining('is no address') })
    expect(wrong.stderr).not.toContain('not.an.address')
    expect(await send('TEO@borealis.example')).toMatchObject({ status: 1, stderr: expect.stringContaining('that of borealis/teo') })
    expect(await send('teo@borealis.example', '--only', 'acme')).toMatchObject({ status: 1 })
    expect(world.server.mails).toHaveLength(0)
    expect(await send('teo@borealis.example', '--only', 'borealis')).toMatchObject({ status: 0 })
  })

  test('without a key goes to the outbox under names of its own', async () => {
    const world = await sendingWorld()
    world.freeze()
    expect(await world.run('send', ['2026-Q3', '--send', '--test', 'me@test.example'], { RESEND_API_KEY: '' })).toMatchObject({ status: 0 })
    expect(readdirSync(join(world.private, 'outbox')).map((name) => name.replace(/[0-9a-f]{8}/, 'X'))).toEqual([
      'test.2026-Q3.r1.client-acme.X.eml',
      'test.2026-Q3.r1.tier-silver.X.eml',
    ])
  })

  test('exits 3 when one was refused, 1 when none was taken', async () => {
    const world = await sendingWorld({ resend: { script: ['422', undefined, '401'] } })
    world.freeze()
    const send = () => world.run('send', ['2026-Q3', '--send', '--test', 'me@test.example'])
    expect(await send()).toMatchObject({ status: 3, stderr: expect.stringMatching(/client-acme: rejected[\s\S]*1 test copy/) })
    expect(await send()).toMatchObject({ status: 1, stderr: expect.stringContaining('401') })
    expect(world.server.mails).toHaveLength(1)
  })
})

describe('npm run send -- ID --send --canary', () => {
  test('sends the very bytes of the first of each variant to the author, and nothing that a later run takes for a mail', async () => {
    const world = await sendingWorld({
      files: {
        'content/clients/self.yaml': person('Self', 'gold', 'ada', 'Ada@example.org'),
        'content/clients/zeta.yaml': person('Zeta', 'gold', 'zoe', 'zoe@zeta.example'),
      },
    })
    const { hash, messages } = world.freeze()
    const canary = (...args: string[]) => world.run('send', ['2026-Q3', '--send', '--canary', ...args])
    expect(await canary()).toMatchObject({ status: 1, stderr: expect.stringContaining('no revision was approved') })
    expect(await canary('--approve', hash)).toMatchObject({ status: 0, stderr: expect.stringContaining('3 canaries of 2026-Q3 accepted') })
    const { mails } = world.server
    expect(mails.map(({ raw }) => raw)).toEqual(
      ['acme/jo', 'borealis/teo', 'zeta/zoe'].map((recipient) => {
        const bytes = frozen(world, `messages/${recipient}.json`)
        return bytes.replace(JSON.stringify(JSON.parse(bytes).to), '["ada@example.org"]')
      }),
    )
    expect(mails.map(({ key }) => key?.replace(/[0-9a-f]{8}$/, 'X'))).toEqual([
      'canary/2026-Q3/r1/client-acme/X',
      'canary/2026-Q3/r1/tier-silver/X',
      'canary/2026-Q3/r1/tier-gold/X',
    ])
    expect(existsSync(join(world.content, 'sent'))).toBe(false)

    const sent = await world.run('send', ['2026-Q3', '--send', '--approve', hash, '--yes', String(messages)])
    expect(sent).toMatchObject({ status: 0, stderr: expect.stringContaining('5 accepted, 0 had a receipt') })
    expect(sent.stderr).not.toContain('did not know of')
    expect(world.server.copiesTo('ada@example.org')).toHaveLength(4)
    expect(new Set(mails.map(({ key }) => key))).toContain('digest/2026-Q3/r1/self/ada')
  })

  test('is none of a variant that the author alone gets: that would be the mail itself', async () => {
    const world = await sendingWorld({ files: { 'content/clients/self.yaml': person('Self', 'gold', 'ada', 'ada@example.org') } })
    const { hash } = world.freeze()
    const canary = (...args: string[]) => world.run('send', ['2026-Q3', '--send', '--canary', '--approve', hash, ...args])
    expect(await canary('--only', 'self')).toMatchObject({ status: 1, stderr: expect.stringContaining('as self/ada') })
    expect(world.server.mails).toHaveLength(0)
    expect(await canary()).toMatchObject({ status: 0, stderr: expect.stringMatching(/tier-gold: no canary[\s\S]*2 canaries/) })
    expect(world.server.mails.map(({ payload }) => payload.tags?.find(({ name }) => name === 'client')?.value)).toEqual(['acme', 'borealis'])
  })

  test('is none of a draft, nor of a payload that was touched', async () => {
    const world = await sendingWorld({ files: { 'content/digests/2026-Q3.mdx': DIGEST.replace('ready', 'draft') } })
    const canary = (hash: string) => world.run('send', ['2026-Q3', '--send', '--canary', '--approve', hash])
    expect(await canary(world.freeze().hash)).toMatchObject({ status: 1, stderr: expect.stringContaining('frozen as a draft') })
    writeFileSync(join(world.content, 'digests/2026-Q3.mdx'), DIGEST)
    const { hash } = world.freeze()
    const path = join(world.private, 'revisions/2026-Q3/r2/messages/acme/mei.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace('The quarter', 'Another'))
    expect(await canary(hash)).toMatchObject({ status: 1, stderr: expect.stringContaining('is not what was frozen') })
    expect(world.server.mails).toHaveLength(0)
  })
})

test.each([
  [{ open_tracking: true }, 'follows opens'],
  [{ click_tracking: true }, 'follows clicks'],
  [{ status: 'pending' as const }, 'its status at Resend is "pending"'],
  [{ name: 'other.example.org' }, 'is no domain of this account'],
])('neither copies nor canaries leave where the domain is %j', async (given, said) => {
  const world = await sendingWorld({ resend: { domains: [{ name: 'mail.example.org', ...given }] } })
  const { hash } = world.freeze()
  for (const what of [
    ['--test', 'me@test.example'],
    ['--canary', '--approve', hash],
  ])
    expect(await world.run('send', ['2026-Q3', '--send', ...what])).toMatchObject({ status: 1, stderr: expect.stringContaining(said) })
  expect(world.server.mails).toHaveLength(0)
})
