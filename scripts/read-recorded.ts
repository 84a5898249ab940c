import { join } from 'node:path'
import { type Content, recordedOf } from '../src/content.ts'
import type { Document } from '../src/document.ts'
import { readText } from '../src/files.ts'
import type { Recorded } from '../src/model/recorded.ts'

/** What was collected for a digest, as far as readers may know it; undefined where nothing was. */
export async function readRecorded({ kind, id }: Pick<Document, 'kind' | 'id'>, { folder }: Pick<Content, 'folder'>): Promise<Recorded | undefined> {
  return kind === 'digests' ? recordedOf(await readText(join(folder, 'items', `${id}.json`))) : undefined
}
