import type { Root, RootContent } from 'mdast'
import type { Site } from '../model/site.ts'
import { longDate } from './long-date.ts'
import { toMarkdown } from './markdown.ts'

/** What a twin begins with, and what stands below it. `path`: of its page, below the base; `date`: `YYYY-MM-DD`; what is empty is left out. */
export type TwinParts = { title: string; date?: string | undefined; summary: string; path: string; tree: Root }

/** The twin of a page in Markdown: title, date, summary and address of the page, then what it shows; every address is whole. */
export function twin({ title, date, summary, path, tree }: TwinParts, { url, language }: Pick<Site, 'url' | 'language'>): string {
  const lines = [...(date === undefined ? [] : [longDate(date, language)]), ...(summary === '' ? [] : [summary])]
  const head: RootContent[] = [
    { type: 'heading', depth: 1, children: [{ type: 'text', value: title }] },
    ...lines.map((value): RootContent => ({ type: 'paragraph', children: [{ type: 'text', value }] })),
  ]
  const text = tree.children.length === 0 ? '' : `\n${toMarkdown(tree, { base: url })}`
  return `${toMarkdown({ type: 'root', children: head }, { base: url })}\n<${new URL(`${url}${path}`).href}>\n${text}`
}
