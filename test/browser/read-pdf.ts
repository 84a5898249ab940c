import { inflateSync } from 'node:zlib'

/** A PDF as it was read: sizes of its pages in points, the text of each in the order in which it is drawn, titles of the outline, and every string beside the pages (addresses, names, information). */
export type ReadPdf = { sizes: [width: number, height: number][]; pages: string[]; outline: string[]; strings: string[]; catalog: string }

/** Reads a PDF as Chromium's Skia lays it out: objects in the open, each stream deflated, fonts with a table back to Unicode. @throws {Error} when it is laid out in another way */
export function readPdf(bytes: Buffer): ReadPdf {
  const objects = objectsIn(bytes)
  const object = (reference: string | undefined): string => objects.get(Number(reference))?.head ?? ''
  const all = [...objects.values()].map(({ head }) => head)
  const catalog = all.find((head) => head.includes('/Type /Catalog')) ?? ''
  const tree = object(/\/Pages (\d+) 0 R/.exec(catalog)?.[1])
  const pages = pagesBelow(tree, object)
  const fonts = new Map<string, Map<number, string>>()
  for (const head of all)
    for (const [, list = ''] of head.matchAll(/\/Font <<([^>]*)>>/g))
      for (const [, name = '', reference] of list.matchAll(/\/(\S+) (\d+) 0 R/g))
        fonts.set(name, unicodeOf(objects.get(Number(/\/ToUnicode (\d+) 0 R/.exec(object(reference))?.[1]))?.stream ?? ''))
  const drawn = (reference: string | undefined, resources: string): string => {
    const stream = objects.get(Number(reference))?.stream ?? ''
    return textOf(stream, fonts, (name) => {
      const inner = new RegExp(`/${name} (\\d+) 0 R`).exec(resources)?.[1]
      return object(inner).includes('/Subtype /Form') ? drawn(inner, object(inner)) : ''
    })
  }
  return {
    sizes: pages.map((page) => {
      const [, width = '', height = ''] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page) ?? []
      return [Number(width), Number(height)]
    }),
    pages: pages.map((page) => drawn(/\/Contents (\d+) 0 R/.exec(page)?.[1], page)),
    outline: all
      .filter((head) => head.includes('/Title') && /\/Parent|\/Dest/.test(head))
      .flatMap((head) => stringsIn(/\/Title[^]*/.exec(head)?.[0] ?? '')[0] ?? []),
    strings: all.flatMap(stringsIn),
    catalog,
  }
}

function objectsIn(bytes: Buffer): Map<number, { head: string; stream: string }> {
  const objects = new Map<number, { head: string; stream: string }>()
  const text = bytes.toString('latin1')
  const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1])
  if (!text.startsWith('xref\n', start)) throw new Error('no table of places where the PDF says')
  for (const [index, [, offset = '', kind]] of [...text.slice(start).matchAll(/^(\d{10}) \d{5} ([nf]) $/gm)].entries()) {
    if (kind === 'f') continue
    const at = Number(offset)
    if (!text.startsWith(`${index} 0 obj\n`, at)) throw new Error(`object ${index} is not where the PDF says`)
    const end = text.indexOf('endobj', at)
    const streamAt = text.indexOf('stream\n', at)
    if (streamAt === -1 || streamAt > end) {
      objects.set(index, { head: text.slice(at, end), stream: '' })
      continue
    }
    const head = text.slice(at, streamAt)
    const length = Number(/\/Length (\d+)/.exec(head)?.[1])
    const raw = bytes.subarray(streamAt + 7, streamAt + 7 + length)
    objects.set(index, { head, stream: (head.includes('/FlateDecode') && !head.includes('/Image') ? inflateSync(raw) : raw).toString('latin1') })
  }
  return objects
}

function pagesBelow(node: string, object: (reference: string) => string): string[] {
  if (/\/Type \/Page\b(?!s)/.test(node)) return [node]
  return [...(/\/Kids \[([^\]]*)\]/.exec(node)?.[1] ?? '').matchAll(/(\d+) 0 R/g)].flatMap(([, kid = '']) => pagesBelow(object(kid), object))
}

/** Glyphs of a font by number, as text. */
function unicodeOf(table: string): Map<number, string> {
  const letters = new Map<number, string>()
  const textOfHex = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le')
  for (const [, block = ''] of table.matchAll(/beginbfchar\n([^]*?)endbfchar/g))
    for (const [, glyph = '', letter = ''] of block.matchAll(/<([\da-f]+)> <([\da-f]+)>/gi))
      letters.set(Number.parseInt(glyph, 16), textOfHex(letter))
  for (const [, block = ''] of table.matchAll(/beginbfrange\n([^]*?)endbfrange/g))
    for (const [, from = '', to = '', letter = ''] of block.matchAll(/<([\da-f]+)> <([\da-f]+)> <([\da-f]+)>/gi))
      for (let glyph = Number.parseInt(from, 16); glyph <= Number.parseInt(to, 16); glyph++)
        letters.set(glyph, String.fromCodePoint((textOfHex(letter).codePointAt(0) ?? 0) + glyph - Number.parseInt(from, 16)))
  return letters
}

/** What a stream draws, with a line feed wherever another line may begin. */
function textOf(stream: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>, form: (name: string) => string): string {
  let text = ''
  let font: ReadonlyMap<number, string> | undefined
  for (const [, name, hex, doing, move] of stream.matchAll(/\/(\S+) [\d.]+ Tf|<([\da-f]+)>|\/(\S+) Do|\b(Tm|(?<! 0 )Td|T\*)(?=\s)/gi)) {
    if (name !== undefined) font = fonts.get(name)
    else if (hex !== undefined) for (const glyph of hex.match(/.{4}/g) ?? []) text += font?.get(Number.parseInt(glyph, 16)) ?? '\uFFFD'
    else if (doing !== undefined) text += form(doing)
    else if (move !== undefined) text += '\n'
  }
  return text
}

function stringsIn(head: string): string[] {
  return [...head.matchAll(/\(((?:[^\\()]|\\[^])*)\)|<feff([\da-f]*)>/gi)].map(([, literal, hex]) =>
    hex === undefined ? (literal ?? '').replace(/\\([^])/g, '$1') : Buffer.from(hex, 'hex').swap16().toString('utf16le'),
  )
}
