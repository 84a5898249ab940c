import type { Client } from '../model/client.ts'
import type { Finding } from '../model/finding.ts'
import { partsOf } from './parts-of.ts'
import type { Message, Standing } from './standings.ts'

/**
 * What a person must see to, by name: mail that did not reach its reader or was not wanted, is not known of or has been forgotten; and, as warnings, who gets none. `more`: recipients of
 * whom the provider has mails that the journal has not, and their number; `isReconciled`: it was just asked for what is not known.
 */
export function deliveryFindings(
  digest: string,
  {
    standings,
    clients,
    more,
    isReconciled,
  }: { standings: readonly Standing[]; clients: ReadonlyMap<string, Client>; more: ReadonlyMap<string, number>; isReconciled: boolean },
): Finding[] {
  const finding = (level: Finding['level'], code: string, message: string): Finding => ({ file: `sent/${digest}.jsonl`, level, code, message })
  const findings = standings.flatMap((standing) => [
    ...(standing.frozen === undefined
      ? [
          finding(
            'warning',
            'deliver/revision',
            `${standing.revision} as it was sent is not in the private folder: who is in it and has no line in the journal is not known; restore that folder from a backup`,
          ),
        ]
      : []),
    ...standing.messages.flatMap((message): Finding[] => {
      const said = saidOf(message, { digest, standing, clients, isReconciled })
      return said ? [finding(said.level, said.code, said.message)] : []
    }),
  ])
  for (const [recipient, count] of more)
    findings.push(
      finding(
        'error',
        'deliver/twice',
        `${recipient} has ${count} more of it at the provider than the journal knows of: look at resend.com/emails what went out, and tell them`,
      ),
    )
  for (const { client, recipient, reason } of standings.at(-1)?.skipped ?? [])
    // Of whole clients, and of those whom a correction does not concern, the table says so; that one person wants no mail is what a maintainer may want to speak about.
    if (recipient !== undefined && clients.get(client)?.recipients.find(({ id }) => id === recipient)?.optedOut !== undefined)
      findings.push(finding('warning', 'deliver/skipped', `${client}/${recipient} gets none: ${reason}`))
  return findings
}

function saidOf(
  message: Message,
  { digest, standing, clients, isReconciled }: { digest: string; standing: Standing; clients: ReadonlyMap<string, Client>; isReconciled: boolean },
): Pick<Finding, 'level' | 'code' | 'message'> | undefined {
  const { recipient, state, delivery, excused } = message
  const { client: name, id } = partsOf(recipient)
  const place = `revisions/${digest}/${standing.revision}/messages/${recipient}.json in the private folder`
  const byHand = `send this one by hand (it lies in ${place}), then npm run status -- ${digest} --settle ${recipient}=accepted`
  const rightAddress = `ask ${name} for the right address and put it into clients/${name}.yaml for the next digest; ${byHand}`
  const error = (text: string, code: string = state): Pick<Finding, 'level' | 'code' | 'message'> => ({
    level: 'error',
    code: `deliver/${code}`,
    message: `${recipient} ${text}`,
  })
  if (message.heldBy !== undefined) return undefined
  if (excused !== undefined) return standing.hasBegun ? { ...error(`was not sent it: ${excused}`, 'skipped'), level: 'warning' } : undefined
  switch (state) {
    case 'planned':
      if (delivery?.reason !== undefined) return error(`was not sent it, ${delivery.reason}: ${rightAddress}`, 'suppressed')
      if (standing.next === undefined || !standing.hasBegun) return undefined
      return error(`was not sent ${standing.revision}, and ${standing.next} does not hold it: ${byHand}`, 'forgotten')
    case 'rejected':
      return error(`was refused (${delivery?.reason ?? 'no reason given'}): the next run of sending tries again; if it stays so, ${rightAddress}`)
    case 'uncertain':
      return error(
        `may have it or not (${delivery?.reason ?? 'no answer came'}): ${isReconciled ? '' : `npm run status -- ${digest} --reconcile looks; where that finds nothing, `}ask them, then npm run status -- ${digest} --settle ${recipient}=accepted or, if they have not got it, =resend`,
      )
    case 'bounced':
      return error(`has not got it, the address sent it back: ${rightAddress}`)
    case 'suppressed':
      return error(`has not got it, Resend sends nothing to this address since an earlier mail came back: ${rightAddress}`)
    case 'failed':
      return error(`has not got it, Resend could not send it: look at resend.com/emails why; ${byHand}`)
    case 'complained':
      if (clients.get(name)?.recipients.find((one) => one.id === id)?.optedOut !== undefined)
        return { ...error('reported the mail as unwanted, and gets no more'), level: 'warning' }
      return error(
        `reported the mail as unwanted: ask them, and if they want no more set optedOut: YYYY-MM-DD for ${id} in clients/${name}.yaml; else take the address off resend.com/suppressions`,
      )
    case 'canceled':
      if (!standing.hasBegun) return undefined
      return error(
        `was canceled, and others have it: ${byHand}; or, a day after it was sent, npm run status -- ${digest} --settle ${recipient}=resend for the next run of sending`,
      )
    default:
      return undefined
  }
}
