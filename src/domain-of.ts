/** The domain of a From line, an address or "Name <address>"; undefined where it has none. */
export function domainOf(from: string): string | undefined {
  return /@([^@\s>]+)>?$/.exec(from)?.[1]
}
