import { describe, expect, test } from 'vitest'
import { type Client, clientSchema } from '../src/model/client.ts'
import type { Match } from '../src/model/matches.ts'
import { readSuggestedBefore } from '../src/suggested-before.ts'
import { scratch } from './scratch.ts'
import { change, story } from './stories.ts'

const NOTE = 'What it might mean for Acme Corp: it cares about "How tickets rotate" (src/a.ts). Say it.'
const TAKEN = `<Clients only="acme">\n  {/* ${NOTE} */}\n  Restart *once*.\n  </Clients>`
const CLOSED = `{/* <Clients only="acme"> */}\n  {/* ${NOTE} */}\n  {/* </Clients> */}`
const MATCH: Match = {
  story: 'o/r#1',
  client: 'acme',
  concern: 'tickets',
  evidence: [{ by: 'paths', what: 'src/a.ts', item: 'o/r#1' }],
  offered: '2026-07-02T09:00:00Z',
}
const CLIENTS: ReadonlyMap<string, Client> = new Map([
  [
    'acme',
    clientSchema.parse({
      name: 'Acme Corp',
      tier: 'gold',
      since: '2026-01-01',
      concerns: [
        { id: 'tickets', text: 'How  tickets rotate', match: { paths: ['src/a.ts'] } },
        { id: 'roots', text: 'Which roots count', match: { words: ['root'] } },
      ],
    }),
  ],
])
const digest = (text: string, kind = 'digests', id = '2026-Q2'): Record<string, string> => ({
  [`content/${kind}/${id}.mdx`]: `---\ntitle: T\nsummary: S\nstatus: ready\ndate: 2026-07-05\n---\n\n${text}\n`,
})
const items = (id = '2026-Q2', until = '2026-07-01T00:00:00Z'): Record<string, string> => {
  const stories = [story({ id: 'o/r#1', items: [change({ id: 'o/r#1', aliases: ['o/r@abcdef012345'] })] }), story({ id: 'o/r#2' })]
  return { [`content/items/${id}.json`]: JSON.stringify({ digest: id, since: '2026-04-01T00:00:00Z', until, sources: [], stories }) }
}
const matches = (some: Partial<Match>[] = [{}], id = '2026-Q2'): Record<string, string> => ({
  [`private/concerns/${id}.json`]: JSON.stringify({ digest: id, matches: some.map((one) => ({ ...MATCH, ...one })) }),
})
async function look(files: Record<string, string>, before?: { since: string; day: string }) {
  const folder = scratch(files)
  return readSuggestedBefore(
    { content: `${folder}/content`, private: `${folder}/private` },
    { clients: CLIENTS, now: new Date('2026-10-06T09:00:00Z'), before },
  )
}
const outcome = async (line: string, given: Partial<Match>[] = [{}]) =>
  (await look({ ...matches(given), ...items(), ...digest(line) })).suggested.map((one) => [one.outcome, ...(one.words ? [one.words] : [])])

describe('readSuggestedBefore()', () => {
  test.each<[string, string, unknown]>([
    ['opened and with words: taken', `* A. {/* o/r#1 */}\n  ${TAKEN}`, ['taken', 'Restart once.']],
    ['still a comment: open', `* A. {/* o/r#1 */}\n  ${CLOSED}`, ['open']],
    ['opened without words: open', `* A. {/* o/r#1 */}\n  ${TAKEN.replace('Restart *once*.', '{/* later */}')}`, ['open']],
    ['words to be written yet: open', `* A. {/* o/r#1 */}\n  ${TAKEN.replace('Restart', 'TODO restart')}`, ['open']],
    ['gone: ignored', '* A. {/* o/r#1 */}', ['ignored']],
    ['the line gone with it: ignored', 'Words.', ['ignored']],
    ['below another line: ignored', `* A. {/* o/r#1 */}\n* B. {/* o/r#2 */}\n  ${TAKEN}`, ['ignored']],
    ['for another client: ignored', `* A. {/* o/r#1 */}\n  ${TAKEN.replace('acme', 'other')}`, ['ignored']],
    [
      'without its comment it is the own word of the maintainer: ignored',
      `* A. {/* o/r#1 */}\n  ${TAKEN.replace(`{/* ${NOTE} */}`, '')}`,
      ['ignored'],
    ],
    ['below a line with another name of the story: taken', `* A. {/* o/r@abcdef012345 */}\n  ${TAKEN}`, ['taken', 'Restart once.']],
    ['below a paragraph: taken', `A. {/* o/r#1 */}\n\n${TAKEN.replaceAll('\n  ', '\n')}`, ['taken', 'Restart once.']],
    [
      'elsewhere, where its comment names the story: taken',
      TAKEN.replaceAll('\n  ', '\n').replace('src/a.ts', '"a" in the title of o/r#1'),
      ['taken', 'Restart once.'],
    ],
    ['elsewhere, where it names another: ignored', TAKEN.replaceAll('\n  ', '\n').replace('src/a.ts', '"a" in the title of o/r#12'), ['ignored']],
  ])('%s', async (_, line, expected) => {
    expect(await outcome(line)).toEqual([expected])
  })

  test('of two passages below one line each serves the concern that it names, and one whose words have changed since the story', async () => {
    const roots = TAKEN.replace('How tickets rotate', 'Which roots count').replace('Restart *once*.', 'Look at the roots.')
    const both = [{}, { concern: 'roots' }]
    expect(await outcome(`* A. {/* o/r#1 */}\n  ${TAKEN}\n  ${roots}`, both)).toEqual([
      ['taken', 'Restart once.'],
      ['taken', 'Look at the roots.'],
    ])
    expect(await outcome(`* A. {/* o/r#1 */}\n  ${CLOSED}\n  ${roots}`, both)).toEqual([['taken', 'Look at the roots.'], ['open']])
    expect(await outcome(`* A. {/* o/r#1 */}\n  ${TAKEN.replace('How tickets rotate', 'Old words')}`)).toEqual([['taken', 'Restart once.']])
  })

  test('says what was met and not suggested, and gives a record where an outcome is new', async () => {
    const { suggested, records } = await look({ ...matches([{ offered: undefined }, {}]), ...items(), ...digest(`* A. {/* o/r#1 */}\n  ${TAKEN}`) })
    expect(suggested.map(({ isSuggested, outcome: came }) => [isSuggested, came])).toEqual([
      [true, 'taken'],
      [false, undefined],
    ])
    expect(records).toEqual(
      [
        {
          digest: '2026-Q2',
          matches: [
            { ...MATCH, offered: undefined },
            { ...MATCH, outcome: 'taken', words: 'Restart once.' },
          ],
        },
      ].map((one) => JSON.parse(JSON.stringify(one))),
    )
  })

  test('where the record of matches is lost, the comment says which concern its passage is for; before a day nothing later is known', async () => {
    const files = {
      ...items(),
      ...digest(`* A. {/* o/r#1 */}\n  ${TAKEN}\n* B. {/* o/r#2 */}\n  ${CLOSED.replace('How tickets rotate', 'Which roots count')}`),
    }
    expect((await look(files)).suggested).toEqual([
      { id: '2026-Q2', on: '2026-07-05', client: 'acme', concern: 'tickets', isSuggested: true, outcome: 'taken', words: 'Restart once.' },
      { id: '2026-Q2', on: '2026-07-05', client: 'acme', concern: 'roots', isSuggested: true, outcome: 'open' },
    ])
    expect((await look(files, { since: '2026-06-30T00:00:00Z', day: '2026-06-30' })).suggested).toEqual([])
  })

  test('what was recorded outlives the digest, its record, and the passage; what stands there counts', async () => {
    const past = matches([{ outcome: 'taken', words: 'Old.' }])
    const came = async (files: Record<string, string>) => {
      const { suggested, records } = await look(files)
      return [...suggested.map((one) => [one.on, one.outcome, one.words]), records.length]
    }
    expect(await came(past)).toEqual([['2026-07-01', 'taken', 'Old.'], 0])
    expect(await came({ ...past, ...digest('{1 + 1}<a') })).toEqual([['2026-07-01', 'taken', 'Old.'], 0])
    expect(await came({ ...past, ...items(), ...digest('Nothing.') })).toEqual([['2026-07-05', 'taken', 'Old.'], 0])
    expect(await came({ ...past, ...items(), ...digest(`* A. {/* o/r#1 */}\n  ${TAKEN}`) })).toEqual([['2026-07-05', 'taken', 'Restart once.'], 1])
    expect(await came({ ...matches([{ outcome: 'ignored' }]), ...items(), ...digest(`* A. {/* o/r#1 */}\n  ${TAKEN}`) })).toEqual([
      ['2026-07-05', 'taken', 'Restart once.'],
      1,
    ])
    // Of a digest that is lost before anybody looked it is not known.
    expect(await came(matches())).toEqual([['2026-07-01', undefined, undefined], 0])
  })

  test('before a draft: only digests whose windows had ended, notices up to its day, the latest first', async () => {
    const notice = (id: string, on: string): Record<string, string> =>
      Object.fromEntries(
        Object.entries(digest(TAKEN.replaceAll('\n  ', '\n'), 'notices', id)).map(([file, text]) => [file, text.replace('2026-07-05', on)]),
      )
    const files = {
      ...matches(),
      ...items(),
      ...digest(`* A. {/* o/r#1 */}\n  ${TAKEN}`),
      ...matches([{}], '2026-Q3'),
      ...matches([{}], 'named'),
      ...notice('GO-2026-0001', '2026-08-01'),
      ...notice('GO-2026-0002', '2026-12-01'),
    }
    const ids = async (before?: { since: string; day: string }) => (await look(files, before)).suggested.map(({ id }) => id)
    expect(await ids()).toEqual(['GO-2026-0002', '2026-Q3', 'GO-2026-0001', '2026-Q2', 'named'])
    expect(await ids({ since: '2026-07-01T00:00:00Z', day: '2026-10-02' })).toEqual(['GO-2026-0001', '2026-Q2'])
    expect(await ids({ since: '2026-06-30T00:00:00Z', day: '2026-06-30' })).toEqual([])
  })

  test('which concern a passage of a notice is for, its comment says', async () => {
    const note = NOTE.replace('it cares about', 'it cares about "Which roots count" and about')
    const { suggested } = await look(
      digest(
        `${TAKEN.replace(NOTE, note)}\n\n${CLOSED.replace(NOTE, 'What it might mean for Acme Corp: something')}`.replaceAll('\n  ', '\n'),
        'notices',
        'GO-2026-0001',
      ),
    )
    const told = { id: 'GO-2026-0001', on: '2026-07-05', client: 'acme', isSuggested: true, outcome: 'taken', words: 'Restart once.' }
    expect(suggested).toEqual([
      { ...told, concern: 'tickets' },
      { ...told, concern: 'roots' },
    ])
  })
})
