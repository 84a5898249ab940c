import { join } from 'node:path'
import type { Content } from '../src/content.ts'
import { readBytes } from '../src/files.ts'
import { imagesIn } from '../src/images-in.ts'
import type { Edition } from '../src/render/edition.ts'

/** The content's own pictures that a build holds, by their files: those alone that the site's pages and the cut trees of the public editions show. */
export async function publicImageFiles(content: Content, editions: readonly Edition[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  const trees = [...editions, ...content.pages].map(({ tree }) => tree)
  for (const name of new Set(trees.flatMap((tree) => [...imagesIn(tree, { site: content.site.url })]))) {
    const bytes = await readBytes(join(content.folder, 'images', name))
    if (bytes) files.set(`images/${name}`, bytes)
  }
  return files
}
