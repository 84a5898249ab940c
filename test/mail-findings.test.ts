import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mailFindings } from '../src/deliver/mail-findings.ts'
import { legible, scratch, SITE } from './scratch.ts'

const READY = '---\ntitle: The quarter\nsummary: What the quarter brought to those who read this.\nstatus: ready\ndate: 2026-10-01\n---\n\n'
const FILES = {
  'content/clients/acme.yaml': 'name: Acme\ntier: gold\nsince: 2026-01-01\nrecipients: [{ id: jo, name: Jo Doe, email: jo@acme.example }]\n',
}

describe('mailFindings()', () => {
  const sized = (bytes: number): [string, string][] =>
    mailFindings({ subject: 'T', file: 'digests/a.mdx', variants: [{ name: 'tier-gold', html: `ü${'x'.repeat(bytes - 2)}` }] }).map(
      ({ level, code }) => [level, code],
    )
  test('warns of a mail beyond 80,000 bytes and refuses one beyond 100,000', () => {
    expect([80_000, 80_001, 100_000, 100_001].map(sized)).toEqual([
      [],
      [['warning', 'mail/size']],
      [['warning', 'mail/size']],
      [['error', 'mail/size']],
    ])
  })
  test('warns of a subject that inboxes cut', () => {
    const told = (subject: string): string[] => mailFindings({ subject, file: 'digests/a.mdx', variants: [] }).map(({ code }) => code)
    expect([told('🎉'.repeat(78)), told('🎉'.repeat(79))]).toEqual([[], ['mail/subject']])
  })
  test('stop a send: nothing is frozen, and the finding says which mail', () => {
    const content = (words: number): string =>
      join(
        scratch({
          'content/site.yaml': SITE,
          'content/sources.yaml': 'sources: []\n',
          ...FILES,
          'content/digests/2026-Q3.mdx': `${READY}${'A paragraph of words.\n\n'.repeat(words)}`,
        }),
        'content',
      )
    const refused = legible('send', ['2026-Q3'], content(2400))
    expect(refused.stderr).toMatch(
      /variants\/tier-gold\/message\.html\n.*error +mail\/size +is 1\d\d,\d{3} bytes long[\s\S]*Cannot freeze 2026-Q3: a mail of it would not be shown whole/,
    )
    expect([refused.status, refused.stdout]).toEqual([1, ''])
    expect(JSON.parse(legible('send', ['2026-Q3', '--json'], content(2400)).stdout)).toMatchObject({
      hash: null,
      findings: [{ level: 'error', code: 'mail/size' }],
    })
    const warned = JSON.parse(legible('send', ['2026-Q3', '--json'], content(1600)).stdout)
    expect(warned).toMatchObject({ messages: 1, findings: [{ level: 'warning', code: 'mail/size' }] })
  })
})
