import type { ResendAccount } from '../environment.ts'
import { Problem } from '../errors.ts'

/**
 * Whether the account may be used for what `what` says. @throws {Problem} in a test or on a CI, where only a server on the own machine may be asked; and for a server elsewhere
 * whose address would show the key to everyone on the way
 */
export function mayUse({ baseUrl, isLocal, isTest }: ResendAccount, what: string): void {
  if (isLocal) return
  if (isTest)
    throw new Problem({
      what: `Cannot ${what}: CI or NODE_ENV=test is set, and ${new URL(baseUrl).host} is not this machine`,
      fix: 'Do it by hand, outside tests and CI; or set RESEND_BASE_URL to a server on this machine',
    })
  if (new URL(baseUrl).protocol !== 'https:')
    throw new Problem({
      what: `Cannot ${what}: ${baseUrl} would carry the key unencrypted`,
      fix: 'Set RESEND_BASE_URL to an https address, or unset it',
    })
}
