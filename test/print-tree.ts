import type { Nodes } from 'mdast'

/** What readers may see of a node, in one order. Not the label of a reference: of one over several lines in a block quote, satteri's keeps the ">". */
const SEEN = ['type', 'name', 'depth', 'ordered', 'start', 'checked', 'spread', 'align', 'lang', 'meta', 'identifier', 'referenceType', 'url', 'title', 'alt', 'attributes', 'value', 'children'] // prettier-ignore

/** What trees say, without places, to be compared with what those of another parser say: a node a line. */
export function printTree(tree: Nodes | readonly Nodes[]): string {
  return JSON.stringify(tree, SEEN)
    .replace(/,"\w+":null/g, '')
    .replaceAll('{"type"', '\n{"type"')
}
