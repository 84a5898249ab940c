/** The door to the content folder: every file of the maintainer's, read strictly. */
import { join } from 'node:path'
import { z } from 'zod'
import { type Document, type Kind, readDocument, readPage, type SitePage } from './document.ts'
import { Problem } from './errors.ts'
import { listFiles, listNames, readText } from './files.ts'
import { readJson } from './json.ts'
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

/** What the maintainer owns. `documents` in the order of their folders and names; `images`: names of its own pictures; `faults`: files that could not be read as documents. */
export type Content = {
  folder: string
  site: Site
  clients: ReadonlyMap<string, Client>
  documents: readonly Document[]
  pages: readonly SitePage[]
  images: readonly string[]
  faults: readonly Finding[]
}

/** Reads all that the public site and the editions are made from; a document whose text is that of `before` is the same. @throws {Problem} when a YAML file cannot be read */
export async function readContent(folder: string, before?: Content): Promise<Content> {
  const site = await readSite(folder)
  const clients = await readClients(folder)
  const documents: Document[] = []
  const known = new Map(before?.documents.map((document) => [document.file, document]))
  const faults: Finding[] = []
  for (const kind of ['digests', 'notices', 'posts'] satisfies Kind[]) {
    for (const name of await listFiles(join(folder, kind), '.mdx')) {
      const file = `${kind}/${name}`
      const text = ((await readText(join(folder, file))) ?? '').replace(/^\ufeff/, '')
      const same = known.get(file)
      const read = same?.text === text ? same : readDocument(text, { kind, id: named(identifierSchema, name, file), file })
      if ('tree' in read) documents.push(read)
      else faults.push(read)
    }
  }
  const pages: SitePage[] = []
  for (const name of await listFiles(join(folder, 'pages'), '.mdx')) {
    const file = `pages/${name}`
    const read = readPage((await readText(join(folder, file))) ?? '', { name: named(nameSchema, name, file), file })
    if ('text' in read) pages.push(read)
    else faults.push(read)
  }
  faults.push(...(await strays(folder)))
  return { folder, site, clients, documents, pages, images: await listNames(join(folder, 'images')), faults }
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
export function readCollection(folder: string, id: string): Promise<Collection | undefined> {
  return readJson(join(folder, 'items', `${id}.json`), collectionSchema, {
    fix: 'The program writes this file: restore it from version control, or delete it and draft again',
  })
}

/** The stories of `items/ID.json` as far as the site tells them; none where nothing was collected, or where the record cannot be read: that `readCollection` says. */
export async function readRecorded(folder: string, id: string): Promise<readonly RecordedStory[]> {
  const text = await readText(join(folder, 'items', `${id}.json`))
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
