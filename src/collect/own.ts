/** Whether a name, an account or an address is one of the maintainer's; case and a robot's "[bot]" aside. */
export function isOwn(name: string | undefined, accounts: readonly string[]): boolean {
  const same = (text: string): string =>
    text
      .trim()
      .toLowerCase()
      .replace(/\[bot\]$/, '')
  return name !== undefined && accounts.some((account) => same(account) === same(name))
}
