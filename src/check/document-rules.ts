import type { Finding } from '../model/finding.ts'
import { markersOf } from '../markers-of.ts'
import { findingAt, levelOf, type Rule } from './rule.ts'
import { PLACEHOLDER } from '../placeholder.ts'
import { placeholdersIn } from '../placeholders-in.ts'

/** What must be done before a document is published or sent: warnings while it is a draft. */
export const documentRules: readonly Rule[] = [
  {
    code: 'frontmatter/summary',
    looksFor: 'a missing summary',
    document: (document) =>
      document.frontmatter.summary.trim() !== ''
        ? []
        : [
            {
              file: document.file,
              line: 1,
              column: 1,
              level: levelOf(document),
              code: 'frontmatter/summary',
              message: 'the summary is missing: one sentence for lists, feeds and the line under the subject of the mail',
            },
          ],
  },
  {
    code: 'frontmatter/date',
    looksFor: 'a named digest that is ready and has no date',
    document: (document) =>
      document.date !== undefined || document.frontmatter.status === 'draft'
        ? []
        : [
            {
              file: document.file,
              line: 1,
              column: 1,
              level: 'error',
              code: 'frontmatter/date',
              message: `"${document.id}" names no quarter, month or week: give it a date, such as date: 2026-10-05`,
            },
          ],
  },
  {
    code: 'text/todo',
    looksFor: 'a leftover TODO, FIXME, TBD or XXX in the text, the title or the summary; code and the titles of links are left alone',
    document: (document) => {
      const found: Finding[] = []
      const say = (word: string): string => `"${word}" is left in the text`
      for (const text of [document.frontmatter.title, document.frontmatter.summary]) {
        const [word] = PLACEHOLDER.exec(text) ?? []
        if (word) found.push({ file: document.file, line: 1, column: 1, level: levelOf(document), code: 'text/todo', message: say(word) })
      }
      for (const node of placeholdersIn(document.tree)) {
        const [word = ''] = PLACEHOLDER.exec(node.value) ?? []
        found.push(findingAt(document, node, { level: levelOf(document), code: 'text/todo', message: say(word) }))
      }
      return found
    },
  },
  {
    code: 'marker/unknown',
    looksFor: 'a marker that stands for no story of items/ID.json',
    document: (document, { collection }) => {
      if (!collection) return []
      const refs = new Set(collection.stories.flatMap((story) => story.refs))
      return markersOf(document.tree)
        .filter((marker) => !refs.has(marker.id))
        .map((marker): Finding => ({
          file: document.file,
          line: marker.line,
          column: marker.column,
          level: levelOf(document),
          code: 'marker/unknown',
          message: `{/* ${marker.id} */} stands for no story of items/${document.id}.json: mend the id, or make it a note of more than one word`,
        }))
    },
  },
]
