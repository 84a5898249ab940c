import { Problem } from '../errors.ts'
import type { Receipt } from '../model/receipt.ts'
import { canceledOf, deliveriesOf, hasLeft, isOpen, revisionsLeft } from './deliveries.ts'
import type { Revision } from './revisions.ts'
import { strangeReceipt } from './strange-receipt.ts'
import type { Transport } from './transport.ts'

/**
 * Refuses to send a revision where the journal says that somebody would be mailed twice, or with other words: messages of another one have left that it does not correct, it was
 * canceled as a whole, it was frozen with other bytes elsewhere, or its messages went another way. @throws {Problem} then
 */
export function refuseStrange(revision: Revision, receipts: readonly Receipt[], via: Transport['via']): void {
  const { digest, corrects } = revision.manifest
  const other = revisionsLeft(receipts).at(-1)
  const isCorrected =
    corrects?.revision === other && !receipts.some(({ revision: name, hash }) => name === other && (hash ?? corrects?.hash) !== corrects?.hash)
  if (other !== undefined && other !== revision.name && !isCorrected)
    throw new Problem({
      what: `Cannot send ${digest} ${revision.name}: messages of ${other} have left already`,
      fix: `A client would be mailed twice. What was wrong is corrected with npm run send -- ${digest} --erratum FILE`,
    })
  // What is left of a revision of which some have left goes on; of one that nobody has, its next number serves everyone alike.
  if (canceledOf(receipts, revision.name).length > 0 && other === undefined)
    throw new Problem({
      what: `Cannot send ${digest} ${revision.name}: it was canceled`,
      fix: `Freeze it as the next revision, and approve that: npm run send -- ${digest}`,
    })
  const strange = strangeReceipt(revision, receipts)
  if (strange)
    throw new Problem({
      what: `Cannot send ${digest} ${revision.name}: ${strange.recipient} got another text under that name`,
      fix: 'It was frozen in another private folder: send the rest from there, or restore that folder here',
    })
  const elsewhere = [...deliveriesOf(receipts, revision.name).values()].find((one) => hasLeft(one) && one.via !== undefined && one.via !== via)
  if (elsewhere)
    throw new Problem({
      what: `Cannot send ${digest} ${revision.name} ${via === 'resend' ? 'through Resend' : 'to the outbox'}: ${elsewhere.recipient} ${isOpen(elsewhere) ? 'may have' : 'has'} it ${via === 'resend' ? 'in the outbox' : 'through Resend'}`,
      fix:
        via === 'resend'
          ? `If you mailed what is in the outbox, send the rest so too, with no RESEND_API_KEY; if it was a rehearsal, delete content/sent/${digest}.jsonl and the revisions of ${digest} in the private folder`
          : 'Set RESEND_API_KEY to send the rest the same way',
    })
}
