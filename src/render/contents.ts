import type { Element, Properties } from 'hast'
import type { Edition } from './edition.ts'

/** From so many headings on a text has a table of contents. */
const ENOUGH = 3

/** What stands between a title and its text: how long it takes to read, and the contents of a text of three headings or more. */
export function contents({ minutes, headings }: Pick<Edition, 'minutes' | 'headings'>): Element[] {
  const lines = headings.map(({ text, slug, depth }) => element('li', { className: [`depth-${depth}`] }, [element('a', { href: `#${slug}` }, text)]))
  return [
    element('p', { className: ['minutes'] }, `${minutes} min read`),
    ...(lines.length < ENOUGH ? [] : [element('nav', { className: ['contents'], ariaLabel: 'Contents' }, [element('ol', {}, lines)])]),
  ]
}

function element(tagName: string, properties: Properties, held: string | Element[]): Element {
  return { type: 'element', tagName, properties, children: typeof held === 'string' ? [{ type: 'text', value: held }] : held }
}
