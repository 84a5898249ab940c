import { expect, test } from 'vitest'
import { touchedBy } from '../src/curate/touched.ts'
import { type Client, clientSchema } from '../src/model/client.ts'
import { type OsvEntry, osvEntrySchema } from '../src/model/osv-entry.ts'
import type { Stack } from '../src/model/stack.ts'
import { touchedSchema } from '../src/model/verdict.ts'
import { entry } from './servers/vulndb.ts'

const DAY = '2026-10-06'
const of = (given: Parameters<typeof entry>[1]): OsvEntry => osvEntrySchema.parse(entry('GO-2026-7', given))
const client = (match?: object, given: object = {}): Client =>
  clientSchema.parse({ name: 'Acme', tier: 'gold', since: '2026-01-01', concerns: match ? [{ id: 'care', text: 'Care', match }] : [], ...given })
const runs = (version: string, name = 'stdlib'): Stack => ({ modules: [{ ecosystem: 'Go', name, version, from: 'clients/x.yaml' }], whole: [] })
const touched = (one: OsvEntry, clients: Record<string, Client>, stacks: Record<string, Stack> = {}) => {
  const found = touchedBy(one, { clients: new Map(Object.entries(clients)), stacks: new Map(Object.entries(stacks)), day: DAY })
  return found.map((each) => touchedSchema.parse(each))
}
/** What meets the concern of one client. */
const met = (one: OsvEntry, match: object): string[] =>
  touched(one, { acme: client(match) }).flatMap(({ concerns }) =>
    concerns.flatMap(({ evidence }) => evidence.map(({ by, what, item }) => `${by} ${what} ${item}`)),
  )

test('clients whose stack names a module, whatever the verdict, and those whose concerns are met, by name', () => {
  const clients = {
    zeta: client(),
    echo: client({ words: ['trouble'] }),
    delta: client(),
    beta: client({ words: ['ticket'] }),
    acme: client({ words: ['trouble'] }),
  }
  const found = touched(of({}), clients, {
    zeta: runs('1.20.0'),
    delta: runs('1.26.1'),
    beta: runs('1.0.0', 'lattice.example/knot'),
    acme: runs('1.0.0', 'lattice.example/knot'),
  })
  expect(found.map(({ client: name, verdict, concerns }) => `${name} ${verdict?.says} ${concerns.map(({ id }) => id).join()}`)).toEqual([
    'acme cannot tell care',
    'delta not affected ',
    'echo undefined care',
    'zeta affected ',
  ])
})

test.each([
  ['2026-10-06', '2026-10-06', 1],
  ['2026-10-07', undefined, 0],
  ['2026-01-01', '2026-10-05', 0],
])('served from %s to %s: %i', (since, until, count) => {
  expect(touched(of({}), { acme: client(undefined, { since, ...(until && { until }) }) }, { acme: runs('1.20.0') })).toHaveLength(count)
})

test('paths are those of the packages, as they lie in the repository of their module', () => {
  expect(met(of({ paths: ['crypto/tls', 'net/http'] }), { paths: ['src/crypto/tls/**', 'src/net/*'] })).toEqual([
    'paths src/crypto/tls GO-2026-7',
    'paths src/net/http GO-2026-7',
  ])
  expect(met(of({ paths: ['crypto/tls'] }), { paths: ['crypto/**'] })).toEqual([])
  const knot = of({ name: 'lattice.example/knot', paths: ['lattice.example/knot/ssh/agent', 'lattice.example/knot', 'lattice.example/knotted/x'] })
  expect(met(knot, { paths: ['**'] })).toEqual(['paths ssh/agent GO-2026-7'])
  expect(met(knot, { paths: ['ssh/**'] })).toHaveLength(1)
})

test('words are looked for in title, details, other IDs, and names of modules, packages and symbols', () => {
  const one = of({
    name: 'lattice.example/knot',
    paths: ['lattice.example/knot/ssh'],
    summary: 'A loop',
    details: 'A peer can cause it.',
    aliases: ['CVE-2026-7'],
  })
  for (const word of ['loop', 'peer', 'CVE-2026-7', 'knot', 'ssh', 'dial']) expect([word, met(one, { words: [word] }).length]).toEqual([word, 1])
  expect(met(one, { words: ['rope'] })).toEqual([])
})
