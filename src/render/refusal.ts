import type { Nodes } from 'mdast'

/** Why a document cannot be cut, with the place. The checks say it kindly, before: who sees this has passed them by. */
export function refusal(node: Nodes, what: string): Error {
  const place = node.position?.start
  return new Error(`Cannot cut a document: ${what} is not allowed${place ? ` (line ${place.line}, column ${place.column})` : ''}`)
}
