import type { BlockContent, Root, RootContent } from 'mdast'
import type { Site } from '../model/site.ts'
import type { Edition } from './edition.ts'
import { longDate } from './long-date.ts'
import { toMarkdown } from './markdown.ts'

/** What a twin begins with, and what stands below it. `path`: of its page, below the base; `date`: `YYYY-MM-DD`; `corrections`: newest first; what is empty is left out. */
export type TwinParts = { title: string; date?: string | undefined; summary: string; path: string; corrections?: Edition['corrections']; tree: Root }

/** The twin of a page in Markdown: title, date, summary and address of the page, then what it shows; every address is whole. */
export function twin({ title, date, summary, path, corrections = [], tree }: TwinParts, { url, language }: Pick<Site, 'url' | 'language'>): string {
  const lines = [...(date === undefined ? [] : [longDate(date, language)]), ...(summary === '' ? [] : [summary])]
  const head: RootContent[] = [
    { type: 'heading', depth: 1, children: [{ type: 'text', value: title }] },
    ...lines.map((value): RootContent => ({ type: 'paragraph', children: [{ type: 'text', value }] })),
  ]
  const corrected = corrections.map((one): string => {
    const label: RootContent = { type: 'paragraph', children: [{ type: 'text', value: `Correction, ${longDate(one.date, language)}:` }] }
    return `\n${toMarkdown({ type: 'root', children: [{ type: 'blockquote', children: [label, ...one.tree.children] as BlockContent[] }] }, { base: url })}`
  })
  const text = tree.children.length === 0 ? '' : `\n${toMarkdown(tree, { base: url })}`
  return `${toMarkdown({ type: 'root', children: head }, { base: url })}\n<${new URL(`${url}${path}`).href}>\n${corrected.join('')}${text}`
}
