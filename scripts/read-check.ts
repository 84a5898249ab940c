import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check } from '../src/check/check.ts'
import { gate } from '../src/check/gate.ts'
import { keyLeaks } from '../src/check/key-leaks.ts'
import { openImages, privatePassages, publicWords } from '../src/check/leaks.ts'
import { openStories } from '../src/check/open-stories.ts'
import { type Content, readCollection, readContent, readRecorded } from '../src/content.ts'
import { sealedFolder } from '../src/deliver/ledger.ts'
import { pathOf } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { listTree, readBytes } from '../src/files.ts'
import { imagesIn } from '../src/images-in.ts'
import type { Collection } from '../src/model/collection.ts'
import type { Finding } from '../src/model/finding.ts'
import { longDate } from '../src/render/long-date.ts'
import { isPublic } from '../src/is-open.ts'
import { readRepository, rememberRemote } from '../src/repository.ts'
import { ask, isTerminal } from './ask.ts'
import { bundleOpener } from './bundle-opener.ts'

type Checked = { content: Content; collections: ReadonlyMap<string, Collection>; findings: Finding[] }

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const TEMPLATES = ['src/pages', 'src/layouts', 'src/components', 'src/styles', 'public']

/** The content, what was collected for its digests by ID, and every finding over it. */
export async function readChecked({ content: folder, now }: Environment): Promise<Checked> {
  const content = await readContent(folder)
  const collections = new Map(
    (
      await Promise.all(
        content.documents.filter((document) => document.kind === 'digests').map(async ({ id }) => [id, await readCollection(folder, id)] as const),
      )
    ).flatMap(([id, collection]) => (collection ? [[id, collection] as const] : [])),
  )
  const assets = await listTree(join(ROOT, 'public'))
  const find = async (): Promise<Finding[]> =>
    check({ content, collections, assets, now, repository: await readRepository(folder, { isSample: folder === join(ROOT, 'content') }) })
  const findings = await find()
  return { content, collections, findings: (await askedWhoReads(folder, findings)) ? await find() : findings }
}

/** At a terminal, who may read a remote that git pushes private content to is asked for once, and remembered. Says whether anything was answered. */
async function askedWhoReads(folder: string, findings: readonly Finding[]): Promise<boolean> {
  if (!isTerminal() || !findings.some(({ code }) => code === 'repository/public')) return false
  const unknown = (await readRepository(folder, { isSample: false }))?.remotes.filter(({ visibility }) => visibility === 'unknown') ?? []
  let answered = false
  for (const { name } of unknown) {
    const answer = (await ask(`git pushes this content, with what is private in it, to ${name}. Can the public read that? [y/n] `)).trim()
    if (!/^(y|yes|n|no)$/i.test(answer)) continue
    await rememberRemote(folder, name, /^y/i.test(answer) ? 'public' : 'private')
    answered = true
  }
  return answered
}

/** Private text, pictures and keys in a public build, `name` in what is found; empty where there is no build. The content must be without error findings. */
export async function readLeaks(out: string, content: Content, { now, secret }: Environment, name = basename(out)): Promise<Finding[]> {
  if (!existsSync(out)) return []
  const told = await Promise.all(
    content.documents
      .filter((document) => document.kind === 'digests')
      .map(async (document) => openStories(document, { stories: await readRecorded(content.folder, document.id), now })),
  )
  const templates = (await Promise.all(TEMPLATES.map((folder) => readTexts(join(ROOT, folder))))).flat()
  const passages = [...privatePassages(content, now), ...told.flatMap((stories) => stories.passages)]
  const site = content.site
  const open = new Set([
    ...content.pages.flatMap(({ tree }) => [...imagesIn(tree, { site: site.url })]),
    ...content.documents.flatMap((document) => openImages(document, { site, now })),
  ])
  const pictures: { from: string; bytes: Buffer }[] = []
  for (const from of content.images.filter((image) => !open.has(image)).map((image) => `images/${image}`)) {
    const bytes = await readBytes(join(content.folder, from))
    if (bytes && bytes.length > 0) pictures.push({ from, bytes })
  }
  const paths = await listTree(out)
  const opener = paths.some((path) => path.endsWith('.age')) ? [await bundleOpener()] : []
  const known = (): string[] => [...publicTexts(content, now), ...told.flatMap((one) => [...one.words, ...one.paths]), ...templates, ...opener]
  const searched = gate(passages, known, { name, pictures })
  const keys: Finding[] = []
  for (const path of paths) {
    const bytes = (await readBytes(join(out, path))) ?? Buffer.alloc(0)
    // What was sealed is noise, in which any few letters stand somewhere.
    searched.search({ path, bytes: (await isSealed(path, bytes, content.folder)) ? Buffer.alloc(0) : bytes })
    keys.push(...keyLeaks([{ path, text: bytes.toString('latin1') }], { secret, name }))
  }
  return [...searched.findings(), ...keys]
}

/** Whether a file of a build is a page as `content/sealed/` holds it. */
async function isSealed(path: string, bytes: Buffer, folder: string): Promise<boolean> {
  if (!/^private\/[^/]+\.age$/.test(path) || !bytes.toString('latin1').startsWith('age-encryption.org/v1\n')) return false
  return (await readBytes(join(sealedFolder(folder), basename(path))))?.equals(bytes) === true
}

/** What everyone may read of the content: told from the marks alone, not from the cut, else what a wrong cut lets out would count as public. */
function* publicTexts(content: Content, now: Date): Generator<string> {
  yield JSON.stringify(content.site)
  for (const page of content.pages) yield page.text
  for (const document of content.documents.filter((one) => isPublic(one.frontmatter, now))) {
    yield publicWords(document, now)
    yield pathOf(document)
    if (document.date === undefined) continue
    yield longDate(document.date, content.site.language)
    yield new Date(`${document.date}T00:00:00Z`).toUTCString()
  }
}

async function readTexts(folder: string): Promise<string[]> {
  return Promise.all((await listTree(folder)).map(async (path) => (await readBytes(join(folder, path)))?.toString() ?? ''))
}
