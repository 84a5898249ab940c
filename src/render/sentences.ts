import type { Definition, Nodes, Root } from 'mdast'
import type { Told } from '../model/exposure.ts'
import { withBase } from './html.ts'
import { visit } from '../visit.ts'

type Telling = { kind: Told['kind']; definitions: ReadonlyMap<string, Definition>; segmenter: Intl.Segmenter }
type Words = { text: string; links: { from: number; to: number }[] }

/**
 * What a reader reads in a cut tree, in its order: each sentence, heading, table row and block of code by itself, each block followed by
 * what its links and pictures say and where they lead. Addresses inside the document say nothing. `language`: BCP 47; `base`: as `toHtml` takes it.
 */
export function sentencesOf(tree: Root, { language, base }: { language: string; base: string }): Told[] {
  const absolute = withBase(tree, base)
  const definitions = new Map<string, Definition>()
  visit(absolute, (node: Nodes) => {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node)
  })
  return tell(absolute, { kind: 'text', definitions, segmenter: new Intl.Segmenter(language, { granularity: 'sentence' }) })
}

function tell(node: Nodes, telling: Telling): Told[] {
  switch (node.type) {
    case 'definition':
    case 'thematicBreak':
      return []
    case 'code':
      return said('code', node.value.replace(/^\n+|\s+$/g, ''))
    case 'heading':
      return [...said('heading', joined(wordsOf(node).text)), ...leads(node, telling)]
    case 'tableRow': {
      const cells = node.children.map((cell) => joined(wordsOf(cell).text))
      return [...(cells.some(Boolean) ? said('row', cells.join(' | ')) : []), ...leads(node, telling)]
    }
    case 'listItem':
      return node.children.flatMap((child) => tell(child, { ...telling, kind: 'item' }))
    case 'footnoteDefinition':
      return node.children.flatMap((child) => tell(child, { ...telling, kind: 'note' }))
    case 'root':
    case 'list':
    case 'blockquote':
    case 'table':
    case 'mdxJsxFlowElement':
      return node.children.flatMap((child) => tell(child, telling))
    default:
      return [...sentences(wordsOf(node), telling), ...leads(node, telling)]
  }
}

/** A piece of nothing but links, such as the numbers of issues after a full stop, belongs to the sentence before it. */
function sentences({ text, links }: Words, { kind, segmenter }: Telling): Told[] {
  const linked = links.reduce((rest, { from, to }) => rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to), text)
  const pieces: string[] = []
  for (const { segment, index } of segmenter.segment(text)) {
    const own = /[\p{L}\p{N}]/u.test(linked.slice(index, index + segment.length))
    if (own || pieces.length === 0) pieces.push(segment)
    else pieces[pieces.length - 1] += segment
  }
  return pieces.flatMap((piece) => said(kind, joined(piece)))
}

/** Text of a line as it is read, and which of its characters are inside links. */
function wordsOf(node: Nodes): Words {
  if (node.type === 'break' || ('name' in node && node.name === 'br')) return { text: ' ', links: [] }
  // The ends of lines are no ends of sentences.
  if (!('children' in node)) return { text: node.type === 'text' || node.type === 'inlineCode' ? node.value.replace(/\s+/g, ' ') : '', links: [] }
  const words: Words = { text: '', links: [] }
  for (const child of node.children) {
    const { text, links } = wordsOf(child)
    words.links.push(...links.map(({ from, to }) => ({ from: from + words.text.length, to: to + words.text.length })))
    words.text += text
  }
  return node.type === 'link' || node.type === 'linkReference' ? { text: words.text, links: [{ from: 0, to: words.text.length }] } : words
}

/** What the links and pictures of a block say beside its words, and where they lead. */
function leads(block: Nodes, { definitions }: Telling): Told[] {
  const found: Told[] = []
  visit(block, (node: Nodes) => {
    if (node.type === 'image' || node.type === 'imageReference') found.push(...said('picture', joined(node.alt ?? '')))
    const target =
      node.type === 'link' || node.type === 'image'
        ? node
        : node.type === 'linkReference' || node.type === 'imageReference'
          ? definitions.get(node.identifier)
          : undefined
    if (target === undefined) return
    found.push(...said('hint', joined(target.title ?? '')))
    if (!target.url.startsWith('#')) found.push(...said('address', target.url))
  })
  return found
}

function said(kind: Told['kind'], text: string): Told[] {
  return text === '' ? [] : [{ kind, text }]
}

function joined(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
