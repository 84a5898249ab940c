import type { Nodes } from 'mdast'
import { commentOf } from './mdx-nodes.ts'

/** An id as markers hold it: a change, an issue, a milestone, a release, a commit, a vulnerability. None ends a comment: no `*` stands in it. */
const ID =
  /^(?:[^\s/*]+(?:\/[^\s/*]+)*\/cl\/\d+|[\w.-]+\/[\w.-]+(?:#|\/milestone\/)\d+|[\w.-]+(?:\/[\w.-]+)*@[^\s*]+|[A-Z]{2,}(?:-[A-Z]+)*-\d{4}[-:]\d+|GHSA(?:-[0-9a-z]{4}){3}|https?:\/\/[^\s*]+)$/

/** Whether the text of a comment is a marker. */
export function isMarker(text: string): boolean {
  return ID.test(text)
}

/** A comment whose whole text is one id, and where it stands. */
export type Marker = { id: string; offset: number; line: number; column: number }

/** Markers of a document, in order. */
export function markersOf(node: Nodes): Marker[] {
  const text = commentOf(node)
  if (text !== undefined) {
    const start = node.position?.start
    return isMarker(text) ? [{ id: text, offset: start?.offset ?? 0, line: start?.line ?? 1, column: start?.column ?? 1 }] : []
  }
  return 'children' in node ? node.children.flatMap((child) => markersOf(child)) : []
}
