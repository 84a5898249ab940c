import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { command } from './command.ts'

await command({
  name: 'send',
  does: 'Renders and freezes a revision and prints the plan; sends nothing. With --send, sends a revision that was frozen and approved.',
  arguments: ['ID'],
  options: {
    send: { help: 'send the approved revision through Resend, or without RESEND_API_KEY to the outbox as .eml files' },
    approve: { value: 'HASH', help: 'hash of the revision, as the plan prints it (12 digits are enough)' },
    yes: { value: 'N', help: 'the head count, instead of typing it' },
    only: { value: 'CLIENT', help: 'this client alone' },
    pdf: { help: 'each mail carries its edition as a PDF' },
    letter: { help: 'PDFs on US Letter instead of A4' },
    json: { help: 'the plan as JSON on stdout, nothing else there' },
  },
  async run({ arguments: [id], options }) {
    const environment = readEnvironment()
    if (id === undefined) throw new Problem({ what: 'Cannot send without an ID', fix: 'Such as npm run send -- 2026-Q3' })
    const only = typeof options.only === 'string' ? options.only : undefined
    if (options.letter && !options.pdf)
      throw new Problem({ what: 'Cannot choose the paper: there is no PDF', fix: `Ask for one: npm run send -- ${id} --pdf --letter` })
    // Loaded when needed, so that sending has no way to render.
    if (!options.send)
      return (await import('./show-plan.ts')).showPlan(id, {
        only,
        json: Boolean(options.json),
        paper: options.pdf ? (options.letter ? 'Letter' : 'A4') : undefined,
        environment,
      })
    const { sendApproved } = await import('./send-approved.ts')
    return sendApproved(id, {
      only,
      approve: String(options.approve ?? ''),
      yes: options.yes === undefined ? undefined : String(options.yes),
      needsPdf: Boolean(options.pdf),
      scheduledAt: undefined,
      environment,
    })
  },
})
