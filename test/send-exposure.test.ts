import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exposureSchema } from '../src/model/exposure.ts'
import { legible, scratch, SITE } from './scratch.ts'

const DIGEST = `---
title: The quarter
summary: s
status: ready
date: 2026-10-05
---

Told before. New to all. <Clients>For clients.</Clients> <Clients until="2026-10-20">Opens soon.</Clients>

<Clients only="acme">For acme alone.</Clients>
`
const NOTICE = `---
title: A notice
summary: n
status: ready
date: 2026-09-01
---

Told before.
`
const person = (client: string): string => `recipients: [{ id: jo, name: Jo, email: jo@${client}.example }]\n`
const ready = (files: Record<string, string> = {}): string =>
  join(
    scratch(
      Object.fromEntries(
        Object.entries({
          'site.yaml': SITE,
          'sources.yaml': 'sources: []\n',
          'digests/2026-Q3.mdx': DIGEST,
          'clients/acme.yaml': `name: Acme\ntier: gold\nsince: 2026-01-01\n${person('acme')}`,
          'clients/borealis.yaml': `name: Borealis\ntier: silver\nsince: 2026-01-01\n${person('borealis')}`,
          ...files,
        }).map(([name, text]) => [`content/${name}`, text]),
      ),
    ),
    'content',
  )
const plan = (folder: string, environment: Record<string, string> = {}) =>
  JSON.parse(legible('send', ['2026-Q3', '--json'], folder, environment).stdout)
const frozen = (folder: string, revision = 'r1') =>
  exposureSchema.parse(JSON.parse(readFileSync(join(folder, `../private/revisions/2026-Q3/${revision}/exposure.json`), 'utf8')))

test('npm run send shows what becomes visible to whom, and keeps it with the revision', () => {
  const folder = ready({ 'notices/N.mdx': NOTICE })
  const { status, stdout } = legible('send', ['2026-Q3'], folder)
  expect(status).toBe(0)
  const row = (name: string): string[] => new RegExp(`^${name} {2,}(.*)$`, 'm').exec(stdout)?.[1]?.split(/ {2,}/) ?? []
  expect(row('everyone')).toEqual(['3', '6', '–', 'all', 'now'])
  expect(row('everyone, later')).toEqual(['1', '2', '–', 'all', '2026-10-20'])
  expect(row('silver and above')).toEqual(['2', '4', '–', '2', '1 from 2026-10-20', 'acme, borealis'])
  expect(row('acme alone')).toEqual(['1', '3', '–', '1', '–'])
  expect(/\nacme alone\n {2}• (.*)\n\n/.exec(stdout)?.[1]).toBe('For acme alone.')
  expect(stdout).not.toMatch(/Told before|\u001b/)
  expect(frozen(folder).everyone.map(({ text }) => text)).toEqual(['The quarter', 's', 'New to all.', 'Opens soon.'])
})

test('npm run send --json has the keys of the contract and no others', () => {
  expect(Object.keys(plan(ready()))).toEqual(['digest', 'revision', 'hash', 'messages', 'variants', 'recipients', 'skipped', 'findings'])
})

test('before anything was sent, another exposure of the same text is another revision', () => {
  const folder = ready()
  const first = plan(folder)
  mkdirSync(join(folder, 'notices'))
  writeFileSync(join(folder, 'notices/N.mdx'), NOTICE)
  const second = plan(folder)
  expect([first.revision, second.revision]).toEqual(['r1', 'r2'])
  expect(second.hash).not.toBe(first.hash)
  expect(plan(folder, { TZ: 'Pacific/Kiritimati', LANG: 'de_DE.UTF-8' })).toEqual(second)
})

test('once it was sent, what opened elsewhere or by its day since changes nothing, and the plan shows what was approved', () => {
  const folder = ready()
  const { hash } = plan(folder)
  expect(legible('send', ['2026-Q3', '--send', '--approve', hash, '--yes', '1', '--only', 'borealis'], folder).status).toBe(0)
  mkdirSync(join(folder, 'notices'))
  writeFileSync(join(folder, 'notices/N.mdx'), NOTICE)
  const later = { DIGEST_NOW: '2026-10-21T00:00:00Z' }
  expect(plan(folder, later)).toMatchObject({ revision: 'r1', hash })
  expect(legible('send', ['2026-Q3'], folder, later).stdout).toMatch(/• Told before\.\n[\s\S]*\[opens 2026-10-20\]/)
  expect(existsSync(join(folder, '../private/revisions/2026-Q3/r2'))).toBe(false)
  expect(legible('send', ['2026-Q3', '--send', '--approve', hash, '--yes', '2'], folder).status).toBe(0)
})
