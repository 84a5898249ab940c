import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { askClient, type Asking } from '../scripts/ask-client.ts'
import { clientRules } from '../scripts/client-rules.ts'
import { type GivenClient, givenClient } from '../scripts/given-client.ts'
import { sharedFault } from '../scripts/shared-fault.ts'
import { clientSchema } from '../src/model/client.ts'
import { siteSchema } from '../src/model/site.ts'
import { scratch } from './scratch.ts'

const site = siteSchema.parse({ title: 'T', url: 'https://x.example', author: { name: 'A', email: 'a@x.example' }, tiers: ['silver', 'gold'] })
const acme = clientSchema.parse({ name: 'Acme', tier: 'gold', since: '2026-01-01', recipients: [{ id: 'jo', name: 'Jo', email: 'jo@acme.example' }] })
const rules = clientRules({ site, clients: new Map([['acme', acme]]) })
const TODAY = '2026-10-06'
const given = (options: Record<string, string> = {}, lists: Record<string, string[]> = {}, name?: string): GivenClient =>
  givenClient(name, { options, lists }, { rules, today: TODAY })
const [ENTER, DOWN, CLEAR] = ['\r', '\u001b[B', '\u0015']

/** Waits until nothing more is written: what was typed is echoed, and the next question stands there. */
async function settled(length: () => number): Promise<void> {
  for (let quiet = 0, before = length(); quiet < 10; quiet = length() === before ? quiet + 1 : 0) {
    before = length()
    await setImmediate()
  }
}

/** Types keys, each once the question of the one before was answered and another one stands there. */
async function answer(from: GivenClient, keys: readonly string[][], more: Partial<Asking> = {}) {
  const input = new PassThrough()
  const output = new PassThrough()
  let shown = ''
  output.on('data', (bytes: Buffer) => (shown += bytes.toString()))
  const asked = askClient(from, {
    input,
    output,
    rules,
    tiers: site.tiers,
    today: TODAY,
    sharedFault: () => undefined,
    suggest: (text) => ({ text, match: { words: ['ticket'] }, isFound: true }),
    tell: ({ match }) => [`by ${JSON.stringify(match)}`],
    ...more,
  })
  let isOver = false
  const over = (): void => {
    isOver = true
  }
  void asked.then(over, over)
  for (const key of keys.flat()) {
    const before = shown.length
    input.write(key)
    while (shown.length === before && !isOver) await setImmediate()
    await settled(() => shown.length)
  }
  return { newcomer: await asked, shown: shown.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '') }
}

test('asks for all that is needed, one after another, and takes an empty answer for the end of a list', async () => {
  const { newcomer } = await answer(given(), [
    ['Fjord Bank', ENTER, ENTER, DOWN, ENTER, ENTER, '2027-10-05', ENTER],
    ['Ida Roe <ida@fjord.example>', ENTER, 'Bo Lind <bo@fjord.example>', ENTER, ENTER],
    ['Branch links', ENTER, 'How tickets rotate', ENTER, ENTER, 'y', 'The notes', ENTER, ENTER, ENTER, 'go.mod', ENTER, ENTER, 'y'],
  ])
  expect(newcomer).toEqual({
    file: 'fjord-bank',
    name: 'Fjord Bank',
    tier: 'gold',
    since: TODAY,
    until: '2027-10-05',
    credit: true,
    recipients: [
      { name: 'Ida Roe', email: 'ida@fjord.example' },
      { name: 'Bo Lind', email: 'bo@fjord.example' },
    ],
    uses: 'Branch links',
    worries: [{ text: 'How tickets rotate', match: { words: ['ticket'] } }],
    works: ['The notes'],
    fails: [],
    stack: ['go.mod'],
  })
})

test('what a flag says is not asked again, and an answer that breaks a rule is asked for until it does not', async () => {
  const { newcomer, shown } = await answer(
    given({ name: 'Fjord', since: '2026-11-01', uses: 'x' }, { worry: ['w'], works: ['a'], fails: ['b'], stack: ['s'] }, 'fj'),
    [
      [ENTER, '2026-10-31', ENTER, CLEAR, '2026-11-01', ENTER],
      ['Ida <jo@acme.example>', ENTER, CLEAR, 'Ida <ida@fjord.example>', ENTER, 'Eve <IDA@fjord.example>', ENTER, CLEAR, ENTER],
      ['y', 'n'],
    ],
  )
  expect(newcomer).toMatchObject({
    file: 'fj',
    name: 'Fjord',
    tier: 'silver',
    since: '2026-11-01',
    until: '2026-11-01',
    credit: false,
    uses: 'x',
    stack: ['s'],
  })
  expect(newcomer.recipients).toEqual([{ name: 'Ida', email: 'ida@fjord.example' }])
  expect(shown).toContain('It must not be before 2026-11-01')
  expect(shown).toContain('jo@acme.example is that of acme/jo')
  expect(shown).toContain('IDA@fjord.example is that of Ida')
  expect(shown).not.toMatch(/organisation|First day|worries|works|project/)
})

test('how a worry is found can be mended until it is right', async () => {
  const all = given(
    { name: 'Fjord', tier: 'gold', since: TODAY, until: TODAY, uses: 'x' },
    { worry: ['tickets'], works: ['a'], fails: ['b'], stack: ['s'] },
    'fj',
  )
  const { newcomer, shown } = await answer(all, [['Ida <i@fjord.example>', ENTER, ENTER, 'n', ', resumption', ENTER, 'src/tls/**,', ENTER, 'y', 'n']])
  expect(newcomer.worries).toEqual([{ text: 'tickets', match: { paths: ['src/tls/**'], words: ['ticket', 'resumption'] } }])
  expect(shown).toContain('by {"words":["ticket"]}')
  expect(shown).toContain('by {"paths":["src/tls/**"],"words":["ticket","resumption"]}')
})

test('a file that it shared is asked for until it is one that can be read, and no answer before it is lost', async () => {
  const folder = scratch({ 'go.mod': 'module a.example/x\n\nrequire a.example/y v1.2.3\n', 'notes.txt': 'x', 'bad/go.mod': 'garbage\n' })
  const all = given({ name: 'Fjord', tier: 'gold', since: TODAY, until: TODAY, uses: 'x' }, { worry: ['w'], works: ['a'], fails: ['b'] }, 'fj')
  const wrong = ['gone/go.mod', 'notes.txt', 'bad/go.mod', ''].flatMap((path) => [join(folder, path), ENTER, CLEAR])
  const { newcomer, shown } = await answer(all, [['Ida <i@fjord.example>', ENTER, ENTER, 'y'], wrong, [join(folder, 'go.mod'), ENTER, ENTER, 'n']], {
    sharedFault,
  })
  expect(newcomer.stack).toEqual([join(folder, 'go.mod')])
  expect(newcomer.recipients).toEqual([{ name: 'Ida', email: 'i@fjord.example' }])
  for (const said of ['It must be a file that is there', 'files of this name cannot be read', '"garbage" is no directive of a go.mod'])
    expect(shown.replace(/\s+/g, ' ')).toContain(said)
})

test('Ctrl-C stops it, and says that nothing was written', async () => {
  await expect(answer(given(), [['Fjord', ENTER, '\u0003']])).rejects.toMatchObject({ message: 'Stopped: the client was not taken on' })
})
