import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { REAL_CLOCK } from '../src/http.ts'
import { readInstant } from '../src/deliver/read-instant.ts'
import { command, textOf } from './command.ts'
import { refuseOptions } from './refuse-options.ts'

await command({
  name: 'send',
  does: 'Renders and freezes a revision and prints the plan; sends nothing. With --send, sends a revision that was frozen and approved.',
  arguments: ['ID'],
  options: {
    send: { help: 'send the approved revision through Resend, or without RESEND_API_KEY to the outbox as .eml files' },
    approve: { value: 'HASH', help: 'hash of the revision, as the plan prints it (12 digits are enough)' },
    yes: { value: 'N', help: 'the head count, instead of typing it' },
    only: { value: 'CLIENT', help: 'this client alone' },
    test: { value: 'ADDRESS', help: 'with --send: instead, a marked copy of each edition to this address, of a draft too; without approval' },
    canary: { help: 'with --send: instead, each edition to author.email as the first client would get it' },
    at: { value: 'INSTANT', help: 'with --send: Resend lets it go then, such as 2027-01-05T09:00:00Z, at most 30 days ahead' },
    cancel: { help: 'takes back all that has not left yet of what was sent with --at' },
    pdf: { help: 'each mail carries its edition as a PDF' },
    letter: { help: 'PDFs on US Letter instead of A4' },
    erratum: { value: 'FILE', help: 'your words about what was wrong in what was sent: freezes a correction for those who got it' },
    'no-thread': { help: 'the correction is a mail of its own where the Message-ID of the mail before is not known' },
    json: { help: 'the plan as JSON on stdout, nothing else there' },
  },
  async run({ arguments: [id], options }) {
    const environment = readEnvironment()
    if (id === undefined) throw new Problem({ what: 'Cannot send without an ID', fix: 'Such as npm run send -- 2026-Q3' })
    const only = textOf(options.only)
    const approve = textOf(options.approve)
    const needsPdf = Boolean(options.pdf)
    refuseOptions(id, options)
    // Loaded when needed, so that sending has no way to render.
    if (options.cancel) return (await import('./cancel-scheduled.ts')).cancelScheduled(id, environment)
    if (!options.send)
      return (await import('./show-plan.ts')).showPlan(id, {
        only,
        json: Boolean(options.json),
        erratum: textOf(options.erratum),
        isThreaded: !options['no-thread'],
        paper: options.pdf ? (options.letter ? 'Letter' : 'A4') : undefined,
        environment,
      })
    if (options.canary || typeof options.test === 'string')
      return (await import('./send-copies.ts')).sendCopies(id, {
        test: textOf(options.test),
        only,
        approve,
        needsPdf,
        environment,
      })
    return (await import('./send-approved.ts')).sendApproved(id, {
      only,
      approve: approve ?? '',
      yes: textOf(options.yes),
      needsPdf,
      scheduledAt: typeof options.at === 'string' ? readInstant(options.at, REAL_CLOCK.now()) : undefined,
      environment,
    })
  },
})
