import type { Element } from 'hast'
import { h } from 'hastscript'
import type { Edition } from './edition.ts'

/** From so many headings on a text has a table of contents. */
const ENOUGH = 3

/** What stands between a title and its text: how long it takes to read, and the contents of a text of three headings or more. */
export function contents({ minutes, headings }: Pick<Edition, 'minutes' | 'headings'>): Element[] {
  return [
    h('p.minutes', `${minutes} min read`),
    ...(headings.length < ENOUGH
      ? []
      : [
          h(
            'nav.contents',
            { ariaLabel: 'Contents' },
            h('ol', ...headings.map(({ text, slug, depth }) => h(`li.depth-${depth}`, h('a', { href: `#${slug}` }, text)))),
          ),
        ]),
  ]
}
