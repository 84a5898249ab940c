import type { Nodes } from 'mdast'
import type { Content } from '../content.ts'
import type { Document } from '../document.ts'
import type { Collection } from '../model/collection.ts'
import type { Finding } from '../model/finding.ts'
import type { Repository } from '../model/repository.ts'

/** What the rules look at. `collections`: what was collected for a digest, by ID; `assets`: files of the public folder, as paths; `now`: the instant of the build; `repository`: absent where none holds the content folder. */
export type CheckContext = {
  content: Content
  collections: ReadonlyMap<string, Collection>
  assets: readonly string[]
  now: Date
  repository?: Repository | undefined
}

/** One check: its code, what it looks for (a line of the README), and the function. Adding one touches one list. */
export type Rule = { code: string; looksFor: string; check: (context: CheckContext) => Finding[] }

/** A finding at a node of a document. */
export function findingAt(document: Pick<Document, 'file'>, node: Nodes, rest: Omit<Finding, 'file' | 'line' | 'column'>): Finding {
  const start = node.position?.start
  return { file: document.file, ...(start && { line: start.line, column: start.column }), ...rest }
}

/** Warning in what is still in work, else error; a page of the site, which has no status, is never in work. */
export function levelOf(document: { frontmatter?: Document['frontmatter'] }): Finding['level'] {
  return document.frontmatter?.status === 'draft' ? 'warning' : 'error'
}

/** A rule for each document. */
export function eachDocument(check: (document: Document, context: CheckContext) => Finding[]): Rule['check'] {
  return (context) => context.content.documents.flatMap((document) => check(document, context))
}
