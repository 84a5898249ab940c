import type { Finding } from '../model/finding.ts'
import type { Variant } from './freeze.ts'

/** Bytes of HTML: Gmail hides what stands beyond 102,400, and links, headers and the provider's own changes come on top. */
const MOST_BYTES = 100_000
const MANY_BYTES = 80_000
/** Characters of a subject that fit a line of a mail. @see RFC 5322, 2.1.1 (by email.md, 2026-11) */
const LONG_SUBJECT = 78

/** What would keep mails from being read whole. `file`: that of the document, whose title is the subject. */
export function mailFindings(mail: { subject: string; file: string; variants: readonly Pick<Variant, 'name' | 'html'>[] }): Finding[] {
  const sizes = mail.variants.flatMap(({ name, html }): Finding[] => {
    const bytes = Buffer.byteLength(html)
    if (bytes <= MANY_BYTES) return []
    return [
      {
        file: `variants/${name}/message.html`,
        level: bytes > MOST_BYTES ? 'error' : 'warning',
        code: 'mail/size',
        message: `is ${bytes.toLocaleString('en')} bytes long: Gmail hides what stands beyond about 102,000, and ${MOST_BYTES.toLocaleString('en')} are the most that is sent`,
      },
    ]
  })
  const { length } = [...mail.subject]
  if (length <= LONG_SUBJECT) return sizes
  const message = `the title is the subject of the mail and has ${length} characters: inboxes cut what is longer than ${LONG_SUBJECT}`
  return [{ file: mail.file, line: 1, column: 1, level: 'warning', code: 'mail/subject', message }, ...sizes]
}
