import type { Element, ElementContent } from 'hast'
import { h } from 'hastscript'
import type { Edition } from './edition.ts'
import { toHtmlTree } from './html.ts'
import { longDate } from './long-date.ts'

/** What a page says of corrections below its title, newest first; nothing where there are none. `base`, `highlight`: as `toHtmlTree` has them. */
export function corrections(
  edition: Pick<Edition, 'corrections'>,
  { language, ...options }: { language: string; base: string; highlight?: boolean | undefined },
): Element[] {
  return edition.corrections.map(({ date, tree }) =>
    h(
      'section.correction',
      { ariaLabel: 'Correction' },
      h('p.label', 'Correction, ', h('time', { dateTime: date }, longDate(date, language))),
      ...(toHtmlTree(tree, options).children as ElementContent[]),
    ),
  )
}
