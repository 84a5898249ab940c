import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check } from '../src/check/check.ts'
import { leaks, privatePassages } from '../src/check/leaks.ts'
import { type Content, readCollection, readContent } from '../src/content.ts'
import type { Environment } from '../src/environment.ts'
import { listTree, readBytes } from '../src/files.ts'
import type { Finding } from '../src/model/finding.ts'
import { toText } from '../src/render/text.ts'
import { publicEditions } from '../src/render/edition.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const TEMPLATES = ['src/pages', 'src/layouts', 'src/components', 'src/styles', 'public']

/** The content and every finding over it. */
export async function readChecked({ content: folder, now }: Environment): Promise<{ content: Content; findings: Finding[] }> {
  const content = await readContent(folder)
  const collections = new Map((await Promise.all(content.documents.filter((document) => document.kind === 'digests').map(async ({ id }) => [id, await readCollection(folder, id)] as const))).flatMap(([id, collection]) => (collection ? [[id, collection] as const] : [])))
  return { content, findings: check({ content, collections, assets: await listTree(join(ROOT, 'public')), now }) }
}

/** Private text in a public build, `name` in what is found; empty where there is no build. The content must be without error findings. */
export async function readLeaks(out: string, content: Content, now: Date, name = basename(out)): Promise<Finding[]> {
  if (!existsSync(out)) return []
  const context = { tiers: content.site.tiers, now }
  const editions = publicEditions(content.documents, context).map((edition) => [edition.title, edition.summary, toText(edition.tree, { base: content.site.url })].join('\n'))
  const templates = (await Promise.all(TEMPLATES.map((folder) => readTexts(join(ROOT, folder))))).flat()
  const known = [JSON.stringify(content.site), ...content.pages.map((page) => page.text), ...editions, ...templates.map((file) => file.text)]
  return leaks(await readTexts(out), privatePassages(content, now), known, name)
}

async function readTexts(folder: string): Promise<{ path: string; text: string }[]> {
  return Promise.all((await listTree(folder)).map(async (path) => ({ path, text: (await readBytes(join(folder, path)))?.toString() ?? '' })))
}
