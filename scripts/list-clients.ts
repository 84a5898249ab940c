import { relative } from 'node:path'
import type { Environment } from '../src/environment.ts'
import { readClients, readSite } from '../src/folder.ts'
import { isServed } from '../src/is-served.ts'
import type { Client } from '../src/model/client.ts'
import { dayOf, daysBetween } from '../src/model/day.ts'
import { writeArchiveLinks } from './archive-links.ts'
import { counted, styled } from './command.ts'
import { type LastReceipt, lastReceipts } from './last-receipts.ts'

/** How many days ahead the end of a contract is said beside it, and as what is to be done. */
const NEAR_DAYS = 90
const DUE_DAYS = 60

type Row = { name: string; client: Client; isEnded: boolean; daysLeft: number | undefined; last: LastReceipt | undefined; open: number }

/** Lists the clients, those whose contract ended below, and who is near its end. `hasLinks`: the link to each one's archive is written into the private folder. No address is shown. */
export async function listClients({ json, hasLinks, environment }: { json: boolean; hasLinks: boolean; environment: Environment }): Promise<number> {
  const clients = await readClients(environment.content)
  const day = dayOf(environment.now)
  const receipts = await lastReceipts(environment.content)
  const rows = [...clients]
    .map(([name, client]): Row => ({
      name,
      client,
      isEnded: client.until !== undefined && client.until < day,
      daysLeft: client.until === undefined ? undefined : daysBetween(day, client.until),
      last: receipts.get(name),
      open: client.notes.filter(({ asked, answered }) => asked !== undefined && answered === undefined).length,
    }))
    .sort((a, b) => Number(a.isEnded) - Number(b.isEnded) || a.name.localeCompare(b.name, 'en'))
  const links = hasLinks ? await writeArchiveLinks({ site: await readSite(environment.content), clients }, { environment }) : []
  const out = (text: string): void => void process.stdout.write(`${text}\n`)
  if (json) {
    out(
      JSON.stringify(
        rows.map((row) => toJson(row, day)),
        null,
        2,
      ),
    )
    return 0
  }
  if (rows.length === 0) out('no client yet: npm run client -- add')
  else table(rows, day, out)
  for (const { name, client, isEnded, daysLeft } of rows)
    if (!isEnded && daysLeft !== undefined && daysLeft <= DUE_DAYS)
      out(`${styled('yellow', `the contract of ${name} ends on ${client.until}, ${left(daysLeft)}`)}: npm run report -- ${name} tells it what it got`)
  for (const { client, path } of links) out(`the link to the archive of ${client} is in ${relative(process.cwd(), path)}`)
  return 0
}

function table(rows: readonly Row[], day: string, out: (text: string) => void): void {
  const cells = [['client', 'tier', 'contract', 'people', 'concerns', 'stack', 'got last', 'open'], ...rows.map((row) => cellsOf(row, day))]
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((one) => [...(one[column] ?? '')].length))) ?? []
  cells.forEach((one, index) => {
    const line = one
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length))
      .join('  ')
      .trimEnd()
    out(index === 0 || rows[index - 1]?.isEnded ? styled('dim', line) : line)
  })
}

function cellsOf({ name, client, isEnded, daysLeft, last, open }: Row, day: string): string[] {
  const { tier, since, until, recipients, concerns, stack } = client
  const out = recipients.filter(({ optedOut }) => optedOut !== undefined).length
  const modules = stack ? [[stack.modules.length, 'module'] as const, [stack.files.length, 'file'] as const].filter(([count]) => count > 0) : []
  const when = isEnded ? ' (ended)' : since > day ? ' (to come)' : daysLeft !== undefined && daysLeft < NEAR_DAYS ? ` (${left(daysLeft)})` : ''
  return [
    name,
    tier,
    `${since} – ${until ?? 'open'}${when}`,
    `${recipients.length}${out > 0 ? ` (${out} opted out)` : ''}`,
    String(concerns.length),
    modules.map(([count, what]) => counted(count, what)).join(', ') || '–',
    last ? `${last.digest}, ${last.on}` : '–',
    open === 0 ? '–' : counted(open, 'question'),
  ]
}

function left(days: number): string {
  return days === 0 ? 'today' : `in ${counted(days, 'day')}`
}

function toJson({ name, client, isEnded, daysLeft, last, open }: Row, day: string): object {
  const { tier, since, until, recipients, concerns, stack } = client
  return {
    client: name,
    name: client.name,
    tier,
    since,
    until: until ?? null,
    daysLeft: isEnded ? null : (daysLeft ?? null),
    served: isServed(client, day),
    recipients: recipients.map(({ id, optedOut }) => ({ id, optedOut: optedOut ?? null })),
    concerns: concerns.map(({ id }) => id),
    stack: { modules: stack?.modules.length ?? 0, files: stack?.files.length ?? 0 },
    last: last ?? null,
    openQuestions: open,
  }
}
