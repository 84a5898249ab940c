import type { ElementContent } from 'hast'
import { h } from 'hastscript'
import { printHtml } from '../src/render/html.ts'

const STYLES = `
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.625rem; line-height: 1.25; text-wrap: balance; }
h2 { margin: 2rem 0 0; font-size: 1.1rem; }
p, ul { margin: .25rem 0; }
`

/** One page of the preview, as HTML. `styles`: CSS of its own. */
export function previewFrame(title: string, children: readonly ElementContent[], styles = ''): string {
  return printHtml({
    type: 'root',
    children: [
      { type: 'doctype' },
      h(
        'html',
        { lang: 'en' },
        h(
          'head',
          h('meta', { charSet: 'utf-8' }),
          h('meta', { name: 'viewport', content: 'width=device-width' }),
          h('title', title),
          h('style', `${STYLES}${styles}`),
        ),
        h('body', h('h1', title), ...children),
      ),
    ],
  })
}
