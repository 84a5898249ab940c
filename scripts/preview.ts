import type { ServerResponse } from 'node:http'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'
import type { Environment } from '../src/environment.ts'
import { readBytes } from '../src/files.ts'
import { imageName } from '../src/images-in.ts'
import { type Answer, previewAnswer } from './preview-answer.ts'
import { readPreview } from './read-preview.ts'

const QUIET_MS = 700

/** Editors write a file in several steps. */
const SAVED_MS = 20

/** Where the workbench hears of what was saved: no ID of a document. */
const SAVED = '/~saved/'

/** What is shown is private and in work: it is kept nowhere, read by no other site, and what comes from the content runs nothing. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; font-src 'self' data:; img-src 'self' data: http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
const BENCH_POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/**
 * What `npm run dev` adds to the public site: under `/preview/` a workbench with the public page, the client page, mail and text of every
 * edition side by side, with findings, which shows what was saved at once. It is a handler of the development server: a build knows nothing of it.
 */
export function preview({ base, environment }: { base: string; environment: () => Environment }): AstroIntegration {
  return {
    name: 'legible-preview',
    hooks: {
      'astro:config:setup': ({ command, addMiddleware, updateConfig }) => {
        if (command !== 'dev') return
        addMiddleware({ entrypoint: fileURLToPath(new URL('./dev-locals.ts', import.meta.url)), order: 'pre' })
        // No page of another server on this machine reads along.
        updateConfig({ vite: { server: { cors: false } } })
      },
      'astro:server:setup': ({ server, logger }) => {
        const { content } = environment()
        const benches = new Set<ServerResponse>()
        const saved = settled(SAVED_MS, () => benches.forEach((bench) => bench.write('data: saved\n\n')))
        // The page comes first: what is found is told once nothing was saved for a while.
        const tell = settled(QUIET_MS, () => {
          readPreview(environment())
            .then(({ findings }) => {
              for (const { level, file, line, column, code, message } of findings)
                if (level === 'error') logger.warn(`${file}:${line ?? 1}:${column ?? 1} ${code} ${message}`)
            })
            .catch((error: unknown) => logger.warn(error instanceof Error ? error.message : String(error)))
        })
        server.watcher.add(content)
        server.watcher.on('all', (_event, path) => {
          const isContent = path.startsWith(`${content}${sep}`)
          if (isContent || /\.(css|astro)$/.test(path)) saved()
          if (!isContent) return
          server.ws.send({ type: 'full-reload' })
          tell()
        })
        server.middlewares.use('/images', (request, response, next) => {
          const name = imageName(`/images${new URL(request.url ?? '/', 'http://preview').pathname}`, '')
          if (name === undefined) return next()
          readBytes(join(content, 'images', name))
            .then((bytes) => (bytes ? response.end(bytes) : next()))
            .catch(next)
        })
        // The server has taken the base off the address by now.
        server.middlewares.use('/preview', (request, response, next) => {
          const url = new URL(request.url ?? '/', 'http://preview')
          if (url.pathname === SAVED) {
            response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' }).write(': listening\n\n')
            benches.add(response)
            response.on('close', () => benches.delete(response))
            return
          }
          previewAnswer(url, { environment: environment(), base })
            .then((answer) => (answer ? send(response, answer) : next()))
            .catch(next)
        })
      },
    },
  }
}

function send(response: ServerResponse, { status, type, body, isBench }: Answer): void {
  const policy = isBench ? BENCH_POLICY : POLICY
  response.writeHead(status, { ...HEADERS, 'content-type': `text/${type}; charset=utf-8`, 'content-security-policy': policy }).end(body)
}

/** Does something once nothing called for it for so long. */
function settled(quietMs: number, work: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(work, quietMs)
  }
}
