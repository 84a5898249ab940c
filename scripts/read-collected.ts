import type { Content } from '../src/content.ts'
import type { Document } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import type { Recorded } from '../src/model/recorded.ts'
import { glanceOf } from '../src/render/glance.ts'
import { glancePicture } from '../src/render/glance-picture.ts'
import type { Glance } from '../src/render/variant.ts'
import { drawPicture } from './draw-picture.ts'
import { readRecorded } from './read-recorded.ts'

/** What was collected for a digest, for its client editions: as readers may know it, and as a picture that is drawn for the mail. Neither where nothing was. */
export async function readCollected(
  document: Document,
  content: Pick<Content, 'folder' | 'site'>,
  { cache }: Pick<Environment, 'cache'>,
): Promise<{ recorded?: Recorded; glance?: Glance }> {
  const recorded = await readRecorded(document, content)
  const glance = recorded && glanceOf(recorded)
  if (!glance) return recorded ? { recorded } : {}
  const { svg, styles, alt } = glancePicture(glance, content.site.language)
  return { recorded, glance: { alt, picture: await drawPicture(svg, { name: 'at-a-glance', cache, styles }) } }
}
