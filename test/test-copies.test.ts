import { expect, test } from 'vitest'
import { saveRevision } from '../src/deliver/revisions.ts'
import { testCopies } from '../src/deliver/test-copies.ts'
import { variantName } from '../src/variant-name.ts'
import { frozen, variant } from './frozen.ts'
import { scratch } from './scratch.ts'

test.each([
  ['tier-silver', 'the edition for clients of the tier silver (tier-silver)'],
  ['client-acme', 'the edition for the client acme alone (client-acme)'],
  ['correction-tier-silver', 'the correction for clients of the tier silver (correction-tier-silver)'],
  ['correction-client-acme', 'the correction for the client acme alone (correction-client-acme)'],
])('testCopies() says of %s whose it is', async (name, said) => {
  const planned = [{ client: 'acme', recipient: { id: 'jo', name: 'Jo', email: 'jo@gold.example' }, variant: name }]
  const revision = await saveRevision(scratch(), frozen({ variants: [variant(name)], planned }))
  const [copy] = await testCopies(revision, revision.manifest.messages, { address: 'me@test.example', own: [] })
  expect(copy?.payload.text).toContain(`Test copy of 2026-Q3 r1: ${said}. Nobody else got this mail.`)
})

test('testCopies() shows no recipient what others get, in whatever case the address is written; the maintainer may be shown all', async () => {
  const revision = await saveRevision(scratch(), frozen())
  const copies = (address: string, own: string[] = [], client = '') =>
    testCopies(
      revision,
      revision.manifest.messages.filter(({ recipient }) => recipient.startsWith(client)),
      { address, own },
    ).then(
      (all) => all.map(({ key }) => key.split('/')[3]),
      (error: Error) => error.message,
    )
  for (const address of ['teo@silver.example', 'TEO@Silver.example']) {
    expect(await copies(address)).toContain('that of borealis/teo')
    expect(await copies(address, [], 'acme')).toContain('that of borealis/teo')
    expect(await copies(address, [], 'borealis')).toEqual(['tier-silver'])
    expect(await copies(address, ['x@silver.example', 'Teo@silver.example'])).toEqual(['client-acme', 'tier-silver'])
  }
  expect(await copies('me@test.example')).toEqual(['client-acme', 'tier-silver'])
})

test('variantName() knows variants and their corrections, and takes nothing else for one', () => {
  expect(variantName('correction-client-tier-x')).toEqual({ plain: 'client-tier-x', isCorrection: true, kind: 'client', of: 'tier-x' })
  expect(variantName('tier-correction-x')).toEqual({ plain: 'tier-correction-x', isCorrection: false, kind: 'tier', of: 'correction-x' })
  for (const name of ['', 'tier-', 'gold', 'correction-gold', 'correction-correction-tier-x'])
    expect(() => variantName(name)).toThrow('no name of a variant')
})
