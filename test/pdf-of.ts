/** A PDF as small as it can be, laid out as Skia does it, with an outline of these titles, the first above the others. */
export function pdfOf({
  titles = [],
  cells = [],
  created = "D:20261130122740+00'00'",
  agent = 'Mozilla/5.0 \\(X11\\)',
}: {
  titles?: string[]
  cells?: string[]
  created?: string
  agent?: string
}): Buffer {
  const item = (index: number): string => {
    const links =
      index === 0
        ? `/Parent 3 0 R${titles.length > 1 ? '\n/First 5 0 R' : ''}`
        : `/Parent 4 0 R${index + 1 < titles.length ? `\n/Next ${index + 5} 0 R` : ''}`
    return `<</Title (${titles[index]})\n${links}>>`
  }
  const objects = [
    `<</Title (T)\n/Creator (${agent})\n/Producer (Skia/PDF m156)\n/CreationDate (${created})\n/ModDate (${created})>>`,
    '<</Type /Catalog\n/Outlines 3 0 R>>',
    `<</Type /Outlines${titles.length > 0 ? '\n/First 4 0 R' : ''}>>`,
    ...titles.map((_, index) => item(index)),
    `<</Headers [${cells.join(' ')}]>>`,
    '<</Length 3>> stream\nend\nendstream',
  ]
  let text = '%PDF-1.4\n%\u00d3\u00eb\n'
  const rows = objects.map((body, index) => {
    const row = `${String(text.length).padStart(10, '0')} 00000 n \n`
    text += `${index + 1} 0 obj\n${body}\nendobj\n`
    return row
  })
  const table = `xref\n0 ${rows.length + 1}\n0000000000 65535 f \n${rows.join('')}trailer\n<</Size ${rows.length + 1}\n/Root 2 0 R\n/Info 1 0 R>>\n`
  return Buffer.from(`${text}${table}startxref\n${text.length}\n%%EOF\n`, 'latin1')
}
