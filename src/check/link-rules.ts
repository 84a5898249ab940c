import type { Definition, Image, Link, Nodes } from 'mdast'
import { type Document, pathOf } from '../document.ts'
import { isPublic } from '../is-open.ts'
import { imageName } from '../images-in.ts'
import type { Finding } from '../model/finding.ts'
import { insideLinks, type LostLink } from './inside-links.ts'
import { openStories } from './open-stories.ts'
import { type CheckContext, findingAt, levelOf, type Rule } from './rule.ts'
import { visit } from '../visit.ts'

type Address = Link | Image | Definition

/** Every address must lead somewhere from a page, a feed and a mail alike. */
export const linkRules: readonly Rule[] = [
  {
    code: 'link/scheme',
    looksFor: 'an address that is neither http, https, mailto nor a path',
    check: eachAddress((url, document, node) =>
      /^[a-z][a-z0-9+.-]*:/i.test(url) && !/^(https?|mailto):/i.test(url)
        ? findingAt(document, node, {
            level: 'error',
            code: 'link/scheme',
            message: `"${url.slice(0, 60)}" would not be followed: use http, https or mailto`,
          })
        : undefined,
    ),
  },
  {
    code: 'link/relative',
    looksFor: 'a relative address, which means nothing in a mail or feed',
    check: eachAddress((url, document, node) =>
      /^([a-z][a-z0-9+.-]*:|\/(?!\/)|#)/i.test(url)
        ? undefined
        : findingAt(document, node, {
            level: levelOf(document),
            code: 'link/relative',
            message: `"${url}" is relative: begin it with https:// or, on this site, with "/"`,
          }),
    ),
  },
  {
    code: 'link/dead',
    looksFor:
      'a link to a page of this site, to a heading of this text or to a picture of images/, that is not there for all who see it, or a picture that mail programs do not show; of a footnote or reference a warning',
    check: (context) => {
      const isStory = storyFinder(context)
      const linked: readonly Linked[] = [...context.content.documents, ...context.content.pages]
      const inside = linked.flatMap((document) =>
        insideLinks(document.tree, context).map((lost) =>
          findingAt(document, lost.node, {
            level: lost.isReference ? 'warning' : levelOf(document),
            code: 'link/dead',
            message: sayLost(lost),
          }),
        ),
      )
      const outside = eachAddress((url, document, node) => {
        if (url.startsWith('#')) return undefined
        const image = node.type === 'link' ? undefined : imageName(url, context.content.site.url)
        if (image !== undefined) return imageFinding(image, document, node, context)
        const path = pathOnSite(url, context)
        if (path === undefined || knownPaths(document, context).has(path) || isStory(path, document)) return undefined
        return findingAt(document, node, {
          level: levelOf(document),
          code: 'link/dead',
          message: `"${url}" is not a page of this site that is public`,
        })
      })(context)
      return [...inside, ...outside]
    },
  },
]

/** Pictures that mail programs show. */
const PICTURE = /\.(png|jpe?g|gif)$/i

function imageFinding(name: string, document: Linked, node: Address, { content }: CheckContext): Finding | undefined {
  const say = (message: string): Finding => findingAt(document, node, { level: levelOf(document), code: 'link/dead', message })
  if (!content.images.includes(name)) return say(`there is no picture images/${name} in the content folder`)
  return PICTURE.test(name) ? undefined : say(`"${name}" would not be seen in a mail: make it a PNG, JPEG or GIF`)
}

/** What has links: a document, or a page of the site, whose findings are errors. */
type Linked = Pick<Document, 'file' | 'tree'> & { frontmatter?: Document['frontmatter'] }

function eachAddress(check: (url: string, document: Linked, node: Address, context: CheckContext) => Finding | undefined): Rule['check'] {
  return (context) =>
    [...context.content.documents, ...context.content.pages].flatMap((document) => {
      const found: Finding[] = []
      visit(document.tree, (node: Nodes) => {
        if (node.type !== 'link' && node.type !== 'image' && node.type !== 'definition') return
        const finding = check(node.url, document, node, context)
        if (finding) found.push(finding)
      })
      return found
    })
}

/** Path below the site's address, without its end; undefined for another site. */
function pathOnSite(url: string, { content }: CheckContext): string | undefined {
  const below =
    url.startsWith('/') && !url.startsWith('//')
      ? url
      : url === content.site.url || url.startsWith(`${content.site.url}/`)
        ? url.slice(content.site.url.length)
        : undefined
  return below === undefined ? undefined : decode(below.replace(/[?#].*$/, '')).replace(/(\/|\/index\.html)$/, '')
}

function knownPaths(document: Linked, { content, assets, now }: CheckContext): ReadonlySet<string> {
  return new Set([
    '',
    '/archive',
    '/feed.xml',
    '/sitemap-index.xml',
    ...content.documents.filter((one) => one.file === document.file || isPublic(one.frontmatter, now)).map((one) => pathOf(one).slice(0, -1)),
    ...content.pages.map((page) => `/${page.name}`),
    ...assets.map((asset) => `/${asset}`),
  ])
}

/** Whether a path is that of a story that everyone may read of, or may once the document that links to it is public; without what was collected for any digest, whether it may be one. */
function storyFinder({ content, collections, now }: CheckContext): (path: string, document: Linked) => boolean {
  const found = new Map<string, ReadonlySet<string>>()
  const pathsOf = (one: Document, isOwn: boolean): ReadonlySet<string> => {
    const key = `${one.file} ${isOwn}`
    const open: Document = isOwn ? { ...one, frontmatter: { ...one.frontmatter, status: 'ready', publicOn: undefined } } : one
    const paths = found.get(key) ?? new Set(openStories(open, { stories: collections.get(one.id)?.stories ?? [], now }).paths)
    found.set(key, paths)
    return paths
  }
  return (path, document) =>
    path.startsWith('/stories/') &&
    (collections.size === 0 || content.documents.some((one) => one.kind === 'digests' && pathsOf(one, one.file === document.file).has(`${path}/`)))
}

function sayLost({ what, isReference, readers }: LostLink): string {
  const [first, ...others] = readers
  const who = first === undefined ? '' : ` for ${first}${others.length > 0 ? ` and ${others.length} more who see it` : ''}`
  return isReference
    ? `"${what}" has no definition${who}: put it inside the mark that holds the definition, or the definition outside`
    : `there is no heading for "${what}"${who}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
