import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { gate } from '../src/check/gate.ts'

const PASSAGE = 'Upgrade before the fifth of November, or your old tickets stay valid.'
const SECRET = [{ from: 'digests/2026-Q3.mdx:7', text: PASSAGE }]
const PUBLIC = ['Public words about the fifth of November.']

const search = (bytes: Buffer | string, { path = '2026-Q3/index.html', secret = SECRET, known = PUBLIC } = {}): string[] => {
  const searched = gate(secret, () => known)
  searched.search({ path, bytes: Buffer.from(bytes) })
  return searched.findings().map(({ file, code, message }) => `${file} ${code} ${message}`)
}
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64')

/** A chunk of a PNG; nothing here reads its checksum. */
const chunk = (type: string, ...data: (string | Buffer)[]): Buffer => {
  const body = Buffer.concat(data.map((part) => Buffer.from(part)))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([length, Buffer.from(type), body, Buffer.alloc(4)])
}
const png = (...chunks: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', Buffer.alloc(13, 200)), ...chunks])
const zip = (name: string, text: string): Buffer => {
  const header = Buffer.alloc(30)
  header.write('PK\x03\x04', 'latin1')
  header.writeUInt16LE(8, 8)
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, Buffer.from(name), deflateRawSync(text), Buffer.from('PK\x01\x02', 'latin1')])
}

describe('a gate finds five words of a passage', () => {
  test.each([
    ['as it stands', '<p>upgrade before the fifth of november</p>'],
    ['in another case, over lines', 'UPGRADE\n  before  THE fifth OF'],
    ['through tags inside the words', 'Up<b>gra</b>de be<i>fore</i> the fifth of'],
    ['through tags between the words', 'Upgrade<br>before<br>the<br>fifth<br>of'],
    ['through a comment', 'Upgrade before <!-- > --> the fifth of'],
    ['in a comment', '<!-- Upgrade before the fifth of -->'],
    ['in an attribute', '<meta content="Upgrade before the fifth of">'],
    ['as entities', '&#85;pgrade&nbsp;before&#x20;the&#32;fifth of'],
    ['as entities of entities, with markup', '&amp;#85;pgrade &lt;b&gt;before&lt;/b&gt; the fifth of'],
    ['with entities that need no semicolon', 'Upgrade&nbsp before&#32the fifth of'],
    ['percent-encoded', 'share?text=Upgrade%20before%20the%20fifth%20of'],
    ['percent-encoded twice', 'share?text=Upgrade%2520before%2520the%2520fifth%2520of'],
    ['in JSON', '{"body":"Upgrade before the fifth of"}'],
    ['in JSON with escapes', String.raw`{"body":"\u0055pgrade\nbefore\tthe <\/b>fifth of"}`],
    ['in a script', String.raw`const a='\x55pgrade\u{20}before the fifth of'`],
    ['in a style sheet', String.raw`p::after{content:"\0055 pgrade before the fifth of"}`],
    ['with other punctuation', 'upgrade-before-the-fifth-of'],
    ['without spaces', 'upgradebeforethefifthof'],
    ['with soft hyphens and what is not seen', 'Up\u00adgrade be\u200bfore the\u2060 fifth of'],
    ['in letters of another width, with accents', 'Ｕｐｇｒａｄｅ bёfore'.replace('ё', 'e\u0308') + ' thé fifth of'],
    ['in base64', `{"a":"${base64('then Upgrade before the fifth of it')}"}`],
    ['in base64 behind a path', `/data/x${base64('Upgrade before the fifth of it')}`],
    ['in base64 for addresses', `?d=${base64('??>Upgrade before the fifth of it??>').replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`],
    ['in base64 over lines', base64(`${'x '.repeat(80)}${PASSAGE}`).replace(/.{76}/g, '$&\r\n')],
    ['in base64 of base64', base64(`: ${base64('Upgrade before the fifth of it')}`)],
    ['in packed base64', `data:application/gzip;base64,${base64(gzipSync(PASSAGE))}`],
    ['in UTF-16', utf16('a Upgrade before the fifth of')],
    ['in UTF-16 of the other order', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16('Upgrade before the fifth of').swap16()])],
  ])('%s', (_, bytes) => {
    expect(search(bytes)).toEqual([expect.stringContaining('which is private in digests/2026-Q3.mdx:7')])
  })

  test.each([
    ['page.html', `<!doctype html><p>${PASSAGE}`],
    ['feed.xml', `<rss><description>&lt;p&gt;${PASSAGE}`],
    ['sitemap-0.xml', '<loc>https://x.example/upgrade-before-the-fifth-of/</loc>'],
    ['feed.json', JSON.stringify({ content_html: `<p>${PASSAGE}</p>` })],
    ['llms.txt', PASSAGE],
    ['page.md', `* **Upgrade** _before_ the fifth of`],
    ['_astro/a.js', `export default "${PASSAGE}"`],
    ['_astro/a.js.map', JSON.stringify({ sourcesContent: [`a\n// ${PASSAGE}`] })],
    ['_astro/a.css', `/* ${PASSAGE} */`],
    ['card.svg', `<svg><text>Upgrade <tspan>before</tspan> the fifth of</text></svg>`],
    ['pagefind/fragment/en_1.pf_fragment', gzipSync(`pagefind_dcd{"content":"${PASSAGE}"}`)],
    ['a.html.gz', gzipSync(PASSAGE)],
    ['a.html.br', brotliCompressSync(PASSAGE)],
    ['a.docx', zip('word/document.xml', `<w:t>Upgrade </w:t><w:t>before the fifth of</w:t>`)],
    ['a.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n<<>>\nstream\n'), deflateSync(`BT (${PASSAGE}) Tj ET`), Buffer.from('\nendstream\n')])],
    ['tEXt.png', png(chunk('tEXt', 'Comment\0', PASSAGE))],
    ['zTXt.png', png(chunk('zTXt', 'Comment\0\0', deflateSync(PASSAGE)))],
    ['iTXt.png', png(chunk('iTXt', 'Comment\0\x01\0en\0Kommentar\0', deflateSync(PASSAGE)))],
    ['eXIf.png', png(chunk('eXIf', 'II*\0', utf16(PASSAGE)))],
    [
      'xmp.jpg',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 99]), Buffer.from(`<dc:title>${PASSAGE}</dc:title>`), Buffer.from([0xff, 0xd9])]),
    ],
    [
      'comment.gif',
      Buffer.concat([Buffer.from('GIF89a\x01\0\x01\0\x80\xff\x00!\xfe', 'latin1'), Buffer.from([PASSAGE.length]), Buffer.from(PASSAGE)]),
    ],
    ['exif.webp', Buffer.concat([Buffer.from('RIFF\xff\xff\0\0WEBPEXIF', 'latin1'), Buffer.from(PASSAGE)])],
  ])('in a file such as %s', (path, bytes) => {
    expect(search(bytes, { path })).toEqual([expect.stringContaining(`build/${path} leak/passage holds "`)])
    expect(search('nothing of the kind', { path: path.replace(/\.(gz|br)$/, '') })).toEqual([])
  })

  test.each(['assets/upgrade-before-the-fifth-of.png', 'Upgrade/before/the/fifth/of/index.html', 'upgrade%20before%20the%20fifth%20of.html'])(
    'in the name %s',
    (path) => {
      expect(search('', { path })).toEqual([expect.stringContaining('in its name')])
    },
  )

  test('wherever the five stand in the passage, and however the text is made up', () => {
    const words = PASSAGE.match(/\p{L}+/gu) ?? []
    const hide = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => [...text].map((one) => `&#${one.codePointAt(0)};`).join(''),
      (text) => encodeURIComponent(text).replace(/[a-z]/g, (one) => `%${one.charCodeAt(0).toString(16)}`),
      (text) => JSON.stringify(text).replace(/[a-z]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`),
      (text) => text.toUpperCase(),
      (text) => text.replace(/(\p{L})(\p{L})/gu, '$1<i class="x y">$2</i>'),
    )
    const between = fc.constantFrom(' ', '\n', ', ', '<br>', '&nbsp;', '\u00a0', '-', '</p>\n<p>')
    fc.assert(
      fc.property(fc.nat(words.length - 5), fc.array(between, { minLength: 4, maxLength: 4 }), hide, fc.lorem(), (at, gaps, hidden, other) => {
        const text = words.slice(at, at + 5).reduce((said, word, index) => said + (gaps[index - 1] ?? '') + hidden(word), '')
        expect(search(`${other} ${text} ${other}`, { known: [other] })).toHaveLength(1)
      }),
      { numRuns: 400 },
    )
  })
})

describe('a gate lets pass', () => {
  test.each([
    ['four words', 'upgrade before the fifth'],
    ['words that are public', 'words about the fifth of November'],
    ['other words', 'nothing of the kind'],
    ['words that go on as others', 'upgrade before the fifth offer'],
    ['words that are the ends of others', 'downupgrade before the fifth of'],
  ])('%s', (_, text) => {
    expect(search(text)).toEqual([])
  })

  test('what stands in public through other markup, or in code', () => {
    const text = 'Use Map<String, List> before the next release, or C:\\new\\table, or 100%25 of a&amp;b'
    const known = [text]
    const page = '<p>Use Map&#x3C;String, List> before the next <b>release</b>, or C:\\new\\table, or 100%25 of a&#x26;amp;b'
    expect(search(page, { secret: [{ from: 'x', text }], known })).toEqual([])
    expect(search(page, { secret: [{ from: 'x', text }], known: [] })).toHaveLength(1)
  })

  test('no text for want of trying: what is looked for is also found in what it was taken from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 12, maxLength: 60 }), (text) => {
        fc.pre((text.match(/\p{L}/gu) ?? []).length >= 8)
        expect(search(text, { secret: [{ from: 'x', text }], known: [] })).toHaveLength(1)
        expect(search(text, { secret: [{ from: 'x', text }], known: [text] })).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})

describe('a short passage', () => {
  const short = [{ from: 'clients/acme.yaml', text: 'Acme Corp' }]
  test('is found as a whole, unless it is public', () => {
    expect(search('by acme corp.', { secret: short })).toHaveLength(1)
    expect(search('x', { secret: short, path: 'logos/AcmeCorp.svg' })).toHaveLength(1)
    expect(search(`"${base64('Acme Corp')}"`, { secret: short })).toHaveLength(1)
    expect(search('by acme corp.', { secret: short, known: ['Acme Corp pays.'] })).toEqual([])
    expect(search('acme, corporal', { secret: short })).toEqual([])
  })
  test('of a script without spaces is found as a whole; of a long one five letters are enough', () => {
    expect(search('株式会社田中は', { secret: [{ from: 'x', text: '田中' }] })).toHaveLength(1)
    expect(search('これは来月の鍵交換です', { secret: [{ from: 'x', text: '顧客だけに来月の鍵交換を知らせる' }] })).toHaveLength(1)
  })
  test.each(['', '  ', '12 345', 'abc'])('that says nothing is not looked for: "%s"', (text) => {
    expect(search(`${text} ${text}`, { secret: [{ from: 'x', text }] })).toEqual([])
  })
})

test.each([
  ['tEXt', ['latin1', 'utf8'], (text: Buffer) => chunk('tEXt', 'Comment\0', text)],
  ['zTXt', ['latin1', 'utf8'], (text: Buffer) => chunk('zTXt', 'Comment\0\0', deflateSync(text))],
  ['iTXt', ['utf8'], (text: Buffer) => chunk('iTXt', 'Comment\0\0\0de\0Kommentar\0', text)],
  ['packed iTXt', ['utf8'], (text: Buffer) => chunk('iTXt', 'Comment\0\x01\0de\0Kommentar\0', deflateSync(text))],
] as const)('letters beyond ASCII are found in the %s of a picture, as %j', (_, encodings, of) => {
  const text = 'Größe übt für fünf Wörter: März, später'
  const at = (said: string): string[][] =>
    encodings.map((encoding) => search(png(of(Buffer.from(said, encoding))), { path: 'a.png', secret: [{ from: 'x', text }] }))
  expect(at(text)).toEqual(encodings.map(() => [expect.stringContaining('build/a.png leak/passage')]))
  expect(at('Größe übt für nichts davon')).toEqual(encodings.map(() => []))
})

test('what cannot be unpacked is a finding, not a file that was searched', () => {
  expect(search(Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), { path: 'a.pf_meta' })).toEqual([expect.stringContaining('build/a.pf_meta leak/unread')])
  expect(search('not packed', { path: 'a.br' })).toEqual([expect.stringContaining('leak/unread')])
})

test('a picture that is not public is found under any name, and inside a page', () => {
  const pictures = [{ from: 'images/secret.png', bytes: png(chunk('IDAT', Buffer.from([1, 2, 3]))) }]
  const at = (path: string, bytes: Buffer): string[] => {
    const searched = gate([], () => [], { pictures })
    searched.search({ path, bytes })
    return searched.findings().map(({ code, message }) => `${code} ${message}`)
  }
  const found = ['leak/image holds the picture images/secret.png, which is private']
  expect(at('_astro/x.B1.png', pictures[0]?.bytes ?? Buffer.alloc(0))).toEqual(found)
  expect(at('index.html', Buffer.from(`<img src="data:image/png;base64,${base64(pictures[0]?.bytes ?? '')}">`))).toEqual(found)
  expect(at('a.png', png(chunk('IDAT', Buffer.from([1, 2, 4]))))).toEqual([])
})

test('chance is no finding: pictures, fonts and what is sealed hold any four letters somewhere', () => {
  const random = Buffer.from(
    Array.from({ length: 4_000_000 }, (_, index) => (Math.imul(index + 1, 0x9e3779b1) >>> 11) ^ (Math.imul(index, index + 7) >>> 5)),
  )
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  const names = Array.from({ length: 400 }, (_, index) =>
    [...`${index * 7919 + 13_000}`]
      .slice(0, 4)
      .map((digit, at) => letters[Number(digit) + at * 4])
      .join(''),
  )
  expect(search(random, { secret: names.map((text) => ({ from: text, text })) })).toEqual([])
  const hit = Buffer.concat([random.subarray(0, 1000), Buffer.from(`Author\0${names[7]}\0`), random.subarray(1000, 2000)])
  expect(search(hit, { secret: [{ from: 'x', text: names[7] ?? '' }] })).toHaveLength(1)
})

test('one finding a file and passage, with words of the passage as they are read', () => {
  const searched = gate([...SECRET, { from: 'clients/acme.yaml', text: 'Acme Corp' }], () => [], { name: 'dist' })
  for (const path of ['a.html', 'b.html']) searched.search({ path, bytes: Buffer.from(`${PASSAGE} ${PASSAGE} Acme Corp`) })
  expect(searched.findings().map(({ file, message }) => `${file} ${message}`)).toEqual([
    'dist/a.html holds "upgrade before the fifth of", which is private in digests/2026-Q3.mdx:7',
    'dist/b.html holds "upgrade before the fifth of", which is private in digests/2026-Q3.mdx:7',
    'dist/a.html holds "acme corp", which is private in clients/acme.yaml',
    'dist/b.html holds "acme corp", which is private in clients/acme.yaml',
  ])
})

test('a text made to cost time costs none', () => {
  const many = 200_000
  for (const text of [
    '<a'.repeat(many),
    '<!--'.repeat(many),
    '&#'.repeat(many),
    '%4'.repeat(many),
    '\\u'.repeat(many),
    'QUJD'.repeat(many),
    '<'.repeat(many) + '>',
  ])
    expect(search(text)).toEqual([])
})
