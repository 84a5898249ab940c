import type { Variant } from '../src/deliver/freeze.ts'
import type { Document } from '../src/document.ts'
import { Problem } from '../src/errors.ts'
import type { RenderedVariant, VariantKey } from '../src/render/variant.ts'
import { variantName } from '../src/variant-name.ts'

/** @throws {Problem} when an erratum tells somebody nothing whose text was wrong: its correction, with what is said of the last mistake, is its edition alone. `corrects`: the revision of that mistake */
export function refuseSilent(
  document: Document,
  corrects: string | undefined,
  rendered: readonly (RenderedVariant & Pick<Variant, 'edition'>)[],
  render: (variant: VariantKey) => RenderedVariant,
): void {
  if (!document.errata.some(({ revision }) => revision === corrects)) return
  const silent = rendered.filter(({ name, tier, edition }) => edition && edition.html === render({ name, tier, corrects }).html)
  if (silent.length > 0)
    throw new Problem({
      what: `Cannot correct ${document.id}: the erratum says nothing to ${silent.map(({ name }) => variantName(name).plain).join(', ')}, whose text was wrong`,
      where: document.errata.find(({ revision }) => revision === corrects)?.file,
      fix: 'Say what was wrong to everyone who got it, each passage inside the marks that it has in the digest',
    })
}
