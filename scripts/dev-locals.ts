import { baseOf } from '../src/base-of.ts'
import type { MiddlewareHandler } from 'astro'
import { readFolder } from '../src/folder.ts'
import { pathOf } from '../src/path-of.ts'
import { type Environment, readEnvironment } from '../src/environment.ts'
import { otherPages } from '../src/render/other-pages.ts'
import { feedPage, FEEDS, frameOf, hasTwins, inFeed, type PageData, publicationPage } from '../src/render/public-pages.ts'
import { entriesIn } from './entries-in.ts'
import { otherTwins } from './other-twins.ts'
import { preparing } from './prepare-folder.ts'
import { restOf } from './rest-of.ts'

/** Hands a page of the development server what it is made from: that of the content as it stands, and of a page that is not there that of the front page. */
export const onRequest: MiddlewareHandler = async ({ locals, url }, next) => {
  const environment = readEnvironment()
  Object.assign(locals, await dataOf(decodeURI(url.pathname), environment), { isWork: true })
  return next()
}

async function dataOf(address: string, environment: Environment): Promise<PageData | undefined> {
  const { content, now } = environment
  return preparing(environment, async (prepare) => {
    const folder = await readFolder(content)
    const asked = address.slice(baseOf(folder.site).length)
    const isTwin = hasTwins(folder.site) && /\/(index\.md|llms\.txt)$/.test(asked)
    const path = isTwin ? asked.replace(/index\.md$/, '') : asked
    // Of a page that is asked for the text is worked out, of no other.
    const documents = await prepare(folder, { now, stands: ({ kind, id }) => kind === 'pages' || pathOf({ kind, id }) !== path })
    const prepared = await Promise.all(documents.map((one) => one.prepared))
    const site = frameOf(folder, { pages: prepared.flatMap(({ page }) => page ?? []), now })
    const rest = restOf(prepared, folder, now)
    const told = prepared.find(({ edition }) => edition && pathOf(edition) === path)
    if (told?.edition) return { ...publicationPage(site, told.edition, told.body).data, ...(told.twin !== undefined && { text: told.twin }) }
    if (FEEDS.includes(path)) return feedPage(site, path, entriesIn(inFeed(rest.editions), folder, now)).data
    const refused = prepared.find((document) => document.refused !== undefined && `/${document.outline?.id}/` === path)
    if (refused) throw new Error(refused.refused)
    const others = otherPages(site, rest)
    const page = others.find((one) => one.path === path) ?? others[0]
    const twin = isTwin ? otherTwins(site, { others, documents: prepared, editions: rest.editions }).find((one) => one.path === asked) : undefined
    return page && { ...page.data, ...(twin && { text: await twin.make() }) }
  })
}
