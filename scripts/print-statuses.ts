import { REAL_CLOCK } from '../src/http.ts'
import { countFindings } from './count-findings.ts'
import { styled } from './command.ts'
import { hasError } from './print-findings.ts'
import { countStates } from './print-status.ts'
import { type Status, statusCode } from './status-json.ts'

/** Prints a line for each digest: how the newest revision of which something was sent stands, and whether a person must act. */
export function printStatuses(all: readonly Status[]): void {
  if (all.length === 0) process.stdout.write('nothing was sent yet\n')
  const width = Math.max(0, ...all.map(({ digest }) => digest.length))
  for (const status of all) {
    const { digest, standings, findings } = status
    const newest = standings.findLast(({ hasBegun }) => hasBegun) ?? standings.at(-1)
    if (!newest) continue
    const needs = hasError(findings) || statusCode(status) > 0 ? 'red' : 'yellow'
    const said = countFindings(findings) || (statusCode(status) > 0 ? 'not done' : '')
    process.stdout.write(
      `${digest.padEnd(width)}  ${newest.revision}  ${countStates(newest, REAL_CLOCK.now())}${said && `; ${styled(needs, said)}: npm run status -- ${digest}`}\n`,
    )
  }
}
