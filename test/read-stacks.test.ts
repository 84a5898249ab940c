import { expect, test } from 'vitest'
import { findStackFaults, readStacks } from '../scripts/read-stacks.ts'
import { readClients } from '../src/folder.ts'
import { legible, scratch, SITE } from './scratch.ts'

const client = (stack: string): string => `name: Acme\ntier: gold\nsince: 2026-01-01\n${stack}`
const shares = (...paths: string[]): string => client(`stack: { files: [${paths.map((path) => `{ path: ${path} }`).join(', ')}] }\n`)
const MOD = 'module acme.example/app\ngo 1.22.0\nrequire lattice.example/knot v1.2.3\n'

test('reads the stacks of those who told one, from files of the content folder', async () => {
  const folder = scratch({
    'clients/acme.yaml': shares('stacks/acme/go.mod'),
    'clients/borealis.yaml': client(''),
    'clients/cobalt.yaml': client('stack: { modules: [{ name: stdlib, version: 1.25.3 }] }\n'),
    'stacks/acme/go.mod': `\ufeff${MOD}`,
  })
  const stacks = await readStacks(folder, await readClients(folder))
  expect(
    [...stacks].map(([name, { modules, whole }]) => [name, modules.map((module) => `${module.name} ${module.version} ${module.from}`), whole]),
  ).toEqual([
    ['acme', ['stdlib 1.22.0 stacks/acme/go.mod', 'lattice.example/knot 1.2.3 stacks/acme/go.mod'], ['Go']],
    ['cobalt', ['stdlib 1.25.3 clients/cobalt.yaml'], []],
  ])
})

test('what cannot be read is a Problem, and for a check a finding each', async () => {
  const folder = scratch({
    'clients/acme.yaml': shares('stacks/go.mod', 'stacks/gone.json', 'stacks/good/go.mod'),
    'stacks/go.mod': `${MOD}banana\n`,
    'stacks/good/go.mod': MOD,
  })
  const clients = await readClients(folder)
  await expect(readStacks(folder, clients)).rejects.toThrow('Cannot read stacks/go.mod:4: "banana" is no directive of a go.mod')
  expect(await findStackFaults(folder, clients)).toEqual([
    {
      file: 'stacks/go.mod',
      line: 4,
      level: 'error',
      code: 'client/stack',
      message: '"banana" is no directive of a go.mod: put it there as the tool wrote it',
    },
    {
      file: 'stacks/gone.json',
      level: 'error',
      code: 'client/stack',
      message: 'it is not there, and clients/acme.yaml names it: put it into the content folder, or take it out of "stack"',
    },
  ])
})

test('npm run check names the file and its line, and is clean once it is mended', () => {
  const base = { 'content/site.yaml': SITE, 'content/sources.yaml': 'sources: []\n', 'content/clients/acme.yaml': shares('stacks/go.mod') }
  const broken = legible('check', [], `${scratch({ ...base, 'content/stacks/go.mod': `${MOD}banana\n` })}/content`)
  expect([broken.status, broken.stdout]).toEqual([
    1,
    expect.stringMatching(/stacks\/go\.mod\n\s+4\S*\s+error\s+client\/stack\s+"banana" is no directive of a go\.mod/),
  ])
  const mended = legible('check', [], `${scratch({ ...base, 'content/stacks/go.mod': MOD })}/content`)
  expect([mended.status, mended.stdout]).toEqual([0, expect.not.stringContaining('client/stack')])
})
