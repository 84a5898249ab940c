import { domainOf } from '../src/domain-of.ts'
import { readEnvironment } from '../src/environment.ts'
import { readSite } from '../src/folder.ts'
import { command, say } from './command.ts'
import { openInbox } from './open-inbox.ts'
import { readPort } from './read-port.ts'

await command({
  name: 'inbox',
  does: 'Stands in for Resend on this machine and shows the mail that was sent to it, without pictures and PDFs; sends nothing on, and forgets all of it at its end. Listens on this machine alone.',
  options: { port: { value: 'N', help: 'port to listen on (4010)' } },
  async run({ options }) {
    const port = readPort(options.port, 4010)
    const { sender } = await readSite(readEnvironment().content)
    const domain = domainOf(sender?.from ?? '')
    const inbox = await openInbox(port, domain === undefined ? [] : [domain])
    say(`inbox: ${inbox.url}/inbox; ends with Ctrl-C. Where you send from:`)
    say(`  export RESEND_API_KEY=re_local`)
    say(`  export RESEND_BASE_URL=${inbox.url}`)
    await new Promise((resolve) => {
      process.once('SIGINT', resolve)
    })
    await inbox.close()
    return 0
  },
})
