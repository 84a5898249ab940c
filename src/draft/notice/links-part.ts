import type { RootContent } from 'mdast'
import type { Advisory } from '../../model/advisory.ts'
import { heading, link, list, paragraph, type Part, row, words } from './say.ts'

/** Groups of links in their order, by the types of OSV. @see https://ossf.github.io/osv-schema/#references-field (read 2026-11) */
const GROUPS: readonly [string, readonly string[]][] = [
  ['Fix', ['FIX']],
  ['Report', ['REPORT']],
  ['Advisory', ['ADVISORY']],
]

/** Who is to be thanked, and every link of the entry, each once and in its group. */
export function linksPart({ entry, url }: Advisory): RootContent[] {
  const known = new Set(GROUPS.flatMap(([, types]) => types))
  const left = entry.references.filter(({ type }) => !known.has(type))
  const groups = [
    ...GROUPS.map(([title, types]) => ({ title, some: entry.references.filter(({ type }) => types.includes(type)) })),
    { title: 'More', some: left },
  ]
  const items = [
    ...(url === undefined ? [] : [['Entry: ', link(url)]]),
    ...groups.flatMap(({ title, some }): Part[][] => {
      const links = [...new Set(some.map((one) => one.url))].map((one) => link(one))
      return links.length > 0 ? [[`${title}: `, ...row(links)]] : []
    }),
  ]
  const by = [...Map.groupBy(entry.credits, ({ type }) => type)]
  return [
    heading('Credits and links'),
    ...by.map(([type, some]) =>
      paragraph(...(type ? [...words(capital(type)), ': '] : ['Thanks to ']), ...row(some.map(({ name }) => words(name))), '.'),
    ),
    ...(items.length > 0 ? [list(items.map((item) => [paragraph(...item)]))] : []),
  ]
}

/** A type as OSV spells it, "REMEDIATION_DEVELOPER", as the beginning of a line. */
function capital(type: string): string {
  const text = type.toLowerCase().replaceAll('_', ' ')
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`
}
