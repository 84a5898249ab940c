import type { Content } from '../src/content.ts'
import type { Document } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { type RenderedVariant, renderVariant, type VariantKey } from '../src/render/variant.ts'
import { readCollected } from './read-collected.ts'
import { readPictures } from './read-pictures.ts'
import { readStyles } from './read-styles.ts'

/** `render`: the edition of a document for a variant, each worked out once; `links`: with places for the addresses of a client's own pages. `pictures`, `collected`: what the editions show. */
export type Editions = {
  render: (variant: VariantKey, links: boolean) => RenderedVariant
  pictures: Awaited<ReturnType<typeof readPictures>>
  collected: Awaited<ReturnType<typeof readCollected>>
}

/** Reads what the editions of a document are rendered with. */
export async function openEditions(document: Document, content: Content, environment: Environment): Promise<Editions> {
  const styles = await readStyles()
  const pictures = await readPictures(document, content)
  const collected = await readCollected(document, content, environment)
  const rendered = new Map<string, RenderedVariant>()
  const render: Editions['render'] = ({ name, tier, corrects }, links) => {
    const key = JSON.stringify([name, tier, corrects, links])
    const edition =
      rendered.get(key) ?? renderVariant(document, { name, tier, corrects }, { content, now: environment.now, styles, links, pictures, ...collected })
    rendered.set(key, edition)
    return edition
  }
  return { render, pictures, collected }
}
