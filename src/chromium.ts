import { join } from 'node:path'
import { z } from 'zod'
import { Problem } from './errors.ts'
import { makeScratchFolder, remove } from './files.ts'
import type { Paper } from './model/paper.ts'
import { isRoot, talk } from './process.ts'

/** Sizes of paper in inches. */
const PAPERS: Record<Paper, { paperWidth: number; paperHeight: number }> = {
  A4: { paperWidth: 210 / 25.4, paperHeight: 297 / 25.4 },
  Letter: { paperWidth: 8.5, paperHeight: 11 },
}

/** A browser that prints whole pages. `close` ends it, and must be called. */
export type Chromium = { print: (html: string, paper: Paper) => Promise<Buffer>; close: () => Promise<void> }

const PATIENCE_MS = 60_000

/** What it says of a page that moved while it was printed, as one that would go elsewhere by itself may on a busy machine; the next time it is printed. */
const UNLUCKY = 'Chromium: Printing failed'
const TRIES = 3

/** It asks nobody for anything of its own, finds no host, and leaves nothing on the machine; who is root has no sandbox to put it in. */
const FLAGS = [
  '--headless',
  '--remote-debugging-pipe',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-proxy-server',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--password-store=basic',
  '--use-mock-keychain',
  '--font-render-hinting=none',
]

const answerSchema = z.object({
  id: z.number().optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.object({ message: z.string() }).optional(),
})

/** What waits until the page can be printed: fonts and pictures that it holds itself. */
const SETTLED =
  'Promise.all([document.fonts.ready, ...Array.from(document.images, (image) => image.decode().catch(() => undefined))]).then(() => true)'

/**
 * Starts a Chromium, which is spoken to over a pipe: no port is opened, and no page is put on the disk. Pages that it prints run no script and
 * reach no network. PDFs are tagged and have the headings as their outline. @throws {Problem} when it does not start, or ends
 * @see https://chromedevtools.github.io/devtools-protocol/tot/Page/#method-printToPDF
 */
export async function openChromium(path: string): Promise<Chromium> {
  const profile = await makeScratchFolder('legible-chromium-')
  const program = talk(path, [...FLAGS, ...(isRoot() ? ['--no-sandbox'] : []), `--user-data-dir=${join(profile, 'profile')}`, 'about:blank'])
  const waiting = new Map<number, { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }>()
  let last = 0
  const listening = listen(program.said, waiting)
  const ended = program.ended
    .then(
      (why) => failed(path, `it ended with ${why}`),
      (error: Error) => error,
    )
    .then(async (why) => {
      await listening.catch(() => undefined)
      for (const { reject } of waiting.values()) reject(why)
      await remove(profile)
    })

  const ask = async <Shape extends z.ZodRawShape>(method: string, params: object, shape: z.ZodObject<Shape>, sessionId?: string) => {
    const id = ++last
    const result = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const late = setTimeout(() => reject(failed(path, `it gave no answer to ${method} within ${PATIENCE_MS / 1000} seconds`)), PATIENCE_MS)
      const settle = (): void => {
        clearTimeout(late)
        waiting.delete(id)
      }
      waiting.set(id, {
        resolve: (given) => (settle(), resolve(given)),
        reject: (error) => (settle(), reject(error)),
      })
      program.say(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`)
    })
    return shape.parse(result)
  }
  const nothing = z.object({})

  const printOnce = async (html: string, paper: Paper): Promise<Buffer> => {
    const { browserContextId } = await ask('Target.createBrowserContext', {}, z.object({ browserContextId: z.string() }))
    const { targetId } = await ask('Target.createTarget', { url: 'about:blank', browserContextId }, z.object({ targetId: z.string() }))
    const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true }, z.object({ sessionId: z.string() }))
    await ask('Emulation.setScriptExecutionDisabled', { value: true }, nothing, sessionId)
    await ask('Emulation.setEmulatedMedia', { media: 'print' }, nothing, sessionId)
    const { frameTree } = await ask('Page.getFrameTree', {}, z.object({ frameTree: z.object({ frame: z.object({ id: z.string() }) }) }), sessionId)
    await ask('Page.setDocumentContent', { frameId: frameTree.frame.id, html }, nothing, sessionId)
    await ask('Runtime.evaluate', { expression: SETTLED, awaitPromise: true }, z.object({ result: z.object({ value: z.literal(true) }) }), sessionId)
    const options = { ...PAPERS[paper], printBackground: true, generateTaggedPDF: true, generateDocumentOutline: true }
    const { data } = await ask('Page.printToPDF', options, z.object({ data: z.base64() }), sessionId)
    await ask('Target.disposeBrowserContext', { browserContextId }, nothing)
    return Buffer.from(data, 'base64')
  }
  const print = async (html: string, paper: Paper): Promise<Buffer> => {
    for (let tries = 1; ; tries++) {
      try {
        return await printOnce(html, paper)
      } catch (error) {
        if (tries === TRIES || !(error instanceof Error && error.message === UNLUCKY)) throw error
      }
    }
  }
  const close = async (): Promise<void> => {
    program.say(`${JSON.stringify({ id: ++last, method: 'Browser.close' })}\0`)
    const late = setTimeout(() => program.end(), 5_000)
    await ended
    clearTimeout(late)
  }
  return { print, close }
}

/** Hands each answer to whoever waits for it; events are left alone. */
async function listen(
  said: AsyncIterable<Buffer>,
  waiting: ReadonlyMap<number, { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }>,
): Promise<void> {
  let chunks: Buffer[] = []
  for await (const chunk of said) {
    let from = 0
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, from)) {
      const { id, result, error } = answerSchema.parse(JSON.parse(Buffer.concat([...chunks, chunk.subarray(from, end)]).toString()))
      chunks = []
      from = end + 1
      const one = id === undefined ? undefined : waiting.get(id)
      if (error) one?.reject(new Error(`Chromium: ${error.message}`))
      else one?.resolve(result ?? {})
    }
    chunks.push(chunk.subarray(from))
  }
}

function failed(path: string, why: string): Problem {
  return new Problem({
    what: `Cannot print with ${path}: ${why}`,
    where: path,
    fix: 'Try it by itself with --version; set CHROMIUM_PATH to another Chromium, Chrome or Edge',
  })
}
