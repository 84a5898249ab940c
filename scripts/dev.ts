import { baseOf } from '../src/base-of.ts'
import { fileURLToPath } from 'node:url'
import { readSite } from '../src/folder.ts'
import { readEnvironment } from '../src/environment.ts'
import { command, say } from './command.ts'
import { readPort } from './read-port.ts'

await command({
  name: 'dev',
  does: 'Serves the public site and, under /preview/, every edition as page, mail and text side by side, with findings; shows what is saved at once. Listens on this machine alone.',
  options: { port: { value: 'N', help: 'port to listen on (4321)' } },
  async run({ options }) {
    const port = readPort(options.port, 4321)
    process.env['ASTRO_TELEMETRY_DISABLED'] = '1'
    const { dev } = await import('astro')
    const server = await dev({ root: fileURLToPath(new URL('..', import.meta.url)), server: { port, host: '127.0.0.1' }, logLevel: 'warn' })
    const base = `http://127.0.0.1:${server.address.port}${baseOf(await readSite(readEnvironment().content))}`
    say(`dev: ${base}/ and ${base}/preview/; ends with Ctrl-C`)
    await new Promise((resolve) => {
      process.once('SIGINT', resolve)
    })
    await server.stop()
    return 0
  },
})
