import type { Client, Recipient } from '../model/client.ts'

/**
 * One message to come: who gets which variant. `variant`: `client-NAME` where the digest holds a passage for that client alone, else `tier-NAME`.
 * `answers`: of a correction, `tier`: the one that the client had then.
 */
export type Planned = { client: string; recipient: Recipient; variant: string; tier?: string | undefined; answers?: Answers | undefined }

/** What a correction answers. `since`: the revision that its reader got last; `thread`: Message-IDs of the mails before, oldest first; `number`: how many corrections there are with it. */
export type Answers = { subject: string; since: string; thread: readonly string[]; number: number }

/** Who is left out, and why; without `recipient`, everyone at the client. */
export type Skipped = { client: string; recipient?: string | undefined; reason: string }

/** Who gets what on a day: every client is either planned for or skipped with a reason. Ordered by client, recipients as their file has them. */
export function plan(
  clients: ReadonlyMap<string, Client>,
  options: { day: string; addressed: ReadonlySet<string>; only?: string | undefined },
): { planned: Planned[]; skipped: Skipped[] } {
  const planned: Planned[] = []
  const skipped: Skipped[] = []
  for (const [name, client] of [...clients].sort(([a], [b]) => a.localeCompare(b, 'en'))) {
    const reason =
      reasonToSkip(client, { day: options.day }) ??
      (client.recipients.length === 0 ? 'it has no recipients' : undefined) ??
      (options.only !== undefined && options.only !== name ? `only ${options.only} was asked for` : undefined)
    if (reason !== undefined) skipped.push({ client: name, reason })
    for (const recipient of reason === undefined ? client.recipients : []) {
      const own = reasonToSkip(client, { recipient, day: options.day })
      if (own === undefined) planned.push({ client: name, recipient, variant: variantOf(name, client, options.addressed) })
      else skipped.push({ client: name, recipient: recipient.id, reason: own })
    }
  }
  return { planned, skipped }
}

/** Name of the variant that a client gets; `addressed`: clients that a passage is for alone. */
export function variantOf(name: string, client: Client, addressed: ReadonlySet<string>): string {
  return addressed.has(name) ? `client-${name}` : `tier-${client.tier}`
}

/** Why a client, or one of its recipients, gets no mail on a day; undefined where it does. */
export function reasonToSkip(client: Client, { day, recipient }: { day: string; recipient?: Recipient | undefined }): string | undefined {
  if (day < client.since) return `its contract begins on ${client.since}`
  if (client.until !== undefined && day > client.until) return `its contract ended on ${client.until}`
  return recipient && optOut(recipient)
}

/** Why a person gets no mail, whatever the contract says. */
export function optOut({ optedOut }: Recipient): string | undefined {
  return optedOut === undefined ? undefined : `asked for no more mail on ${optedOut}`
}

/** How many recipients each client has that gets mail, in the order of the plan. */
export function recipientsOf(planned: readonly Planned[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { client } of planned) counts.set(client, (counts.get(client) ?? 0) + 1)
  return counts
}
