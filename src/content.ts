/** The door to the content folder: every file of the maintainer's, read strictly. */
import { join } from 'node:path'
import { z } from 'zod'
import { type Document, type Kind, readDocument, readPage, type SitePage } from './document.ts'
import { Problem } from './errors.ts'
import { listFiles, listNames, readManyTexts, readText } from './files.ts'
import { parseJson, readJson } from './json.ts'
import { type Client, clientSchema } from './model/client.ts'
import { type Collection, collectionSchema } from './model/collection.ts'
import type { Finding } from './model/finding.ts'
import { identifierSchema } from './model/identifier.ts'
import { nameSchema } from './model/name.ts'
import { type RecordedStory, recordedSchema } from './model/recorded.ts'
import { BUILT_IN_SECTIONS, type Sections, sectionsSchema } from './model/section.ts'
import { type Site, siteSchema } from './model/site.ts'
import { type Source, sourcesSchema } from './model/source.ts'
import { type Weights, weightsSchema } from './model/weights.ts'
import type { Window } from './model/window.ts'
import { readYaml } from './yaml.ts'

/** A document or page of the site as it lies in the content folder, not read yet. `text`: without a byte order mark. */
export type Manuscript = { kind: Kind | 'pages'; id: string; file: string; text: string }

/** What the maintainer owns, its documents and pages not read yet, in the order of their folders and names. `images`: names of its own pictures; `faults`: what lies where it is not read. */
export type Folder = {
  folder: string
  site: Site
  clients: ReadonlyMap<string, Client>
  manuscripts: readonly Manuscript[]
  images: readonly string[]
  faults: readonly Finding[]
}

/** What the maintainer owns. `faults`: files that could not be read as documents too. */
export type Content = Omit<Folder, 'manuscripts'> & { documents: readonly Document[]; pages: readonly SitePage[] }

/** Reads all that the public site and the editions are made from, but no document's text. @throws {Problem} when a YAML file cannot be read */
export async function readFolder(folder: string): Promise<Folder> {
  const site = await readSite(folder)
  const clients = await readClients(folder)
  const manuscripts: Manuscript[] = []
  for (const kind of ['digests', 'notices', 'posts', 'pages'] as const) {
    const names = await listFiles(join(folder, kind), '.mdx')
    const texts = readManyTexts(names.map((name) => join(folder, kind, name)))
    for (const [index, name] of names.entries()) {
      const file = `${kind}/${name}`
      const id = named(kind === 'pages' ? nameSchema : identifierSchema, name, file)
      manuscripts.push({ kind, id, file, text: (texts[index] ?? '').replace(/^\ufeff/, '') })
    }
  }
  return { folder, site, clients, manuscripts, images: await listNames(join(folder, 'images')), faults: await strays(folder) }
}

/** Reads all that the public site and the editions are made from; a document whose text is that of `before` is the same. @throws {Problem} when a YAML file cannot be read */
export async function readContent(folder: string, before?: Content): Promise<Content> {
  const { manuscripts, faults: strayed, ...rest } = await readFolder(folder)
  const known = new Map(before?.documents.map((document) => [document.file, document]))
  const documents: Document[] = []
  const pages: SitePage[] = []
  const faults: Finding[] = []
  for (const { kind, id, file, text } of manuscripts) {
    const same = known.get(file)
    const read = kind === 'pages' ? readPage(text, { name: id, file }) : same?.text === text ? same : readDocument(text, { kind, id, file })
    if (!('tree' in read)) faults.push(read)
    else if ('frontmatter' in read) documents.push(read)
    else pages.push(read)
  }
  return { ...rest, documents, pages, faults: [...faults, ...strayed] }
}

/** `clients/NAME.yaml`, by name. @throws {Problem} when one is not valid */
export async function readClients(folder: string): Promise<Map<string, Client>> {
  const clients = new Map<string, Client>()
  for (const file of await listFiles(join(folder, 'clients'), '.yaml')) {
    const name = named(nameSchema, file, `clients/${file}`)
    clients.set(name, readYaml((await readText(join(folder, 'clients', file))) ?? '', clientSchema, { file: shown(folder, `clients/${file}`) }))
  }
  return clients
}

/** `site.yaml`. @throws {Problem} when it is not there or not valid */
export async function readSite(folder: string): Promise<Site> {
  return readYaml(await required(folder, 'site.yaml'), siteSchema, { file: shown(folder, 'site.yaml') })
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

/** The stories of an `items/ID.json` as far as the site tells them; none where nothing was collected, or where the record cannot be read: that `collectionOf` says. */
export function recordedOf(text: string | undefined): readonly RecordedStory[] {
  try {
    return text === undefined ? [] : recordedSchema.parse(JSON.parse(text)).stories
  } catch {
    return []
  }
}

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

async function required(folder: string, name: string): Promise<string> {
  const text = await readText(join(folder, name))
  if (text === undefined)
    throw new Problem({
      what: `Cannot find ${shown(folder, name)}`,
      where: join(folder, name),
      fix: 'Make it, or set DIGEST_CONTENT to the folder that holds it',
    })
  return text
}

/** What lies where the maintainer's files are and is not read: another ending, a folder. A client that nobody reads would never be mailed. */
async function strays(folder: string): Promise<Finding[]> {
  const places = [...['digests', 'notices', 'posts', 'pages'].map((place) => [place, '.mdx'] as const), ['clients', '.yaml'] as const]
  const found = await Promise.all(
    places.map(async ([place, ending]) => {
      const read = new Set(await listFiles(join(folder, place), ending))
      return (await listNames(join(folder, place)))
        .filter((name) => !read.has(name) && !/^\.|\.tmp$|~$/.test(name))
        .map((name) => [`${place}/${name}`, ending] as const)
    }),
  )
  const misspelled = (await listNames(folder))
    .filter((name) => /^(site|sources|sections)\.(yml|json|YAML|YML)$/.test(name))
    .map((name) => [name, '.yaml'] as const)
  return [...found.flat(), ...misspelled].map(([file, ending]): Finding => ({
    file,
    level: 'error',
    code: 'document/ending',
    message: `it is not read: make it a file that ends in ${ending}, or move it elsewhere`,
  }))
}

function named(schema: z.ZodType<string>, file: string, shownAs: string): string {
  const parsed = schema.safeParse(file.replace(/\.(mdx|yaml)$/, ''))
  if (!parsed.success)
    throw new Problem({ what: `Cannot use the file name ${shownAs}: it ${parsed.error.issues[0]?.message}`, where: shownAs, fix: 'Rename the file' })
  return parsed.data
}

function shown(folder: string, name: string): string {
  const here = join(folder, name)
  return here.startsWith(`${process.cwd()}/`) ? here.slice(process.cwd().length + 1) : here
}
