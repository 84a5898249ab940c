import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HtmlValidate, type RuleConfig } from 'html-validate'
import { simpleParser } from 'mailparser'
import { beforeAll, describe, expect, test } from 'vitest'
import { freeze } from '../src/deliver/freeze.ts'
import { toEml } from '../src/deliver/outbox.ts'
import { MAIL_PALETTE } from '../src/render/mail-palette.ts'
import { preheader } from '../src/render/preheader.ts'
import { editionOf } from '../src/render/edition.ts'
import { readDocument } from '../src/document.ts'
import { siteSchema } from '../src/model/site.ts'
import { decoded, GLANCE, type Mail, mails, tagsOf } from './mails.ts'
import { legible, ROOT, scratch, SITE } from './scratch.ts'

let all: Mail[] = []
beforeAll(async () => {
  all = await mails()
})
const each = (look: (mail: Mail) => void): void => {
  expect(all.length).toBeGreaterThan(6)
  for (const mail of all) look(mail)
}
const headingsIn = (html: string): string[] =>
  [...html.matchAll(/<h[1-6][^>]*>(.*?)<\/h[1-6]>/gs)].map((match) => decoded(match[1] ?? '').replace(/\s+/g, ' '))

describe('a mail', () => {
  test('R2: holds nothing that a build left behind, no local address, nothing unresolved', () => {
    each(({ of, html, text }) => {
      for (const part of [html, text])
        expect([
          of,
          part.match(/data-astro-cid|<script|astro-island|\/@vite|localhost|file:|\/tmp\/|\/home\/|\{\{|undefined|\[object |NaN/)?.[0],
        ]).toEqual([of, undefined])
    })
  })

  test('R3: every address is whole, every link stands in the text too, and no other was added', () => {
    const source = readFileSync(join(ROOT, 'content/digests/2026-Q3.mdx'), 'utf8')
    each(({ of, html, text }) => {
      const links = tagsOf(html).flatMap(({ name, attributes }) => (name === 'a' ? [attributes['href'] ?? ''] : []))
      const images = tagsOf(html).flatMap(({ name, attributes }) => (name === 'img' ? [attributes['src'] ?? ''] : []))
      const ids = new Set(tagsOf(html).map(({ attributes }) => attributes['id']))
      for (const link of links) {
        expect([of, link]).toEqual([of, expect.stringMatching(/^(https?:\/\/|mailto:|#)/)])
        if (link.startsWith('#')) expect([of, link, ids.has(link.slice(1))]).toEqual([of, link, true])
        else expect([of, link, text.includes(link.replace(/^http:\/\/www\./, 'www.'))]).toEqual([of, link, true])
      }
      for (const image of images) expect([of, image]).toEqual([of, expect.stringMatching(/^(https:\/\/|cid:)/)])
      if (of.startsWith('sample'))
        for (const link of links.filter((one) => !one.startsWith('#') && !one.includes('/private/'))) expect(source).toContain(link)
    })
  })

  test('R4: the preheader stands first in the body, of 30 to 140 characters', () => {
    each(({ of, html }) => {
      const [, first = ''] = /<body[^>]*><div lang="en" dir="ltr" style="display: none;">([^<]*)<\/div>/.exec(html) ?? []
      expect([of, [...decoded(first)].length >= 30 && [...decoded(first)].length <= 140]).toEqual([of, true])
    })
  })

  test('R5: is valid, and can be read by all', async () => {
    const validator = new HtmlValidate({ extends: ['html-validate:recommended'], rules: FOR_MAIL })
    for (const { of, html } of all) {
      const report = await validator.validateString(html)
      expect([of, report.results.flatMap(({ messages }) => messages.map((one) => `${one.ruleId} ${one.message} ${one.line}:${one.column}`))]).toEqual(
        [of, []],
      )
      expect(html).toMatch(/^<!doctype html><html lang="en" dir="ltr"><head>.*<title>[^<]+<\/title>/)
      const [body = ''] = /<body.*<\/body>/s.exec(html) ?? []
      // Whatever stands in the body itself says its language again: mail programs drop html and body.
      expect(body.replace(/^<body[^>]*>|<\/body>$/g, '')).toMatch(
        /^<div lang="en" dir="ltr" style="display: none;">[^<]*<\/div><div lang="en" dir="ltr" role="article">/,
      )
      for (const { name, attributes } of tagsOf(html)) {
        if (name === 'img') expect(attributes['alt']).toMatch(/\S/)
        if (name === 'th') expect(attributes['scope']).toBe('col')
      }
      const tables = html.split('<table').slice(1)
      for (const table of tables) expect([of, /^[^>]* role="presentation"/.test(table) || /^[^>]*>\s*<thead/.test(table)]).toEqual([of, true])
      const levels = [...html.matchAll(/<h([1-6])/g)].map((match) => Number(match[1]))
      expect([of, levels.filter((level) => level === 1)]).toEqual([of, [1]])
      // What a digest skips itself is its editor's: the document of the layout begins with a heading of the third level.
      if (of !== 'layout') levels.forEach((level, index) => expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1))
    }
  })

  test('R6: shows no picture of a kind that mail programs do not show, and no code of theirs', () => {
    each(({ html }) => expect(html).not.toMatch(/<svg|\.svg|\.webp|<picture|srcset|var\(|flex|grid|::before|url\(|<!--/))
  })

  test('R7: text is read against its ground at 7:1, marked words at 4.5:1, in light and in dark', () => {
    for (const mode of ['light', 'dark'] as const)
      for (const text of ['ink', 'quiet', 'link'] as const)
        for (const ground of ['paper', 'wash', 'mark'] as const) {
          const ratio = contrast(MAIL_PALETTE[text][mode], MAIL_PALETTE[ground][mode])
          const least = ground === 'mark' || (text === 'quiet' && ground === 'wash') ? 4.5 : 7
          expect([mode, text, ground, ratio >= least]).toEqual([mode, text, ground, true])
        }
    expect(contrast('#ffffff', '#000000')).toBe(21)
  })

  test('every colour is told for both modes: an element with one in its style has the class of that name', () => {
    const names = new Map<string, string>(Object.entries(MAIL_PALETTE).map(([name, { light }]) => [light, name]))
    each(({ of, html }) => {
      for (const { name, attributes, style } of tagsOf(html))
        for (const [property, value] of style)
          for (const [hex] of value.matchAll(/#[0-9a-f]+/g))
            expect([of, name, property, hex, (attributes['class'] ?? '').split(' ').includes(names.get(hex) ?? hex)]).toEqual([
              of,
              name,
              property,
              hex,
              true,
            ])
      for (const [name, { dark }] of Object.entries(MAIL_PALETTE)) expect(html).toMatch(new RegExp(`\\.${name} \\{ [a-z-]+: ${dark} !important; \\}`))
    })
  })

  test('has the colours of the site', () => {
    const site = readFileSync(join(ROOT, 'src/styles/site.css'), 'utf8')
    const shared = [...site.matchAll(/--([a-z]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].flatMap(([, name = '', light, dark]) =>
      name in MAIL_PALETTE ? [[name, { light, dark }] as const] : [],
    )
    expect(shared.map(([name]) => name)).toEqual(expect.arrayContaining(['paper', 'ink', 'quiet', 'link']))
    expect(MAIL_PALETTE).toMatchObject(Object.fromEntries(shared))
  })

  test('R8: the text part has lines of at most 78 columns but for addresses, and the headings of the mail in their order and case', () => {
    each(({ of, html, text }) => {
      for (const line of text.split('\n')) if (!/https?:\/\//.test(line)) expect([of, line, [...line].length <= 78]).toEqual([of, line, true])
      const lines = text.split('\n')
      const underlined = lines.flatMap((line, index) => (/^(=+|-{3,})$/.test(lines[index + 1] ?? '') && line !== '' ? [line] : []))
      expect([of, underlined.filter((line) => line !== 'Links')]).toEqual([of, headingsIn(html)])
    })
  })

  test('code keeps its lines and spaces, in the mail and, but for lines that are too long, in the text', () => {
    const layout = all.find(({ of }) => of === 'layout')
    expect(layout?.html).toContain('def f(x):<br>\u00A0\u00A0\u00A0\u00A0return "a \u00A0b"</code>')
    expect(layout?.text).toContain('       def f(x):\n           return "a  b"\n')
    expect(layout?.text).toContain('    curl --request POST --header \'Content-Type: application/json\' --data\n        \'{"a": "b",')
  })

  test('shows the glance below the summary, as wide as the column, and says it in the text', () => {
    const { html = '', text = '', pictures = [] } = all.find(({ of }) => of.startsWith('sample')) ?? {}
    const image = `<img src="cid:${GLANCE.picture.content_id}" width="552" alt="${GLANCE.alt}"`
    const [summary, shown, heading] = ['gone.</td>', image, 'Executive summary'].map((part) => html.indexOf(part))
    expect([summary, shown, heading].every((at) => at !== undefined && at > 0)).toBe(true)
    expect([summary, shown, heading]).toEqual([summary, shown, heading].sort((a = 0, b = 0) => a - b))
    expect(text).toMatch(/gone\.\n\nThe quarter at a glance: 14 changes landed, 3 of them fixes of\nvulnerabilities\.\n\nRead this/)
    expect(pictures).toEqual([GLANCE.picture])
    expect(all.filter(({ of }) => !of.startsWith('sample')).some((mail) => mail.html.includes('at-a-glance'))).toBe(false)
  })

  test('says how wide the content’s own pictures are, and of no picture more than the column', async () => {
    const folder = join(
      scratch({
        'content/site.yaml': SITE,
        'content/sources.yaml': 'sources: []\n',
        ...FILES,
        'content/digests/2026-Q3.mdx': `${READY}![a](/images/small.gif) ![b](/images/large.gif) ![c](https://example.org/c.png)\n`,
        'content/images/small.gif': gif(120),
        'content/images/large.gif': gif(1600),
      }),
      'content',
    )
    expect(legible('send', ['2026-Q3', '--json'], folder).status).toBe(0)
    const html = readFileSync(join(folder, '../private/revisions/2026-Q3/r1/variants/tier-gold/message.html'), 'utf8')
    expect(tagsOf(html).flatMap(({ name, attributes }) => (name === 'img' ? [[attributes['alt'], attributes['width']]] : []))).toEqual([
      ['a', '120'],
      ['b', '552'],
      ['c', undefined],
    ])
  })

  test('R1: is the same from another folder, in another time zone and language', () => {
    const send = (environment: Record<string, string>): { hash: string; payload: string } => {
      const folder = join(scratch({ 'content/site.yaml': SITE, 'content/sources.yaml': 'sources: []\n', ...FILES }), 'content')
      const { stdout } = legible('send', ['2026-Q3', '--json'], folder, environment)
      return { hash: JSON.parse(stdout).hash, payload: readFileSync(join(folder, '../private/revisions/2026-Q3/r1/messages/acme/jo.json'), 'utf8') }
    }
    expect(send({ TZ: 'Pacific/Kiritimati', LANG: 'de_DE.UTF-8' })).toEqual(send({ TZ: 'America/Los_Angeles', LANG: 'C' }))
  })

  test('R9: as .eml it is the same bytes each time, ASCII, CRLF, of short lines, and reads back as it was', async () => {
    const site = siteSchema.parse({
      title: 'T',
      url: 'https://digest.example.org',
      author: { name: 'Zoë', email: 'z@example.org' },
      tiers: ['gold'],
      sender: { from: 'Zoë Example with a rather long name of her own <digest@mail.example.org>' },
    })
    const recipient = { id: 'a-person-there', name: 'Jo', email: `${'jo'.repeat(20)}@a-rather-long-domain.example` }
    for (const variant of all) {
      const { files } = freeze({
        digest: '2026-Q3',
        subject: `The quarter — Zoë, ${'and more '.repeat(6)}`,
        sendable: true,
        date: '2026-10-05',
        site: site as Parameters<typeof freeze>[0]['site'],
        variants: [variant],
        planned: [{ client: 'acme', recipient, variant: variant.name }],
        skipped: [],
        links: { secret: Buffer.alloc(32, 7), numbers: new Map() },
        exposure: { digest: '2026-Q3', status: 'ready', everyone: [], publicAlone: [], clients: [] },
      })
      const payload = JSON.parse(String(files.get(`messages/acme/${recipient.id}.json`) ?? ''))
      const message = { key: `digest/2026-Q3/r1/acme/${recipient.id}`, date: '2026-10-05', bytes: '', payload }
      const bytes = await toEml(message)
      expect(bytes.equals(await toEml(message))).toBe(true)
      expect(bytes.toString('latin1')).not.toMatch(/[^\x00-\x7f]|[^\r]\n|\r[^\n]/)
      expect(
        bytes
          .toString()
          .split('\r\n')
          .filter((line) => line.length > 76),
      ).toEqual([])
      const mail = await simpleParser(bytes, { keepCidLinks: true })
      expect(mail).toMatchObject({ html: payload.html, text: payload.text, subject: payload.subject, date: new Date('2026-10-05T00:00:00Z') })
      expect(mail.replyTo?.text).toBe(payload.reply_to)
      expect(mail.from?.value).toEqual([{ name: 'Zoë Example with a rather long name of her own', address: 'digest@mail.example.org' }])
      for (const [name, value] of Object.entries<string>(payload.headers)) {
        const line = mail.headerLines.find((one) => one.key === name.toLowerCase())?.line ?? ''
        expect(
          line
            .slice(line.indexOf(':') + 1)
            .replace(/\r\n\s*/g, '')
            .trim(),
        ).toBe(value)
      }
      expect(mail.attachments.map((one) => [one.cid, one.content.toString('base64')])).toEqual(
        variant.pictures.map((one) => [one.content_id, one.content]),
      )
    }
  })
})

describe('preheader()', () => {
  const frame = { site: 'T', language: 'en', note: 'You read this because this is a test.' }
  const of = (summary: string, text: string): string => {
    const document = readDocument(
      `---\ntitle: T\n${summary === '' ? '' : `summary: ${JSON.stringify(summary)}\n`}status: ready\ndate: 2026-10-05\n---\n\n${text}\n`,
      { kind: 'digests', id: '2026-Q3', file: 'a.mdx' },
    )
    if (!('tree' in document)) throw new Error(document.message)
    return preheader(editionOf(document, { edition: 'public' }, { tiers: [], now: new Date('2026-10-06T00:00:00Z') }), frame)
  }
  test.each([
    ['a summary that fits', 'Thirty characters and some more', 'Text.', 'Thirty characters and some more'],
    ['a short one', 'Short.', 'The text begins with these words.', 'Short. · The text begins with these words.'],
    ['none', '', 'The text begins with these words.', 'The text begins with these words.'],
    ['hardly a word', '', 'Word.', 'Word. · T, 5 October 2026 · You read this because this is a test.'],
    ['no text', '', '## Heading', 'T, 5 October 2026 · You read this because this is a test.'],
    ['a long summary', 'word '.repeat(40).trim(), 'Text.', `${'word '.repeat(27).trim()}…`],
    ['one word that is too long', 'ü'.repeat(200), 'Text.', `${'ü'.repeat(139)}…`],
  ])('of %s', (_, summary, text, wanted) => {
    expect(of(summary, text)).toBe(wanted)
    expect([...wanted].length).toBeGreaterThanOrEqual(30)
    expect([...wanted].length).toBeLessThanOrEqual(140)
  })
})

const READY = '---\ntitle: The quarter\nsummary: What the quarter brought to those who read this.\nstatus: ready\ndate: 2026-10-01\n---\n\n'
const FILES = {
  'content/digests/2026-Q3.mdx': `${READY}## One\n\nText for all. <Clients>And some for clients.</Clients>\n`,
  'content/clients/acme.yaml': 'name: Acme\ntier: gold\nsince: 2026-01-01\nrecipients: [{ id: jo, name: Jo Doe, email: jo@acme.example }]\n',
}

/** A picture of which the header alone is right. */
function gif(width: number): Buffer {
  const bytes = Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(30)])
  bytes.writeUInt16LE(width, 6)
  return bytes
}

/** What html-validate asks of pages and mail cannot give: styles stand inline, tables lay out, and Outlook knows no `article`. */
const FOR_MAIL = {
  'no-inline-style': 'off',
  'no-deprecated-attr': 'off',
  'prefer-native-element': 'off',
  'presentation-role-style': ['error', { prefer: 'presentation' }],
  'doctype-style': ['error', { style: 'lowercase' }],
} satisfies RuleConfig

/** Contrast of two colours, 1 to 21. @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio (2026-11-30) */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [one, other].map(luminance).sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
