import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
}

/** A static host on loopback, as one serves a build below `base`: gives its address without that. */
export async function serve(folder: string, base = ''): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x')
    const path = join(folder, pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : '/nowhere')
    const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path
    response.writeHead(existsSync(file) ? 200 : 404, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
    if (existsSync(file)) createReadStream(file).pipe(response)
    else response.end()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

/** Chromium without a window that asks nobody for anything of its own. */
export function openBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  })
}

/** A site as a browser sees it: its address, the browser, and what closes both. */
export async function openSite(folder: string, base = ''): Promise<{ url: string; browser: Browser; close: () => Promise<void> }> {
  const { url, server } = await serve(folder, base)
  const browser = await openBrowser()
  return {
    url: `${url}${base}`,
    browser,
    close: async () => {
      await browser.close()
      server.close()
    },
  }
}
