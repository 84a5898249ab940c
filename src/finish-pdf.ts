/** What a PDF says of itself. `date`: YYYY-MM-DD; `headings`: the words of its headings, in order. */
export type Told = { title: string; author: string; date: string; headings: readonly string[] }

/** The place of each object of a PDF, by its number, that of the table of these, and what stands after it. */
type Layout = { places: Map<number, number>; table: number; trailer: string }

/**
 * A PDF of Chromium's with its own information in the place of the machine's: title, author, the day of the edition, and no word of system
 * and instant, so that the same page gives the same bytes. The outline has the words of the headings: of one that moved to the next page Chromium
 * writes them twice. What is laid out in another way than Chromium's Skia does it stays as it is.
 * @see ISO 32000-1, 7.5.4 (the table of places), 12.3.3 (the outline) and 14.3.3 (the information)
 */
export function finishPdf(pdf: Buffer, told: Told): Buffer {
  const text = renumbered(pdf.toString('latin1'))
  const layout = layoutOf(text)
  if (layout === undefined) return pdf
  const objectOf = (reference: string | undefined): string => {
    const place = layout.places.get(Number(reference))
    return place === undefined ? '' : text.slice(place, text.indexOf('endobj\n', place) + 'endobj\n'.length)
  }
  const changed = new Map<number, string>()
  const information = Number(/\/Info (\d+) 0 R/.exec(layout.trailer)?.[1])
  const producer = /\/Producer \((?:[^\\)]|\\.)*\)/.exec(objectOf(String(information)))?.[0]
  if (producer === undefined) return pdf
  changed.set(information, `${information} 0 obj\n<<${informationOf(told, producer)}>>\nendobj\n`)
  const catalog = objectOf(/\/Root (\d+) 0 R/.exec(layout.trailer)?.[1])
  const items = itemsOf(objectOf(/\/Outlines (\d+) 0 R/.exec(catalog)?.[1]), objectOf)
  if (items.length === told.headings.length)
    for (const [index, number] of items.entries())
      changed.set(
        number,
        objectOf(String(number)).replace(/\/Title (?:\((?:[^\\)]|\\[^])*\)|<[\da-f]*>)/i, () => `/Title ${hexText(told.headings[index] ?? '')}`),
      )
  return Buffer.from(rewritten(text, layout, changed), 'latin1')
}

/** The cells of tables with other names, of the same length: Chromium's count the nodes that it has seen until then. */
function renumbered(text: string): string {
  const names = [...new Set(text.match(/\(node\d{8}\)/g))].sort()
  const fresh = new Map(names.map((name, index) => [name, `(node${String(index + 1).padStart(8, '0')})`]))
  return text.replace(/\(node\d{8}\)/g, (name) => fresh.get(name) ?? name)
}

function layoutOf(text: string): Layout | undefined {
  const table = Number(/startxref\n(\d+)\n%%EOF\s*$/.exec(text)?.[1] ?? Number.NaN)
  const [whole = '', count, rows = ''] = /^xref\n0 (\d+)\n((?:\d{10} \d{5} [nf] \n)+)(?=trailer\n)/.exec(text.slice(table)) ?? []
  const places = rows.match(/\d{10} \d{5} [nf]/g)?.map((row, number) => [number, row.endsWith('n') ? Number(row.slice(0, 10)) : -1] as const) ?? []
  if (places.length === 0 || places.length !== Number(count)) return undefined
  const used = places.filter(([, place]) => place >= 0)
  if (used.some(([number, place]) => !text.startsWith(`${number} 0 obj\n`, place))) return undefined
  return { places: new Map(used), table, trailer: text.slice(table + whole.length) }
}

function informationOf({ title, author, date }: Told, producer: string): string {
  const day = `(D:${date.replaceAll('-', '')}000000Z)`
  return [`/Title ${hexText(title)}`, `/Author ${hexText(author)}`, '/Creator (Legible)', producer, `/CreationDate ${day}`, `/ModDate ${day}`].join(
    '\n',
  )
}

/** Numbers of the items of an outline below a node of it, in the order in which they are read. */
function itemsOf(node: string, objectOf: (reference: string) => string): number[] {
  const items: number[] = []
  for (let next = /\/First (\d+) 0 R/.exec(node)?.[1]; next !== undefined;) {
    const item = objectOf(next)
    items.push(Number(next), ...itemsOf(item, objectOf))
    next = /\/Next (\d+) 0 R/.exec(item)?.[1]
  }
  return items
}

/** The PDF with other objects in the place of some, and the places of all after them moved. */
function rewritten(text: string, { places, table, trailer }: Layout, changed: ReadonlyMap<number, string>): string {
  const edits = [...changed]
    .map(([number, after]) => ({ place: places.get(number) ?? 0, after }))
    .map(({ place, after }) => ({ place, after, end: text.indexOf('endobj\n', place) + 'endobj\n'.length }))
    .sort((one, other) => one.place - other.place)
  const moved = (place: number): number =>
    edits.reduce((sum, { place: from, end, after }) => (from < place ? sum + after.length - (end - from) : sum), place)
  const parts = edits.map(({ place, after }, index) => text.slice(edits[index - 1]?.end ?? 0, place) + after)
  const rows = Array.from({ length: Math.max(...places.keys()) + 1 }, (_, number) => {
    const place = places.get(number)
    return place === undefined ? '0000000000 65535 f \n' : `${String(moved(place)).padStart(10, '0')} 00000 n \n`
  })
  const end = trailer.replace(/startxref\n\d+\n/, `startxref\n${moved(table)}\n`)
  return `${parts.join('')}${text.slice(edits.at(-1)?.end ?? 0, table)}xref\n0 ${rows.length}\n${rows.join('')}${end}`
}

/** A text string of a PDF: UTF-16, most significant byte first, in hexadecimal. */
function hexText(text: string): string {
  return `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`
}
