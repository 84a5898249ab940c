import { join } from 'node:path'
import type { Content } from '../src/content.ts'
import { readBytes, writeWhole } from '../src/files.ts'
import { imagesIn } from '../src/images-in.ts'
import type { Edition } from '../src/render/edition.ts'

/** Copies the content's own pictures into a build: those alone that the site's pages and the cut trees of the public editions show. */
export async function publishImages(out: string, content: Content, editions: readonly Edition[]): Promise<void> {
  const trees = [...editions, ...content.pages].map(({ tree }) => tree)
  for (const name of new Set(trees.flatMap((tree) => [...imagesIn(tree, { site: content.site.url })]))) {
    const bytes = await readBytes(join(content.folder, 'images', name))
    if (bytes) await writeWhole(join(out, 'images', name), bytes)
  }
}
