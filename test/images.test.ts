import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { imagesIn } from '../src/images-in.ts'
import { parseMdx } from '../src/mdx.ts'
import { legible, scratch, SITE } from './scratch.ts'

/** A picture of one pixel; the number makes its bytes its own. */
const picture = (number: number): Buffer =>
  Buffer.concat([Buffer.from('GIF89a\x01\0\x01\0', 'latin1'), Buffer.from([0, 0, 0, 0x21, 0xfe, 1, number, 0, 0x3b])])
const READY = '---\ntitle: T\nsummary: S\nstatus: ready\ndate: 2026-10-01\n---\n\n'
const FILES: Record<string, string | Buffer> = {
  'site.yaml': SITE,
  'sources.yaml': 'sources: []\n',
  'clients/acme.yaml': 'name: Acme\ntier: gold\nsince: 2026-01-01\nrecipients: [{ id: jo, name: Jo Doe, email: jo@acme.example }]\n',
  'digests/2026-Q3.mdx': `${READY}![open](/images/open.gif) ![named][n] <Clients tier="gold">![gold](/images/gold.gif)</Clients>\n\n<Clients until="2026-11-01">![later](/images/later.gif)</Clients>\n\n[n]: https://digest.example.org/images/named.gif\n`,
  'digests/2026-Q4.mdx': `${READY.replace('date', 'publicOn: 2026-12-01\ndate')}![soon](/images/soon.gif)\n`,
  'pages/about.mdx': '---\ntitle: About\n---\n\n![page](/images/page.gif)\n\n<img src="/images/tag.gif" alt="tag" />\n',
  ...Object.fromEntries(
    ['open', 'named', 'gold', 'later', 'soon', 'page', 'tag', 'unused'].map((name, index) => [`images/${name}.gif`, picture(index)]),
  ),
}

/** A content folder in a scratch folder of its own, with what is built beside it. */
const content = (files: Record<string, string | Buffer>): string =>
  join(scratch(Object.fromEntries(Object.entries(files).map(([name, text]) => [`content/${name}`, text]))), 'content')

describe('the content’s own pictures', () => {
  test('stand in the mail and page of those who may see them, and in no other’s', async () => {
    const folder = content({
      ...FILES,
      'clients/borealis.yaml':
        'name: Borealis\ntier: silver\nsince: 2026-01-01\nrecipients: [{ id: teo, name: Teo Hill, email: teo@borealis.example }]\n',
    })
    const { stdout, stderr } = legible('send', ['2026-Q3', '--json'], folder)
    expect(stderr).not.toContain('Cannot')
    expect(legible('send', ['2026-Q3', '--send', '--approve', JSON.parse(stdout).hash, '--yes', '2'], folder)).toMatchObject({ status: 0 })
    const shown = { silver: ['later.gif', 'named.gif', 'open.gif'], gold: ['gold.gif', 'later.gif', 'named.gif', 'open.gif'] }
    for (const [tier, recipient] of [
      ['silver', 'borealis.teo'],
      ['gold', 'acme.jo'],
    ] as const) {
      const page = readFileSync(join(folder, `../private/revisions/2026-Q3/r1/variants/tier-${tier}/page.html`), 'utf8')
      expect([...page.matchAll(/src="data:image\/gif;base64,([^"]+)"/g)].map((match) => match[1]).sort()).toEqual(
        shown[tier].map((name) => (FILES[`images/${name}`] as Buffer).toString('base64')).sort(),
      )
      expect(page).not.toContain('/images/')
      const outbox = join(folder, '../private/outbox')
      const file = readdirSync(outbox).find((name) => name.includes(recipient)) ?? ''
      const mail = await simpleParser(readFileSync(join(outbox, file)), { keepCidLinks: true })
      expect(mail.attachments.map((one) => one.filename).sort()).toEqual(shown[tier])
      for (const one of mail.attachments) {
        expect(one.content).toEqual(FILES[`images/${one.filename}`])
        expect(mail.html).toContain(`src="cid:${one.cid}"`)
      }
      expect(mail.text).toContain('[image: open]')
      expect(`${mail.html}${mail.text}`).not.toContain('/images/')
    }
  })

  test('are published where the public sees them, on the day on which it may, and no others', () => {
    const folder = content(FILES)
    const images = (): string[] => readdirSync(join(folder, '../dist/images')).sort()
    const build = (now: string) => legible('build', [], folder, { DIGEST_NOW: now })
    expect(build('2026-10-31T23:59:59Z')).toMatchObject({ status: 0 })
    expect(images()).toEqual(['named.gif', 'open.gif', 'page.gif', 'tag.gif'])
    expect(readFileSync(join(folder, '../dist/images/open.gif'))).toEqual(picture(0))
    expect(build('2026-12-01T00:00:00Z')).toMatchObject({ status: 0 })
    expect(images()).toEqual(['later.gif', 'named.gif', 'open.gif', 'page.gif', 'soon.gif', 'tag.gif'])
  })

  test('stop a build that holds one that is not public, under whatever name', () => {
    const folder = content(FILES)
    const built = legible('build', [], folder, { DIGEST_NOW: '2026-10-05T00:00:00Z' })
    expect(built.stderr).toMatch(/^build: /)
    expect(built.status).toBe(0)
    for (const number of [2, 3, 4, 7]) {
      writeFileSync(join(folder, '../dist/chart.gif'), picture(number))
      const { status, stdout } = legible('check', [], folder, { DIGEST_NOW: '2026-10-05T00:00:00Z' })
      expect([number, status, stdout]).toEqual([number, 1, expect.stringMatching(/chart\.gif\n.*leak\/image/)])
    }
  })

  test('must be there, and be of a kind that mail programs show', () => {
    const folder = scratch({
      ...FILES,
      'digests/2026-Q1.mdx': `${READY}![a](/images/none.gif) ![b](/images/b.svg) [c](/images/open.gif)\n`,
      'images/b.svg': '<svg/>',
    })
    const { stdout, status } = legible('check', ['2026-Q1'], folder)
    expect(status).toBe(1)
    expect(stdout).toMatch(/link\/dead .*there is no picture images\/none\.gif/)
    expect(stdout).toMatch(/link\/dead .*"b\.svg" would not be seen in a mail/)
    expect(stdout).toMatch(/link\/dead .*"\/images\/open\.gif" is not a page/)
  })
})

test.each([
  ['![a](/images/a.png)', ['a.png']],
  ['[a]: /images/a.png#x', ['a.png']],
  ['<img src="/images/a.png" />', ['a.png']],
  ['![a](https://x.example/images/a.png)', ['a.png']],
  ['![a](https://y.example/images/a.png) ![b](/images/../a.png) ![c](/images/.a) ![d](images/a.png) [e](/images/a.png)', []],
])('imagesIn(%j)', (text, names) => {
  expect([...imagesIn(parseMdx(`${text}\n`), { site: 'https://x.example' })]).toEqual(names)
})
