import type { List, ListItem, Paragraph, PhrasingContent, Root, RootContent } from 'mdast'
import { listsOf } from './lists-of.ts'
import { longDate } from './long-date.ts'
import type { Frame, Listed, PublicPage } from './public-pages.ts'
import { twin } from './twin.ts'

/** The twin of a page that is no publication's and none of the site's own. @throws {Error} of any other page */
export function pageTwin({ path, data }: PublicPage): string {
  const { site } = data
  const say = ({ title, summary, parts }: Said): string => twin({ title, summary, path, tree: root(parts) }, site)
  if (data.story) return say(story(site, data.story))
  if (data.topic) return say(topic(site, data.topic))
  if (path === '/archive/') return say(archive(data))
  if (path === '/') return say(front(data))
  if (data.stories) return say(stories(site, data.stories))
  if (data.topics)
    return say({ title: 'Topics', summary: '', parts: [list(data.topics.map((one) => item([link(`${site.url}${one.path}`, one.name)])))] })
  if (data.supporters) return say({ title: 'Supporters', summary: '', parts: [list(data.supporters.map((name) => item([text(name)])))] })
  throw new Error(`Cannot make a twin of ${path}: nothing says how`)
}

type Said = { title: string; summary: string; parts: RootContent[] }

function archive({ site, listed = [] }: PublicPage['data']): Said {
  const years = [...Map.groupBy(listed, ({ date }) => date.slice(0, 4))]
  const parts = years.flatMap(([year, some]) => section(year, some.map((one) => line(site, one)))) // prettier-ignore
  return { title: 'Archive', summary: 'Everything that was published, newest first.', parts }
}

function front({ site, listed = [], topics = [] }: PublicPage['data']): Said {
  const of = (kind: Listed['kind'], most: number): ListItem[] => listed.filter((one) => one.kind === kind).slice(0, most).map((one) => line(site, one)) // prettier-ignore
  const pages = listsOf(site).map(({ path, title }) => item([link(`${site.url}${path}`, title)]))
  const parts = [
    section('Digests', of('digests', 5)),
    section('Notices', of('notices', 5)),
    section('Posts', of('posts', 5)),
    section('Topics', topics.map(({ path, name }) => item([link(`${site.url}${path}`, name)]))), // prettier-ignore
    section('Pages', pages),
  ]
  return { title: site.title, summary: `${site.description ? `${site.description} ` : ''}Written by ${site.author}.`, parts: parts.flat() }
}

function stories(site: Frame, { followed, latest }: NonNullable<PublicPage['data']['stories']>): Said {
  const items = (some: typeof latest): ListItem[] =>
    some.map(({ path, title, state }) => item([link(`${site.url}${path}`, title), ...(state ? [text(`, ${state}`)] : [])]))
  return { title: 'Stories', summary: '', parts: [...section('Followed', items(followed)), ...section('Told last', items(latest))] }
}

function topic(site: Frame, { name, parts }: NonNullable<PublicPage['data']['topic']>): Said {
  const told = parts.flatMap(({ digest, stories: some }) => [
    ...heading(site, digest),
    ...some.flatMap(({ path, title, state, said }): RootContent[] => [
      ...said.children,
      paragraph([link(`${site.url}${path}`, title), ...(state ? [text(`, ${state}`)] : [])]),
    ]),
  ])
  return { title: name, summary: '', parts: told }
}

function story(site: Frame, { title, state, told, links }: NonNullable<PublicPage['data']['story']>): Said {
  const parts = told.flatMap((one): RootContent[] => {
    const then = [one.title === title ? '' : one.title, one.state === state ? '' : (one.state ?? '')].filter(Boolean).join(': ')
    return [...heading(site, one.digest), ...one.said.children, ...(then === '' ? [] : [paragraph([text(then)])])]
  })
  const more = links.map(({ id, url }) => item([link(url, id)]))
  return { title, summary: state ?? '', parts: [...parts, ...section('Where to read more', more)] }
}

/** A digest above what it told. */
function heading(site: Frame, { title, path, date }: { title: string; path: string; date: string }): RootContent[] {
  const named: RootContent = { type: 'heading', depth: 2, children: [link(`${site.url}${path}`, title)] }
  return [named, paragraph([text(longDate(date, site.language))])]
}

/** A publication in a list: its title with its address, its date, its summary. */
function line(site: Frame, { title, href, date, summary }: Listed): ListItem {
  return item([link(new URL(href, site.url).href, title), text(`, ${longDate(date, site.language)}${summary === '' ? '' : `: ${summary}`}`)])
}

function section(title: string, items: ListItem[]): RootContent[] {
  return items.length === 0 ? [] : [{ type: 'heading', depth: 2, children: [text(title)] }, list(items)]
}

function root(children: RootContent[]): Root {
  return { type: 'root', children }
}

function list(children: ListItem[]): List {
  return { type: 'list', ordered: false, spread: false, children }
}

function item(...lines: PhrasingContent[][]): ListItem {
  return { type: 'listItem', spread: lines.length > 1, children: lines.map(paragraph) }
}

function paragraph(children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children }
}

function link(url: string, title: string): PhrasingContent {
  return { type: 'link', url, children: [text(title)] }
}

function text(value: string): PhrasingContent {
  return { type: 'text', value }
}
