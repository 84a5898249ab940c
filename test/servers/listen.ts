import { isUtf8 } from 'node:buffer'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as a server got it. `isUtf8`: two such bodies are equal exactly where their bytes are. */
export type Got = { method: string; path: string; query: URLSearchParams; headers: IncomingMessage['headers']; body: string; isUtf8: boolean }
/** `damage`: what becomes of the answer on its way. */
export type Reply = { status?: number; headers?: Record<string, string>; body: string; damage?: Damage | undefined }
/** `truncate`: a whole HTTP answer with half of its text; `cut`: the connection ends in the middle; `stall`: half of it, then nothing; `hang`: nothing at all. */
export type Damage = 'truncate' | 'cut' | 'stall' | 'hang' | 'reset' | 'empty'
/** What goes wrong with one answer instead of it. */
export type Fault = Damage | Reply | ((got: Got) => Fault | undefined)

/** A server on loopback that stops by itself when nothing else runs. `faults` are used up one a request, in order; undefined lets one pass. */
export type Server = { url: string; got: Got[]; faults: (Fault | undefined)[]; most: () => number; onStall: () => void; close: () => void }

/** Starts a server. `most()`: the most requests that were open at once. */
export async function listen(answer: (got: Got) => Reply | Promise<Reply>): Promise<Server> {
  let open = 0
  let most = 0
  const got: Got[] = []
  const faults: (Fault | undefined)[] = []
  const http = createServer((request, response) => {
    most = Math.max(most, ++open)
    response.on('close', () => open--)
    void serve(request, response)
  })
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const bytes = Buffer.concat(chunks)
    const url = new URL(request.url ?? '/', 'http://localhost')
    const one: Got = {
      method: request.method ?? '',
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      headers: request.headers,
      body: bytes.toString(),
      isUtf8: isUtf8(bytes),
    }
    got.push(one)
    const fault = faults.length > 0 ? faults.shift() : undefined
    const found = typeof fault === 'function' ? fault(one) : fault
    const reply = typeof found === 'object' ? found : await answer(one)
    const headers = { 'content-type': 'application/json; charset=utf-8', ...reply.headers }
    const half = reply.body.slice(0, Math.floor(reply.body.length / 2))
    const damage = typeof found === 'string' ? found : reply.damage
    if (damage === 'reset') request.socket.destroy()
    else if (damage === 'hang') {
      request.socket.unref()
      server.onStall()
    } else if (damage === 'empty') response.writeHead(200, headers).end('')
    else if (damage === 'truncate') response.writeHead(200, headers).end(half)
    else if (damage === 'cut' || damage === 'stall') {
      response.writeHead(200, { ...headers, 'content-length': String(Buffer.byteLength(reply.body)) })
      response.write(half, () => (damage === 'cut' ? request.socket.destroy() : server.onStall()))
    } else response.writeHead(reply.status ?? 200, headers).end(reply.body)
  }
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  http.unref()
  const server: Server = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    got,
    faults,
    most: () => most,
    onStall: () => undefined,
    close() {
      http.closeAllConnections()
      http.close()
    },
  }
  return server
}
