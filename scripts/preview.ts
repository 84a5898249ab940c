import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'
import { h } from 'hastscript'
import { check } from '../src/check/check.ts'
import { type Content, readContent } from '../src/content.ts'
import { plan, recipientsOf } from '../src/deliver/plan.ts'
import type { Document } from '../src/document.ts'
import { Problem } from '../src/errors.ts'
import { listTree, readBytes } from '../src/files.ts'
import { imageName } from '../src/images-in.ts'
import type { Finding } from '../src/model/finding.ts'
import { exposureOf } from '../src/render/exposure.ts'
import { addressedIn, type RenderedVariant, renderVariant } from '../src/render/variant.ts'
import { previewExposure } from './preview-exposure.ts'
import { previewFrame } from './preview-frame.ts'
import { readPictures } from './read-pictures.ts'
import { readStyles } from './read-styles.ts'

const QUIET_MS = 700

/**
 * What `npm run dev` adds to the public site: `/preview/`, with the page, mail and text of every edition of every document and
 * what becomes visible to whom, also of those in work, and a reload when the content folder changes. It is a handler of the development server: a build knows nothing of it.
 */
export function preview(options: { folder: string; base: string; now: () => Date }): AstroIntegration {
  return {
    name: 'legible-preview',
    hooks: {
      'astro:config:setup': ({ command, addMiddleware }) => {
        if (command === 'dev') addMiddleware({ entrypoint: fileURLToPath(new URL('./dev-locals.ts', import.meta.url)), order: 'pre' })
      },
      'astro:server:setup': ({ server, logger }) => {
        let timer: NodeJS.Timeout | undefined
        server.watcher.add(options.folder)
        server.watcher.on('all', (_event, path) => {
          if (!path.startsWith(options.folder)) return
          server.ws.send({ type: 'full-reload' })
          // The page comes first: what is found is told once nothing was saved for a while.
          clearTimeout(timer)
          timer = setTimeout(() => {
            readAgain(options.folder)
              .then(async (content) => {
                for (const finding of await findingsOf(content, options.now()))
                  if (finding.level === 'error')
                    logger.warn(`${finding.file}:${finding.line ?? 1}:${finding.column ?? 1} ${finding.code} ${finding.message}`)
              })
              .catch((error: unknown) => logger.warn(error instanceof Error ? error.message : String(error)))
          }, QUIET_MS)
        })
        server.middlewares.use('/images', (request, response, next) => {
          const name = imageName(`/images${new URL(request.url ?? '/', 'http://preview').pathname}`, '')
          if (name === undefined) return next()
          readBytes(join(options.folder, 'images', name))
            .then((bytes) => (bytes ? response.end(bytes) : next()))
            .catch(next)
        })
        // The server has taken the base off the address by now.
        server.middlewares.use('/preview', (request, response, next) => {
          respond(new URL(request.url ?? '/', 'http://preview').pathname, options)
            .then(async (answer) => {
              if (!answer) return next()
              response.setHeader('content-type', `text/${answer.type}; charset=utf-8`)
              response.end(answer.type === 'html' ? await server.transformIndexHtml(request.url ?? '/', answer.body) : answer.body)
            })
            .catch(next)
        })
      },
    },
  }
}

let last: Content | undefined

/** The content as it stands; what has not changed since it was last read is not parsed again. */
async function readAgain(folder: string): Promise<Content> {
  last = await readContent(folder, last)
  return last
}

async function respond(path: string, options: Parameters<typeof preview>[0]): Promise<{ type: 'html' | 'plain'; body: string } | undefined> {
  let content: Content
  try {
    content = await readAgain(options.folder)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { type: 'plain', body: `${error.message}\n  at  ${error.where ?? ''}\n  fix ${error.fix}\n` }
  }
  const now = options.now()
  const [, id, name, part] = path.split('/')
  if (!id) return { type: 'html', body: index(content, await findingsOf(content, now), options.base) }
  const document = content.documents.find((one) => one.id === id)
  if (!document || !name) return undefined
  const errors = (await findingsOf(content, now)).filter((finding) => finding.file === document.file && finding.level === 'error')
  if (errors.length > 0)
    return { type: 'plain', body: errors.map((finding) => `${finding.file}:${finding.line ?? 1}  ${finding.code}  ${finding.message}`).join('\n') }
  if (name === 'exposure' && document.kind !== 'posts') return { type: 'html', body: exposurePage(document, content, { now, base: options.base }) }
  if (!variantsOf(content).includes(name)) return undefined
  const variant = renderVariant({ ...document, date: document.date ?? now.toISOString().slice(0, 10) }, name, {
    content,
    now,
    styles: await readStyles(),
    pictures: await readPictures(document, content),
  })
  if (part === 'text') return { type: 'plain', body: variant.text }
  return { type: 'html', body: part === 'mail' ? withPictures(variant) : variant.page }
}

function exposurePage(document: Document, content: Content, { now, base }: { now: Date; base: string }): string {
  const { planned } = plan(content.clients, { day: now.toISOString().slice(0, 10), addressed: addressedIn(document) })
  const exposure = exposureOf(document, { content, served: recipientsOf(planned), now })
  return previewExposure(exposure, { title: document.frontmatter.title, site: content.site, now, home: `${base}/preview/` })
}

/** A mail as a mail program shows it: its pictures in their places. */
function withPictures({ html, pictures }: RenderedVariant): string {
  return pictures.reduce((text, one) => text.replaceAll(`cid:${one.content_id}`, () => `data:${one.content_type};base64,${one.content}`), html)
}

/** Findings that need nothing of what was collected: npm run check looks at markers too. */
async function findingsOf(content: Content, now: Date): Promise<Finding[]> {
  return check({ content, collections: new Map(), assets: await listTree(fileURLToPath(new URL('../public', import.meta.url))), now })
}

/** Every tier and every client. */
function variantsOf(content: Content): string[] {
  return [...content.site.tiers.map((tier) => `tier-${tier}`), ...[...content.clients.keys()].map((name) => `client-${name}`)]
}

function index(content: Content, findings: readonly Finding[], base: string): string {
  const links = (document: Document, variant: string) =>
    h(
      'li',
      `${variant}: `,
      ...['page', 'mail', 'text'].flatMap((part) => [h('a', { href: `${base}/preview/${document.id}/${variant}/${part}/` }, part), ' ']),
    )
  const section = (document: Document) =>
    h(
      'section',
      h('h2', document.frontmatter.title),
      h('p', `${document.file}, ${document.frontmatter.status}${document.date ? `, ${document.date}` : ''}`),
      ...(document.kind === 'posts'
        ? []
        : [
            h('p', h('a', { href: `${base}/preview/${document.id}/exposure/` }, 'What becomes visible to whom')),
            h('ul', ...variantsOf(content).map((variant) => links(document, variant))),
          ]),
      ...told(findings.filter((finding) => finding.file === document.file)),
    )
  const told = (found: readonly Finding[]) =>
    found.length === 0
      ? []
      : [
          h(
            'ul',
            ...found.map((finding) =>
              h('li', h('code', `${finding.line ?? 1}:${finding.column ?? 1} ${finding.level} ${finding.code}`), ` ${finding.message}`),
            ),
          ),
        ]
  const others = findings.filter((finding) => !content.documents.some((document) => document.file === finding.file))
  return previewFrame('Preview', [
    h('p', h('a', { href: `${base}/` }, 'The public site'), ', as it would be built now'),
    ...others.map((finding) => h('p', `${finding.file}: ${finding.message}`)),
    ...content.documents.map(section),
  ])
}
