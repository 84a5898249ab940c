import { extname, join } from 'node:path'
import type { Content } from '../src/content.ts'
import type { Document } from '../src/document.ts'
import { readBytes } from '../src/files.ts'
import { imagesIn } from '../src/images-in.ts'
import type { Picture } from '../src/model/picture.ts'

const TYPES: Readonly<Record<string, Picture['content_type']>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
}

/** The content's own pictures that a document shows to anyone, by name. What is not there, or is of another kind, is left out: `link/dead` says so. */
export async function readPictures(document: Document, content: Pick<Content, 'folder' | 'site'>): Promise<Picture[]> {
  const pictures: Picture[] = []
  for (const filename of [...imagesIn(document.tree, { site: content.site.url })].sort()) {
    const content_type = TYPES[extname(filename).toLowerCase()]
    const bytes = await readBytes(join(content.folder, 'images', filename))
    if (content_type && bytes && bytes.length > 0)
      pictures.push({ filename, content: bytes.toString('base64'), content_type, content_id: `${filename}@legible` })
  }
  return pictures
}
