/** What the name of a variant says. `plain`: the same but for being a correction; `of`: the tier, or the client that it was made for alone. */
export type VariantName = { plain: string; isCorrection: boolean; kind: 'tier' | 'client'; of: string }

const CORRECTION = 'correction-'

/** Reads the name of a variant: `tier-NAME` or `client-NAME`, of a correction with `correction-` before it. @throws {Error} at any other */
export function variantName(name: string): VariantName {
  const isCorrection = name.startsWith(CORRECTION)
  const plain = isCorrection ? name.slice(CORRECTION.length) : name
  const [, kind, of = ''] = /^(tier|client)-(.+)$/.exec(plain) ?? []
  if (kind !== 'tier' && kind !== 'client') throw new Error(`"${name}" is no name of a variant`)
  return { plain, isCorrection, kind, of }
}

/** The name of the correction of a variant. */
export function correctionOf(plain: string): string {
  return `${CORRECTION}${plain}`
}
