import { join } from 'node:path'
import { checkSite, sortFindings } from '../src/check/check.ts'
import type { Environment } from '../src/environment.ts'
import { listTree } from '../src/files.ts'
import { type Folder, readFolder } from '../src/folder.ts'
import type { Finding } from '../src/model/finding.ts'
import { preparing, type Remembered } from './prepare-folder.ts'
import { previewDocuments, type PreviewedDocument } from './preview-documents.ts'
import { ROOT } from './program-version.ts'

/** What the preview tells of a content folder: all that can be looked at, the one to begin with first, and what is found in it. */
export type Preview = { folder: Folder; documents: PreviewedDocument[]; findings: Finding[] }

const remembered: Remembered = new Map()

/** Reads a content folder for the preview: of documents what is kept, and what has changed since. @throws {Problem} when a YAML file cannot be read */
export function readPreview(environment: Pick<Environment, 'content' | 'private' | 'now'>): Promise<Preview> {
  return preparing({ ...environment, remembered }, async (prepare) => {
    const folder = await readFolder(environment.content)
    const known = await Promise.all(
      (await prepare(folder, { now: environment.now })).map(async ({ manuscript, prepared }) => ({ manuscript, prepared: await prepared })),
    )
    const outlines = known.flatMap(({ prepared }) => prepared.outline ?? [])
    const assets = await listTree(join(ROOT, 'public'))
    const { site, clients, faults } = folder
    const found = [...faults, ...known.flatMap(({ prepared }) => prepared.findings), ...checkSite({ site, clients, outlines, assets })]
    return { folder, documents: previewDocuments(known), findings: sortFindings(found) }
  })
}
