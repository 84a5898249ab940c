import { domainOf } from '../domain-of.ts'
import { Problem } from '../errors.ts'
import type { Provider } from './provider.ts'

/**
 * Looks whether the domain of a From line is verified and follows nobody's opens and clicks; gives a warning for what a server on this machine (`isLocal`)
 * does not say. @throws {Problem} where one is not so, and where it cannot be told
 */
export async function lookAtDomain(from: string, { provider, isLocal }: { provider: Provider; isLocal: boolean }): Promise<string[]> {
  const name = domainOf(from)?.toLowerCase() ?? ''
  const domain = await provider.domain(name)
  if (!domain || (isLocal && domain.of === 0)) return [unsaid(`whether ${name} is verified and tracking is off`, isLocal)]
  const { found } = domain
  if (found?.status !== 'verified')
    throw new Problem({
      what: `Cannot send from ${name}: ${found ? `its status at Resend is "${found.status}"` : 'it is no domain of this account at Resend'}`,
      fix: 'Verify the domain at resend.com/domains, or mend sender.from in site.yaml',
    })
  const tracked = [...(found.openTracking ? ['opens'] : []), ...(found.clickTracking ? ['clicks'] : [])]
  if (tracked.length > 0)
    throw new Problem({
      what: `Cannot send from ${name}: Resend follows ${tracked.join(' and ')}, which rewrites links and would know the keys of sealed pages`,
      fix: 'Switch tracking off for the domain at resend.com/domains',
    })
  return found.openTracking === undefined || found.clickTracking === undefined ? [unsaid('whether tracking is off', isLocal)] : []
}

/** The warning for what a provider does not say. @throws {Problem} unless it is a server on this machine */
export function unsaid(what: string, isLocal: boolean): string {
  if (!isLocal)
    throw new Problem({
      what: `Cannot send: Resend does not say ${what}`,
      fix: 'Run it again; if it stays so, look for a newer version of Legible',
    })
  return `the server on this machine does not say ${what}`
}
