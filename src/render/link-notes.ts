import type { Element, Nodes as HtmlNodes } from 'hast'
import { h } from 'hastscript'
import { visit } from '../visit.ts'

/**
 * What a page on paper needs of its links to other places, empty where there is none; the screen does not show it (`print.css`). A link
 * whose words end in the number that ends its address, such as "#420" to …/pull/420, says which it is: such addresses are gathered by what
 * they share. Each other gets the number of its note as `data-note`, and each address one note, in the order of the text.
 */
export function linkNotes(text: HtmlNodes): Element[] {
  const notes = new Map<string, number>()
  const series = new Map<string, Set<number>>()
  visit<HtmlNodes>(text, (node) => {
    if (node.type !== 'element' || node.tagName !== 'a') return
    const address = /^https?:\/\/(.+)$/i.exec(String(node.properties['href'] ?? ''))?.[1]
    if (address === undefined) return
    const [, number] = /(\d+)$/.exec(wordsOf(node)) ?? []
    if (number !== undefined && new RegExp(`[/#=]${number}$`).test(address)) {
      const shared = address.slice(0, -number.length)
      series.set(shared, (series.get(shared) ?? new Set()).add(Number(number)))
    } else {
      const note = notes.get(address) ?? notes.size + 1
      notes.set(address, note)
      node.properties['dataNote'] = note
    }
  })
  if (notes.size + series.size === 0) return []
  const numbered = [...notes.keys()].map((address) => h('li', address))
  const gathered = [...series].map(([shared, numbers]) => h('li', `${shared}… `, h('b', [...numbers].sort((one, other) => one - other).join(', '))))
  return [
    h(
      'section.links',
      h('h2', 'Links'),
      ...(numbered.length > 0 ? [h('ol', ...numbered)] : []),
      ...(gathered.length > 0 ? [h('ul', ...gathered)] : []),
    ),
  ]
}

function wordsOf(node: HtmlNodes): string {
  let words = ''
  visit<HtmlNodes>(node, (one) => {
    if (one.type === 'text') words += one.value
  })
  return words.trim()
}
