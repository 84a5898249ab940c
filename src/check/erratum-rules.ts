import type { Nodes } from 'mdast'
import { type Document, errataOf } from '../document.ts'
import type { Finding } from '../model/finding.ts'
import { nodesIn } from '../nodes-in.ts'
import { findingAt, type Rule } from './rule.ts'

/** What an erratum is: a few plain words above the text that they correct. */
export const erratumRules: readonly Rule[] = [
  {
    code: 'erratum/shape',
    looksFor: 'an erratum without words, or with a heading, footnote or picture, which could not stand above the text that it corrects',
    document: (document) => errataOf(document).flatMap(shapeOf),
  },
]

function shapeOf(erratum: Document): Finding[] {
  const say = (node: Nodes, message: string): Finding => findingAt(erratum, node, { level: 'error', code: 'erratum/shape', message })
  const held = nodesIn(erratum.tree, 'heading', 'footnoteDefinition', 'footnoteReference', 'image', 'imageReference')
  const isSaid = nodesIn(erratum.tree, 'text', 'inlineCode', 'code').some(({ value }) => value.trim() !== '')
  return [
    ...held.map((node) =>
      say(node, 'an erratum says in words what was wrong, without headings, footnotes and pictures: these belong into the text itself'),
    ),
    ...(isSaid ? [] : [say(erratum.tree, 'it says nothing: write what was wrong')]),
  ]
}
