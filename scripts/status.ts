import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { command, textOf } from './command.ts'
import { showStatus } from './show-status.ts'
import { showStatuses } from './show-statuses.ts'

await command({
  name: 'status',
  does: 'Who has a digest, and who has not: asks Resend what became of the mails and keeps it in the journal. Without ID, a line for each digest, from the journals alone.',
  arguments: ['ID'],
  options: {
    json: { help: 'as JSON on stdout, nothing else there' },
    reconcile: { help: 'settles what is not known: looks at Resend for mails that the journal does not know' },
    settle: { value: 'CLIENT/RECIPIENT=accepted|resend', help: 'they have it, whichever way; or it was not sent, and the next run of sending is to' },
  },
  async run({ arguments: [id], options }) {
    const environment = readEnvironment()
    const json = Boolean(options.json)
    const settle = textOf(options.settle)
    if (options.reconcile && settle !== undefined)
      throw new Problem({ what: 'Cannot reconcile and settle at once', fix: 'Reconcile first: what Resend knows needs no person' })
    if (id !== undefined) return showStatus(id, { json, reconcile: Boolean(options.reconcile), settle, environment })
    if (options.reconcile || settle !== undefined)
      throw new Problem({
        what: `Cannot ${options.reconcile ? 'reconcile' : 'settle'} without an ID`,
        fix: 'Such as npm run status -- 2026-Q3 --reconcile',
      })
    return showStatuses({ json, environment })
  },
})
