import { join } from 'node:path'
import { baseOf } from '../src/base-of.ts'
import type { MiddlewareHandler } from 'astro'
import { readText } from '../src/files.ts'
import { type Folder, readFolder } from '../src/folder.ts'
import { pathOf } from '../src/path-of.ts'
import { type Environment, readEnvironment } from '../src/environment.ts'
import { otherPages } from '../src/render/other-pages.ts'
import { frameOf } from '../src/render/frame-of.ts'
import { feedPage, FEEDS, hasTwins, inFeed, type PageData, publicationPage } from '../src/render/public-pages.ts'
import { entriesIn } from './entries-in.ts'
import { otherTwins } from './other-twins.ts'
import { prepareDocument, type Prepared } from './prepare-document.ts'
import { preparing, type Remembered } from './prepare-folder.ts'
import { restOf } from './rest-of.ts'

/**
 * Hands a page of the development server what it is made from: that of the content as it stands, and of a page that is not there that of the
 * front page. With `?preview`, a publication comes as it would be published, also while it is a draft or before its day.
 */
export const onRequest: MiddlewareHandler = async ({ locals, url }, next) => {
  const environment = readEnvironment()
  const data = await dataOf(decodeURI(url.pathname), environment, { isPreview: url.searchParams.has('preview') })
  Object.assign(locals, data, { isWork: true })
  const response = await next()
  response.headers.set('cache-control', 'no-store')
  return response
}

const remembered: Remembered = new Map()

async function dataOf(address: string, environment: Environment, { isPreview }: { isPreview: boolean }): Promise<PageData | undefined> {
  const { content, now } = environment
  return preparing({ ...environment, remembered }, async (prepare) => {
    const folder = await readFolder(content)
    const asked = address.slice(baseOf(folder.site).length)
    const isTwin = hasTwins(folder.site) && /\/(index\.md|llms\.txt)$/.test(asked)
    const path = isTwin ? asked.replace(/index\.md$/, '') : asked
    // Of a page that is asked for the text is worked out, of no other.
    const documents = await prepare(folder, { now, stands: ({ kind, id }) => isPreview || kind === 'pages' || pathOf({ kind, id }) !== path })
    const prepared = await Promise.all(documents.map((one) => one.prepared))
    const site = frameOf(folder, { pages: prepared.flatMap(({ page }) => page ?? []), now })
    const rest = restOf(prepared, folder, now)
    const told = isPreview ? await asPublished(path, folder, now) : prepared.find(({ edition }) => edition && pathOf(edition) === path)
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

/** The publication at a path as it would be published now; undefined where there is none. */
async function asPublished(path: string, folder: Folder, now: Date): Promise<Prepared | undefined> {
  const manuscript = folder.manuscripts.find(({ kind, id }) => kind !== 'pages' && pathOf({ kind, id }) === path)
  if (!manuscript) return undefined
  const record = manuscript.kind === 'digests' ? await readText(join(folder.folder, 'items', `${manuscript.id}.json`)) : undefined
  return prepareDocument({ ...manuscript, record, needsBody: true, asPublished: true }, { ...folder, now })
}
