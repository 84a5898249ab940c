import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Content } from '../src/content.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { listFolders, listTree, moveFile, readBytes, remove, removeAtExit } from '../src/files.ts'
import { withLock } from '../src/lock.ts'
import { isAlive } from '../src/process.ts'
import type { renderPage } from './render-page.ts'

/** The site's templates as Astro compiled them. `assets`: folder of the styles, scripts and files that pages refer to. */
export type Templates = { assets: string; render: typeof renderPage }

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** All that the program's own templates are made from. */
const SOURCES = ['src', 'scripts', 'public']
const FILES = ['astro.config.mjs', 'package-lock.json']
/** Compiled templates that are kept: of the content folders and states that are built in turn. */
const KEPT = 8

/** The templates for a content folder, compiled where one of their sources, or a page of the site's own, is not as it was. @throws {Problem} naming the page that cannot be compiled */
export async function compileTemplates(environment: Environment, content: Content): Promise<Templates> {
  const name = await nameOf(content)
  const folder = join(environment.cache, 'templates', name)
  if (!existsSync(folder))
    // Astro keeps notes of a build beside its sources, where another's would disturb them.
    await withLock(join(ROOT, '.cache', 'build.lock'), () => compile(folder, environment, content), { waitMs: 300_000 })
  const { renderPage: render } = (await import(pathToFileURL(join(folder, 'server/entry.mjs')).href)) as { renderPage: Templates['render'] }
  return { assets: join(folder, 'client'), render }
}

/** What the templates are made from, in a name: files by their path and bytes. */
async function nameOf(content: Content): Promise<string> {
  const folders = [...SOURCES.map((folder) => join(ROOT, folder)), join(content.folder, 'pages')].filter((folder) => existsSync(folder))
  const paths = [
    ...FILES.map((file) => join(ROOT, file)),
    ...(await Promise.all(folders.map(async (folder) => (await listTree(folder)).map((file) => join(folder, file))))).flat(),
  ]
  const hash = createHash('sha256').update(content.site.url)
  for (const [index, bytes] of (await Promise.all(paths.map(readBytes))).entries()) hash.update(`\0${paths[index]}\0`).update(bytes ?? '')
  return hash.digest('hex').slice(0, 20)
}

async function compile(folder: string, environment: Environment, content: Content): Promise<void> {
  // Another build may have made them while this one waited.
  if (existsSync(folder)) return
  await sweep(dirname(folder))
  Object.assign(process.env, {
    ASTRO_TELEMETRY_DISABLED: '1',
    DIGEST_CONTENT: environment.content,
    DIGEST_OUT: environment.out,
    DIGEST_PRIVATE: environment.private,
    DIGEST_CACHE: environment.cache,
  })
  const fresh = `${folder}.${process.pid}.tmp`
  removeAtExit(fresh)
  const cwd = process.cwd()
  process.chdir(ROOT)
  try {
    // Astro takes from its cache what it kept of a page that seems unchanged.
    await remove(join(environment.cache, 'astro-public'))
    const { build } = await import('astro')
    await build({ root: ROOT, outDir: fresh, logLevel: 'warn' })
    await moveFile(fresh, folder)
  } catch (error) {
    // The pages of the site are the maintainer's own programs: what fails in one is for the maintainer to mend.
    const told = error instanceof Error ? [error.message, error.stack, JSON.stringify(error)].join('\n') : String(error)
    const page = content.pages.find(({ file }) => told.includes(`/${file}`))
    throw page === undefined ? error : pageProblem(join(content.folder, page.file), error)
  } finally {
    process.chdir(cwd)
  }
}

/** That a page of the site's own cannot be built. */
export function pageProblem(path: string, error: unknown): Problem {
  return new Problem(
    {
      what: `Cannot build ${path}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      where: path,
      fix: 'Mend the page; nothing was published',
    },
    { cause: error },
  )
}

/** Removes what compilers that were killed have left, and all but the newest. */
async function sweep(compiled: string): Promise<void> {
  const folders = await listFolders(compiled)
  const [left, whole] = [folders.filter((name) => name.endsWith('.tmp')), folders.filter((name) => !name.endsWith('.tmp'))]
  for (const name of left) if (!isAlive(Number(name.split('.')[1]))) await remove(join(compiled, name))
  const made = new Map(whole.map((name) => [name, statSync(join(compiled, name)).mtimeMs]))
  for (const name of whole.sort((a, b) => (made.get(b) ?? 0) - (made.get(a) ?? 0)).slice(KEPT)) await remove(join(compiled, name))
}
