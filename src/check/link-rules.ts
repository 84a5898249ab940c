import { imageName } from '../images-in.ts'
import type { Finding } from '../model/finding.ts'
import { insideLinks, type LostLink } from './inside-links.ts'
import { type DocumentContext, findingAt, levelOf, type Outline, type Rule, type SiteContext } from './rule.ts'
import { type Address, addressesOf, type Linked, pathOnSite } from './addresses.ts'

/** Every address must lead somewhere from a page, a feed and a mail alike. */
export const linkRules: readonly Rule[] = [
  {
    code: 'link/scheme',
    looksFor: 'an address that is neither http, https, mailto nor a path',
    ...eachAddress((node, document) =>
      /^[a-z][a-z0-9+.-]*:/i.test(node.url) && !/^(https?|mailto):/i.test(node.url)
        ? findingAt(document, node, {
            level: 'error',
            code: 'link/scheme',
            message: `"${node.url.slice(0, 60)}" would not be followed: use http, https or mailto`,
          })
        : undefined,
    ),
  },
  {
    code: 'link/relative',
    looksFor: 'a relative address, which means nothing in a mail or feed',
    ...eachAddress((node, document) =>
      /^([a-z][a-z0-9+.-]*:|\/(?!\/)|#)/i.test(node.url)
        ? undefined
        : findingAt(document, node, {
            level: levelOf(document),
            code: 'link/relative',
            message: `"${node.url}" is relative: begin it with https:// or, on this site, with "/"`,
          }),
    ),
  },
  {
    code: 'link/dead',
    looksFor:
      'a link to a page of this site, to a heading of this text or to a picture of images/, that is not there for all who see it, or a picture that mail programs do not show; of a footnote or reference a warning',
    document: deadInside,
    page: deadInside,
    site: (context) => {
      const leads = pathFinder(context)
      return context.outlines.flatMap((outline) =>
        outline.links
          .filter(({ url }) => !leads(pathOnSite(url, context.site.url) ?? '', outline))
          .map(({ url, isHushed, ...place }): Finding => ({
            ...place,
            level: outline.status === 'draft' ? 'warning' : 'error',
            code: 'link/dead',
            message: `${isHushed ? 'an address' : `"${url}"`} is not a page of this site that is public${isHushed ? ' (not quoted: the text is not public yet)' : ''}`,
          })),
      )
    },
  },
]

/** Links to headings, references and pictures that lead nowhere. */
function deadInside(document: Linked, context: DocumentContext): Finding[] {
  const inside = insideLinks(document.tree, context).map((lost) =>
    findingAt(document, lost.node, { level: lost.isReference ? 'warning' : levelOf(document), code: 'link/dead', message: sayLost(lost) }),
  )
  const pictures = addressesOf(document.tree).flatMap((node) => {
    const name = node.type === 'link' ? undefined : imageName(node.url, context.site.url)
    return name === undefined ? [] : (imageFinding(name, document, node, context) ?? [])
  })
  return [...inside, ...pictures]
}

/** Pictures that mail programs show. */
const PICTURE = /\.(png|jpe?g|gif)$/i

function imageFinding(name: string, document: Linked, node: Address, { images }: DocumentContext): Finding | undefined {
  const say = (message: string): Finding => findingAt(document, node, { level: levelOf(document), code: 'link/dead', message })
  if (!images.includes(name)) return say(`there is no picture images/${name} in the content folder`)
  return PICTURE.test(name) ? undefined : say(`"${name}" would not be seen in a mail: make it a PNG, JPEG or GIF`)
}

function eachAddress(test: (node: Address, document: Linked) => Finding | undefined): Pick<Rule, 'document' | 'page'> {
  const check = (document: Linked): Finding[] => addressesOf(document.tree).flatMap((node) => test(node, document) ?? [])
  return { document: check, page: check }
}

/**
 * Whether a path leads somewhere from a document: to what is public or its own, or to a story that everyone may read of, or may once the
 * document is public; without what was collected for any digest, to whatever may be a story.
 */
function pathFinder({ site, outlines, assets }: SiteContext): (path: string, from: Outline) => boolean {
  const pages = new Set([
    '',
    '/archive',
    '/feed.xml',
    '/atom.xml',
    '/feed.json',
    '/sitemap-index.xml',
    ...(site.extras.includes('search') ? ['/search'] : []),
    ...outlines.filter((one) => one.isPublic).map((one) => one.path.slice(0, -1)),
    ...assets.map((asset) => `/${asset}`),
  ])
  const stories = new Set(outlines.flatMap((one) => one.stories.open))
  const isRecorded = outlines.some((one) => one.isRecorded)
  return (path, from) => {
    if (pages.has(path) || `${path}/` === from.path) return true
    return path.startsWith('/stories/') && (!isRecorded || stories.has(`${path}/`) || from.stories.own.includes(`${path}/`))
  }
}

function sayLost({ what, isReference, readers }: LostLink): string {
  const [first, ...others] = readers
  const who = first === undefined ? '' : ` for ${first}${others.length > 0 ? ` and ${others.length} more who see it` : ''}`
  return isReference
    ? `"${what}" has no definition${who}: put it inside the mark that holds the definition, or the definition outside`
    : `there is no heading for "${what}"${who}`
}
