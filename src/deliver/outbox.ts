import { join } from 'node:path'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import { domainOf } from '../domain-of.ts'
import { writeWhole } from '../files.ts'
import type { Message, Transport } from './transport.ts'

/** A way out that writes each message to `outbox/` as an .eml file, which any mail program opens. */
export function outbox(privateFolder: string): Transport {
  return {
    via: 'outbox',
    width: 1,
    turn: async () => {},
    send: async (message) => {
      const name = `${message.key.replace(/^digest\//, '').replaceAll('/', '.')}.eml`
      await writeWhole(join(privateFolder, 'outbox', name), await toEml(message))
      return { state: 'accepted', id: name, messageId: messageIdOf(message) }
    },
  }
}

/** Message-ID of an .eml file: the same at every run. */
function messageIdOf({ key, payload }: Pick<Message, 'key' | 'payload'>): string {
  return `<${key.replaceAll('/', '.')}@${domainOf(payload.from) ?? 'localhost'}>`
}

/** The message as MIME: the same bytes at every run, CRLF, lines of at most 76 characters, ASCII. */
export async function toEml({ key, payload, date }: Message): Promise<Buffer> {
  return new MailComposer({
    from: payload.from,
    to: payload.to,
    replyTo: payload.reply_to,
    subject: payload.subject,
    html: payload.html,
    text: payload.text,
    headers: payload.headers,
    attachments: (payload.attachments ?? []).map((one) => ({
      filename: one.filename,
      content: Buffer.from(one.content, 'base64'),
      contentType: one.content_type,
      ...('content_id' in one ? { cid: one.content_id, contentDisposition: 'inline' as const } : { contentDisposition: 'attachment' as const }),
    })),
    date: new Date(`${date}T00:00:00Z`),
    messageId: messageIdOf({ key, payload }),
    baseBoundary: key.replaceAll('/', '.'),
    newline: 'windows',
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}
