import type { Content } from '../src/content.ts'
import type { Document } from '../src/document.ts'
import { Problem } from '../src/errors.ts'
import { clientSchema } from '../src/model/client.ts'
import { publicPage } from '../src/render/public-page.ts'
import { renderVariant } from '../src/render/variant.ts'
import { variantName } from '../src/variant-name.ts'
import { printFindings } from './print-findings.ts'
import { readPictures } from './read-pictures.ts'
import { readRecorded } from './read-recorded.ts'
import { readStyles } from './read-styles.ts'
import { searchEditions, searchPublicPage } from './search-editions.ts'

/**
 * The pages of editions by the names of their variants, and with `isPublic` that of everyone as `public`. A variant is searched for what the
 * clients that read it must not, as what is sent is; one without a client, as one of its tier reads it. @throws {Problem} when something is found, or there is no public edition
 */
export async function renderPages(
  document: Document,
  wanted: readonly { variant: string; client?: string }[],
  { content, now, isPublic }: { content: Content; now: Date; isPublic: boolean },
): Promise<Map<string, string>> {
  const styles = await readStyles()
  const pictures = await readPictures(document, content)
  const recorded = await readRecorded(document, content)
  const names = [...new Set(wanted.map(({ variant }) => variant))].sort()
  const variants = names.map((name) => renderVariant(document, { name }, { content, now, styles, pictures, recorded }))
  const shown = isPublic ? publicPage(document, { content, now, styles, pictures, recorded }) : undefined
  if (isPublic && shown === undefined)
    throw new Problem({
      what: `Cannot print ${document.id} for everyone: it is not public yet`,
      where: document.file,
      fix: 'Set status: ready, and wait for the day of publicOn; or print without --public',
    })

  const readers = new Map(content.clients)
  const planned = wanted.map(({ variant, client }) => {
    if (client !== undefined) return { variant, client }
    const tier = variantName(variant).of
    readers.set(variant, clientSchema.parse({ name: variant, tier, since: '2000-01-01', recipients: [] }))
    return { variant, client: variant }
  })
  const leaked = [
    ...searchEditions(document, variants, { content: { ...content, clients: readers }, planned, now, pictures, collected: { recorded } }),
    ...(shown === undefined ? [] : searchPublicPage(document, shown, { content, now, recorded })),
  ]
  if (leaked.length > 0) {
    printFindings(leaked, process.stderr)
    throw new Problem({
      what: `Cannot print ${document.id}: an edition holds text that not all who get it may read`,
      where: document.file,
      fix: 'Nothing was printed. Look at the marks around the passages named above; where they are as you mean them, report a bug',
    })
  }
  return new Map([...variants.map(({ name, page }) => [name, page] as const), ...(shown === undefined ? [] : [['public', shown] as const])])
}
