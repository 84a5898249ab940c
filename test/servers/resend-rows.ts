/** What Resend shows of what it holds. @see https://resend.com/docs/api-reference/emails (read 2026-11-30), SDK 6.38.0's types */
import type { GetDomainResponseSuccess, GetEmailResponseSuccess, ListEmail, SuppressionListEntry } from 'resend'
import type { ParsedMail } from './resend-mail.ts'

/** What Resend says became of a mail. */
export type LastEvent = GetEmailResponseSuccess['last_event']

/** A mail that was accepted. `raw`: the body as it came; `payload`: what it holds, read anew each time; times are milliseconds since 1970. */
export type ResendMail = {
  id: string
  key: string | undefined
  raw: string
  readonly payload: ParsedMail
  row: Omit<ParsedMail, 'html' | 'text' | 'attachments'>
  at: number
  scheduledAt: number | undefined
  messageId: string
  event: LastEvent
}

export type ResendDomain = Pick<GetDomainResponseSuccess, 'id' | 'name' | 'status'> & { open_tracking: boolean; click_tracking: boolean }

/** What is known of a mail: one whose time has come was sent. */
export function eventOf(mail: ResendMail, now: number): LastEvent {
  return mail.event === 'scheduled' && now >= (mail.scheduledAt ?? 0) ? 'sent' : mail.event
}

/** A mail as the list has it. */
export function listRow(mail: ResendMail, now: number): ListEmail {
  const { from, to, cc, bcc, reply_to, subject, scheduled_at } = mail.row
  return {
    id: mail.id,
    message_id: mail.messageId,
    from,
    to,
    cc: cc ?? null,
    bcc: bcc ?? null,
    reply_to: reply_to ?? null,
    subject,
    created_at: stamp(mail.at),
    last_event: eventOf(mail, now),
    scheduled_at: scheduled_at ?? null,
  }
}

/** A mail as `GET /emails/ID` has it. */
export function wholeMail(mail: ResendMail, now: number): GetEmailResponseSuccess {
  const { html, text } = mail.payload
  return { object: 'email', ...listRow(mail, now), html: html ?? null, text: text ?? null, tags: mail.row.tags ?? [], topic_id: null }
}

/** A domain as the list has it. */
export function domainRow(domain: ResendDomain): Omit<GetDomainResponseSuccess, 'object' | 'records'> {
  return { ...domain, created_at: stamp(0), region: 'eu-west-1', capabilities: { sending: 'enabled', receiving: 'disabled' } }
}

/** An address that gets no mail any more, as the list has it. */
export function suppressionRow(email: string): SuppressionListEntry {
  return { id: email, email, origin: 'bounce', source_id: null, created_at: stamp(0) }
}

/** An instant as Resend writes it: in microseconds, with an offset. */
function stamp(at: number): string {
  return new Date(at).toISOString().replace('Z', '000+00:00')
}
