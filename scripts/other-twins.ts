import type { Frame, Published, PublicPage } from '../src/render/public-pages.ts'
import type { PreparedDocument } from './prepare-folder.ts'

/** A twin, or the list of all of them: its path below the base, a text of all that it is made from, and what makes it. */
export type OtherTwin = { path: string; from: string; make: () => Promise<string> }

/** Everything in Markdown but the twins of publications. `others`: every other page; `documents`: those of the site's own pages among them; `editions`: newest first. */
export function otherTwins(
  site: Frame,
  { others, documents, editions }: { others: readonly PublicPage[]; documents: readonly PreparedDocument[]; editions: readonly Published[] },
): OtherTwin[] {
  const own = new Map<string, { twin: string; key: string }>(
    documents.flatMap(({ page, twin, key }) => (page && twin !== undefined ? [[`/${page.name}/`, { twin, key }] as const] : [])),
  )
  const twins = others
    .filter(({ path, data }) => data.hasTwin && path === data.canonical)
    .map((page): OtherTwin => {
      const { path } = page
      const one = own.get(path)
      return {
        path: `${path}index.md`,
        from: one?.key ?? JSON.stringify(page.data),
        make: async () => one?.twin ?? (await import('../src/render/page-twin.ts')).pageTwin(page),
      }
    })
  const list: OtherTwin = {
    path: '/llms.txt',
    from: JSON.stringify([site, editions]),
    make: async () => (await import('../src/render/llms.ts')).llms(site, editions),
  }
  return [...twins, list]
}
