/** The door to the content folder: every file of the maintainer's, read strictly, its texts not yet understood. */
import { join } from 'node:path'
import type { z } from 'zod'
import type { ErratumText, Kind } from './document.ts'
import { Problem } from './errors.ts'
import { listFiles, listNames, readManyTexts, readText } from './files.ts'
import { type Client, clientSchema } from './model/client.ts'
import type { Finding } from './model/finding.ts'
import { identifierSchema } from './model/identifier.ts'
import { nameSchema } from './model/name.ts'
import { type Site, siteSchema } from './model/site.ts'
import { readYaml } from './yaml.ts'

/** A document or page of the site as it lies in the content folder, not read yet. `text`: without a byte order mark; `errata`: of a digest or notice, newest first. */
export type Manuscript = { kind: Kind | 'pages'; id: string; file: string; text: string; errata: readonly ErratumText[] }

/** What the maintainer owns, its documents and pages not read yet, in the order of their folders and names. `images`: names of its own pictures; `records`: IDs of the digests for which something was collected; `faults`: what lies where it is not read. */
export type Folder = {
  folder: string
  site: Site
  clients: ReadonlyMap<string, Client>
  manuscripts: readonly Manuscript[]
  images: readonly string[]
  records: readonly string[]
  faults: readonly Finding[]
}

/** Reads all that the public site and the editions are made from, but no document's text. @throws {Problem} when a YAML file cannot be read */
export async function readFolder(folder: string): Promise<Folder> {
  const site = await readSite(folder)
  const clients = await readClients(folder)
  const { errata, faults: misnamed } = await readErrata(folder)
  const manuscripts: Manuscript[] = []
  for (const kind of ['digests', 'notices', 'posts', 'pages'] as const) {
    const names = await listFiles(join(folder, kind), '.mdx')
    const texts = readManyTexts(names.map((name) => join(folder, kind, name)))
    for (const [index, name] of names.entries()) {
      const file = `${kind}/${name}`
      const id = named(kind === 'pages' ? nameSchema : identifierSchema, name, file)
      const corrected = kind === 'digests' || kind === 'notices' ? errata.get(id) : undefined
      manuscripts.push({ kind, id, file, text: (texts[index] ?? '').replace(/^\ufeff/, ''), errata: corrected ?? [] })
    }
  }
  const known = new Set(manuscripts.flatMap((one) => one.errata.map(({ file }) => file)))
  const lost = [...errata.values()].flat().filter(({ file }) => !known.has(file))
  const records = (await listFiles(join(folder, 'items'), '.json')).map((name) => name.slice(0, -'.json'.length))
  const faults = [...misnamed, ...lost.map(({ file }) => lostErratum(file)), ...(await strays(folder))]
  return { folder, site, clients, manuscripts, images: await listNames(join(folder, 'images')), records, faults }
}

/** `errata/ID.rN.mdx` by ID, newest first; `faults`: those whose names are not so. */
export async function readErrata(folder: string): Promise<{ errata: Map<string, ErratumText[]>; faults: Finding[] }> {
  const errata = new Map<string, ErratumText[]>()
  const faults: Finding[] = []
  const names = await listFiles(join(folder, 'errata'), '.mdx')
  const texts = readManyTexts(names.map((name) => join(folder, 'errata', name)))
  const number = ({ revision }: ErratumText): number => Number(revision.slice(1))
  for (const [index, name] of names.entries()) {
    const [, id, revision = ''] = /^(.+)\.(r[1-9]\d*)\.mdx$/.exec(name) ?? []
    const file = `errata/${name}`
    if (id === undefined) faults.push(lostErratum(file))
    else {
      const erratum = { revision, file, text: (texts[index] ?? '').replace(/^\ufeff/, '') }
      errata.set(
        id,
        [...(errata.get(id) ?? []), erratum].sort((a, b) => number(b) - number(a)),
      )
    }
  }
  return { errata, faults }
}

function lostErratum(file: string): Finding {
  return {
    file,
    level: 'error',
    code: 'erratum/lost',
    message: 'it corrects no digest or notice that is there: call it ID.rN.mdx, after the revision that was wrong, such as 2026-Q3.r1.mdx',
  }
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

/** Text of a file that must be there. @throws {Problem} when it is not */
export async function required(folder: string, name: string): Promise<string> {
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
  const places = [...['digests', 'notices', 'posts', 'pages', 'errata'].map((place) => [place, '.mdx'] as const), ['clients', '.yaml'] as const]
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

/** How a file is called in what is said of it. */
export function shown(folder: string, name: string): string {
  const here = join(folder, name)
  return here.startsWith(`${process.cwd()}/`) ? here.slice(process.cwd().length + 1) : here
}
