import { XMLBuilder } from 'fast-xml-parser'

/** An element by its parts: attributes begin with `@`, its text is `#text`; a list is that many elements. */
export type Xml = { [part: string]: string | Xml | readonly Xml[] }

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressBooleanAttributes: false })

/** Characters that no XML may hold, halves of others too. @see https://www.w3.org/TR/xml/#charsets (read 30 November 2026) */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** XML of elements by their names, in UTF-8. Whatever their text holds is text, without the characters that no XML may hold. */
export function printXml(elements: Xml): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${builder.build(elements)}\n`.replace(FORBIDDEN, '')
}
