/** What the content folder holds, as it is understood. */
import { join } from 'node:path'
import { z } from 'zod'
import { type Document, type ErratumText, readDocument, readPage, type SitePage } from './document.ts'
import { listFiles, readText } from './files.ts'
import { type Folder, readFolder, required, shown } from './folder.ts'
import { parseJson, readJson } from './json.ts'
import { type Collection, collectionSchema } from './model/collection.ts'
import type { Finding } from './model/finding.ts'
import { type Recorded, recordedSchema } from './model/recorded.ts'
import { BUILT_IN_SECTIONS, type Sections, sectionsSchema } from './model/section.ts'
import { type Source, sourcesSchema } from './model/source.ts'
import { type Weights, weightsSchema } from './model/weights.ts'
import type { Window } from './model/window.ts'
import { readYaml } from './yaml.ts'

/** What the maintainer owns. `faults`: files that could not be read as documents too. */
export type Content = Omit<Folder, 'manuscripts'> & { documents: readonly Document[]; pages: readonly SitePage[] }

/** Reads all that the public site and the editions are made from, as it may leave at the instant `now`; a document whose text is that of `before` is the same. @throws {Problem} when a YAML file cannot be read */
export async function readContent(folder: string, { now, before }: { now: Date; before?: Content | undefined }): Promise<Content> {
  const { manuscripts, faults: strayed, ...rest } = await readFolder(folder)
  const known = new Map(before?.documents.map((document) => [document.file, document]))
  const documents: Document[] = []
  const pages: SitePage[] = []
  const faults: Finding[] = []
  for (const { kind, id, file, text, errata } of manuscripts) {
    const same = known.get(file)
    const read =
      kind === 'pages'
        ? readPage(text, { name: id, file })
        : same?.text === text && !same.frontmatter.embargo && isSame(same.errata, errata)
          ? same
          : readDocument(text, { kind, id, file, errata, now })
    if (!('tree' in read)) faults.push(read)
    else if ('frontmatter' in read) documents.push(read)
    else pages.push(read)
  }
  return { ...rest, documents, pages, faults: [...faults, ...strayed] }
}

function isSame(some: readonly ErratumText[], others: readonly ErratumText[]): boolean {
  return some.length === others.length && some.every(({ file, text }, index) => file === others[index]?.file && text === others[index]?.text)
}

/** `sources.yaml`. @throws {Problem} when it is not there or not valid */
export async function readSources(folder: string): Promise<Source[]> {
  return readYaml(await required(folder, 'sources.yaml'), sourcesSchema, { file: shown(folder, 'sources.yaml') }).sources
}

/** `sections.yaml`, or the built-in sections. @throws {Problem} when it is not valid */
export async function readSections(folder: string): Promise<Sections> {
  const text = await readText(join(folder, 'sections.yaml'))
  return text === undefined ? BUILT_IN_SECTIONS : readYaml(text, sectionsSchema, { file: shown(folder, 'sections.yaml') })
}

/** `items/ID.json`; undefined when nothing was collected. @throws {Problem} when the program did not write it so */
export async function readCollection(folder: string, id: string): Promise<Collection | undefined> {
  const file = join(folder, 'items', `${id}.json`)
  const text = await readText(file)
  return text === undefined ? undefined : collectionOf(text, file)
}

/** What was collected, from the text of `items/ID.json`. @throws {Problem} when the program did not write it so */
export function collectionOf(text: string, file: string): Collection {
  return parseJson(text, collectionSchema, {
    file,
    fix: 'The program writes this file: restore it from version control, or delete it and draft again',
  })
}

/**
 * An `items/ID.json` as far as the site tells it, without control characters, which neither HTML nor a terminal takes as text; undefined where nothing was
 * collected, or where the record cannot be read: that `collectionOf` says.
 */
export function recordedOf(text: string | undefined): Recorded | undefined {
  try {
    return text === undefined ? undefined : recordedSchema.parse(JSON.parse(withoutControls(text)))
  } catch {
    return undefined
  }
}

/** JSON without the control characters that its texts hold, but for line feeds, returns and tabs. */
function withoutControls(json: string): string {
  return CONTROL.test(json) ? json.replace(/\\u[0-9a-f]{4}|\\.|[\u007f\ufffe\uffff]/gi, (sign) => (IS_CONTROL.test(sign) ? '' : sign)) : json
}

/** What may be one, and whether a sign of JSON, told apart from others, is. */
const CONTROL = /\\[bf]|\\u(?:00[017]|fff)|[\u007f\ufffe\uffff]/i
const IS_CONTROL = /^(?:\\[bf]|\\u(?:00(?:0[0-8bcef]|1.|7f)|fff[ef])|[\u007f\ufffe\uffff])$/i

/** The ranking's own weights, which `npm run learn` writes; undefined where nothing was learnt. @throws {Problem} when the program did not write them so */
export function readWeights(folder: string): Promise<Weights | undefined> {
  return readJson(join(folder, 'weights.json'), weightsSchema, {
    fix: 'The program writes this file: run npm run learn again, or delete it to rank by the weights that come with the program',
  })
}

/** Of a record the coverage alone: its stories, which are many, are not looked at. */
const beforeSchema = z.object(collectionSchema.pick({ until: true, sources: true }).shape)
export type CollectedBefore = z.infer<typeof beforeSchema>

/** Coverage of the latest window that ended when this one begins, or before; undefined when there is none. A record that cannot be read is passed over: it is only compared with. */
export async function readCoverageBefore(folder: string, window: Window): Promise<CollectedBefore | undefined> {
  let latest: CollectedBefore | undefined
  for (const name of await listFiles(join(folder, 'items'), '.json')) {
    const one = await readText(join(folder, 'items', name))
      .then((text) => beforeSchema.parse(JSON.parse(text ?? '')))
      .catch(() => undefined)
    if (one && one.until <= window.since && (!latest || one.until > latest.until)) latest = one
  }
  return latest
}
