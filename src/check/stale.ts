import type { Nodes } from 'mdast'
import type { Document } from '../document.ts'
import { markersOf } from '../markers-of.ts'
import { commentOf } from '../mdx-nodes.ts'
import type { Finding } from '../model/finding.ts'
import type { Story } from '../model/story.ts'
import { ownersOf } from '../owners-of.ts'
import { levelOf } from './rule.ts'
import { visit } from '../visit.ts'

/** What a document says of facts that have changed. `known`: how many of the stories with such facts have none left that is not known. */
export type Stale = { findings: Finding[]; known: number }

/**
 * A finding for each fact that has changed since a story was drafted, at each line where a marker of the story stands, unless a comment of
 * the document, whatever its white space, is "known: ID: " and the words of the fact, for any of the story's ids: which of them tells it best
 * may change. `stories`: of the document's record; `changed`: the facts of those that are told, in words that can stand in a comment.
 */
export function staleFindings(
  document: Document,
  { stories, changed }: { stories: readonly Story[]; changed: ReadonlyMap<Story, readonly string[]> },
): Stale {
  const settled = new Set<string>()
  visit(document.tree, (node: Nodes) => {
    settled.add(folded(commentOf(node) ?? ''))
  })
  const left = new Map(
    [...changed].map(([story, facts]) => [
      story,
      facts.filter((fact) => ![story.id, ...story.refs].some((id) => settled.has(folded(`known: ${id}: ${fact}`)))),
    ]),
  )
  const owners = ownersOf(stories)
  const seen = new Set<string>()
  const findings: Finding[] = []
  for (const { id, line, column } of markersOf(document.tree)) {
    const story = owners.get(id)
    if (!story || seen.has(`${line} ${story.id}`)) continue
    seen.add(`${line} ${story.id}`)
    for (const fact of left.get(story) ?? [])
      findings.push({
        file: document.file,
        line,
        column,
        level: levelOf(document),
        code: 'story/stale',
        message: `${story.id}: ${fact}; say it in the line, or, if the line is right as it is, put {/* known: ${story.id}: ${fact} */} into it`,
      })
  }
  return { findings, known: [...left.values()].filter((facts) => facts.length === 0).length }
}

function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
