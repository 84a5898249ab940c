import { baseOf } from '../base-of.ts'
import { h } from 'hastscript'
import type { Site } from '../model/site.ts'
import { printHtml } from '../render/html.ts'
import { policyOf } from '../render/policy.ts'

/** What everyone sees of a sealed page who has no key to it, or no script: the same bytes for each, from which nothing can be told. */
export function calmPage(site: Site): string {
  const base = baseOf(site)
  return `${printHtml({
    type: 'root',
    children: [
      { type: 'doctype' },
      h(
        'html',
        { lang: site.language },
        h(
          'head',
          h('meta', { charSet: 'utf-8' }),
          h('meta', { httpEquiv: 'Content-Security-Policy', content: policyOf('sealed') }),
          h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
          h('meta', { name: 'referrer', content: 'no-referrer' }),
          h('meta', { name: 'robots', content: 'noindex, nofollow' }),
          h('title', site.title),
          h('link', { rel: 'icon', href: `${base}/favicon.svg`, type: 'image/svg+xml' }),
          h('link', { rel: 'stylesheet', href: `${base}/private/page.css` }),
          h('script', { type: 'module', src: `${base}/private/open.js` }),
        ),
        h(
          'body',
          h('header.site', h('p.name', h('a', { href: `${base}/` }, site.title))),
          h(
            'main.calm',
            h('h1', 'This page is private'),
            h(
              'p',
              'It opens with the whole link from the mail that told you of it. The link ends in a long key: please check that none of it was lost on the way.',
            ),
            h('p', `If it does not open, reply to that mail, or ask ${site.author.name} for a new link.`),
          ),
        ),
      ),
    ],
  })}\n`
}
