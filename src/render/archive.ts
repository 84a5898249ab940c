import { h } from 'hastscript'
import type { Site } from '../model/site.ts'
import { longDate } from './long-date.ts'
import { privatePage } from './page.ts'

/** The page that lists the sealed pages of one client, newest first; one without any says so. `editions` in any order; `styles`: CSS of the page. */
export function toArchive(
  editions: readonly { token: string; title: string; date: string }[],
  { site, styles }: { site: Site; styles: string },
): string {
  const newestFirst = [...editions].sort((a, b) => b.date.localeCompare(a.date) || a.token.localeCompare(b.token, 'en'))
  const frame = { site: site.title, url: site.url, language: site.language, note: `For clients of ${site.author.name}`, styles }
  return privatePage('Your archive', frame, [
    h('h1', 'Your archive'),
    ...(newestFirst.length === 0 ? [h('p', 'Nothing stands here yet: what is sent to you from now on will.')] : []),
    h(
      'ul.list',
      ...newestFirst.map(({ token, title, date }) =>
        h('li', h('p.kicker', h('time', { dateTime: date }, longDate(date, site.language))), h('a', { href: `../${token}/` }, title)),
      ),
    ),
  ])
}
