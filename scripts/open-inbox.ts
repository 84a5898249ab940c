import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { IncomingMessage } from 'node:http'
import { Problem } from '../src/errors.ts'

const REQUESTS = 'http.server.request.start'

/**
 * Starts a stand-in for Resend on this machine alone, which shows what it was sent under /inbox and forgets it at its end. `domains`: what it
 * calls verified. Pages of other sites that are open in a browser here get no answer. @throws {Problem} when it cannot start
 */
export async function openInbox(port: number, domains: readonly string[]): Promise<{ url: string; close: () => Promise<void> }> {
  const { createEmulator } = await loadEmulate()
  // With these it says another address than the one it listens on.
  for (const name of ['EMULATE_BASE_URL', 'PORTLESS_URL']) delete process.env[name]
  try {
    const emulator = await createEmulator({
      service: 'resend',
      port,
      hostname: '127.0.0.1',
      seed: { resend: { domains: domains.map((name) => ({ name })) } },
    })
    const host = `127.0.0.1:${new URL(emulator.url).port}`
    const guard = refuseOtherSites(host)
    subscribe(REQUESTS, guard)
    return {
      url: `http://${host}`,
      async close() {
        await emulator.close()
        unsubscribe(REQUESTS, guard)
      },
    }
  } catch (error) {
    if (!hasCode(error, ['EADDRINUSE', 'EACCES'])) throw error
    throw new Problem(
      {
        what: `Cannot listen on port ${port}: ${error.code === 'EACCES' ? 'it is not allowed' : 'something else does'}`,
        fix: 'Give another one: npm run inbox -- --port N',
      },
      { cause: error },
    )
  }
}

/** emulate allows every site to read what it answers, whatever name it is asked by: mail for clients is in it. */
function refuseOtherSites(host: string): (message: unknown) => void {
  const port = Number(new URL(`http://${host}`).port)
  const own = new Set([host, `localhost:${port}`])
  return (message) => {
    const request = message instanceof Object && 'request' in message ? message.request : undefined
    if (!(request instanceof IncomingMessage) || request.socket.localPort !== port) return
    const { host: asked, origin } = request.headers
    if (!own.has(asked ?? '') || (origin !== undefined && !own.has(origin.replace(/^http:\/\//, '')))) request.socket.destroy()
  }
}

/** @throws {Problem} when it is not installed */
async function loadEmulate(): Promise<typeof import('emulate')> {
  try {
    return await import('emulate')
  } catch (error) {
    if (!hasCode(error, ['ERR_MODULE_NOT_FOUND'])) throw error
    throw new Problem(
      { what: 'Cannot open the inbox: emulate is not installed', fix: 'Install what is for development too: npm ci' },
      { cause: error },
    )
  }
}

function hasCode(error: unknown, codes: readonly string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
