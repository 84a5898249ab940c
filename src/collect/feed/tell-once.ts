import type { Article } from './feed-articles.ts'

/**
 * Each article once, told by the last version that has it; `seenAt`: when it was first seen. An article is known by its id, and by its link
 * where it has no id, or where no two articles of one version share the link, as those of a page of changes do.
 */
export function tellOnce(versions: readonly { at: string; articles: readonly Article[] }[]): (Article & { seenAt: string })[] {
  const found = new Map<string, Article & { seenAt: string }>()
  const keys = new Map<string, string>()
  const shared = new Set(versions.flatMap(({ articles }) => sharedLinks(articles)))
  for (const { at, articles } of versions)
    for (const article of articles) {
      const { guid, link } = article
      const names = [...(guid ? [`id ${guid}`] : []), ...(link && !(guid && shared.has(link)) ? [`link ${link}`] : [])]
      const key = names.map((name) => keys.get(name)).find(Boolean) ?? names[0] ?? ''
      for (const name of names) keys.set(name, key)
      found.set(key, { ...article, seenAt: found.get(key)?.seenAt ?? at })
    }
  return [...found.values()]
}

/** Links that more than one of these articles have. */
export function sharedLinks(articles: readonly Article[]): string[] {
  const seen = new Set<string>()
  return articles.flatMap(({ link }) => {
    if (link === undefined) return []
    if (seen.has(link)) return [link]
    seen.add(link)
    return []
  })
}
