import { isOpen } from '../src/deliver/deliveries.ts'
import { isKeyAlive } from '../src/deliver/key-age.ts'
import { planCommand } from '../src/deliver/plan-command.ts'
import { sinceOf, type Standing } from '../src/deliver/standings.ts'
import { counted, styled } from './command.ts'
import { printFindings } from './print-findings.ts'
import { isLeftOut, type Status } from './status-json.ts'
import { minuteOf, tellState, type Told } from './tell-state.ts'

/** Prints how a digest stands: a table for each revision, what a person must see to, and what to type next. `width`: columns of the terminal; `isReconciled`: the provider was just asked for what is not known. */
export function printStatus(status: Status, { now, width, isReconciled }: { now: number; width: number; isReconciled: boolean }): void {
  const { digest, standings, findings } = status
  const out = (text: string): void => {
    process.stdout.write(`${text}\n`)
  }
  standings.forEach((standing, index) => {
    if (index > 0) out('')
    const after = standings.find(({ revision }) => revision === standing.next)
    printStanding(digest, { standing, isUpdated: after?.frozen?.manifest.corrects?.isUpdate === true, now, width, out })
  })
  if (findings.length > 0) {
    out('')
    printFindings(findings)
  }
  for (const next of nextSteps(status, { now, isReconciled })) out(`next: ${next}`)
}

/** What to type next, the most pressing first. */
function nextSteps({ digest, standings }: Status, { now, isReconciled }: { now: number; isReconciled: boolean }): string[] {
  const newest = standings.findLast(({ hasBegun }) => hasBegun)
  const frozen = standings.at(-1)?.frozen
  const plan = frozen ? planCommand(frozen) : `npm run send -- ${digest}`
  if (!newest) return [plan]
  const open = standings.flatMap(({ messages }) => messages.filter(isOpen))
  const dead = open.find(({ state, delivery }) => state === 'uncertain' || !isKeyAlive(delivery ?? {}, now))
  const isUnsent = newest.messages.some(
    (message) => message.state === 'attempting' || isLeftOut(message, newest) || (message.state === 'rejected' && message.heldBy === undefined),
  )
  return [
    ...(dead
      ? [`npm run status -- ${digest} ${isReconciled ? `--settle ${dead.recipient}=accepted, or =resend if it was not sent` : '--reconcile'}`]
      : []),
    ...(isUnsent && newest.hash !== undefined ? [`npm run send -- ${digest} --send --approve ${newest.hash.slice(0, 12)}`] : []),
    ...(standings.at(-1)?.hasBegun === false ? [plan] : []),
  ]
}

/** "3 messages: 2 delivered, 1 bounced". */
export function countStates(standing: Standing, now: number): string {
  const counts = new Map<string, number>()
  for (const message of standing.messages) {
    const { word } = tellState(message, { standing, now })
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return `${counted(standing.messages.length, 'message')}${counts.size > 0 ? ': ' : ''}${[...counts].map(([word, count]) => `${count} ${word}`).join(', ')}`
}

function printStanding(
  digest: string,
  { standing, isUpdated, now, width, out }: { standing: Standing; isUpdated: boolean; now: number; width: number; out: (text: string) => void },
): void {
  const { revision, hash, frozen, messages, skipped, next } = standing
  if (frozen) out(styled('bold', frozen.manifest.subject))
  const became = next !== undefined && standing.hasBegun ? `, ${isUpdated ? 'updated' : 'corrected'} by ${next}` : ''
  out(`${digest}, revision ${revision}${hash === undefined ? '' : `, hash ${hash.slice(0, 12)}`}${became}`)
  out(`${countStates(standing, now)}\n`)
  const rows = messages.map((message) => {
    const told = tellState(message, { standing, now })
    const since = sinceOf(message.state === 'planned' && !message.delivery?.settled ? undefined : message.delivery)
    return { recipient: message.recipient, told, since: since === undefined ? '' : minuteOf(since) }
  })
  const says = ({ word, more }: Told): string => `${word}${more ? `: ${more}` : ''}`
  const cells = [
    ['recipient', 'state', 'since (UTC)', 'to do'],
    ...rows.map(({ recipient, told, since }) => [recipient, says(told), since, told.todo]),
  ]
  const [first = 0, second = 0, third = 0, fourth = 0] = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  // Without room for all, what is to be done stands below.
  const isBeside = first + second + third + fourth + 8 <= width
  cells.forEach(([recipient = '', state = '', since = '', todo = ''], index) => {
    const colour = rows[index - 1]?.told.colour
    const padded = state.padEnd(second)
    const shown = index === 0 ? padded : colour ? styled(colour, padded) : padded
    const line = `  ${recipient.padEnd(first)}  ${shown}  ${since.padEnd(third)}${isBeside ? `  ${todo}` : ''}`.trimEnd()
    out(index === 0 ? styled('dim', line) : line)
    if (!isBeside && index > 0 && todo !== '') out(styled('dim', `    ${todo}`))
  })
  if (rows.some(({ told }) => told.word === 'accepted')) out(styled('dim', '\n  accepted: Resend took it, and has not said yet what became of it'))
  if (skipped.length === 0) return
  out(`\n${styled('bold', 'skipped')}`)
  for (const one of skipped) out(`  ${one.client}${one.recipient === undefined ? '' : `/${one.recipient}`}: ${one.reason}`)
}
