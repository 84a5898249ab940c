import { hash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { Folder, Manuscript } from '../src/folder.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { listFolders, moveFile, readManyTexts, remove, removeAtExit } from '../src/files.ts'
import { withLock } from '../src/lock.ts'
import { isAlive, ProgramError, run } from '../src/process.ts'
import type { PublicPage } from '../src/render/public-pages.ts'
import { programVersion, ROOT } from './program-version.ts'
import type { renderPage } from './render-page.ts'

/**
 * The site's templates, which Astro compiles when they are first asked for, unless it has before. `name`: what they are made from, in a word;
 * `assets`: the folder of styles, scripts and files that pages refer to; `render`: bytes of a page.
 * @throws {Problem} naming the page of the site's own that failed
 */
export type Templates = { name: string; assets: () => Promise<string>; render: (page: PublicPage) => Promise<Uint8Array> }

/** Compiled templates that are kept, of versions of the program and of pages; many more than builds can be at work at once. */
const KEPT = 50

/**
 * The templates for a content folder. They are a part of the program and lie with what else is made from it: content folders without pages of
 * their own share them.
 */
export async function templatesOf({ folder, site, manuscripts }: Folder, environment: Environment): Promise<Templates> {
  const pages = manuscripts.filter(({ kind }) => kind === 'pages')
  const base = new URL(site.url).pathname
  const own = pages.length === 0 ? [] : [folder, ...pages.flatMap(({ file, text }) => [file, text])]
  const name = hash('sha256', [await programVersion(), base, ...own].join('\0')).slice(0, 20)
  const place = join(ROOT, 'node_modules/.cache/legible/templates', name)
  const compiled = once(() => compile(place, { folder, pages, environment }))
  const module = once(async () => {
    await compiled()
    return import(pathToFileURL(join(place, 'server/entry.mjs')).href) as Promise<{ renderPage: typeof renderPage }>
  })
  return {
    name,
    async assets() {
      await compiled()
      return join(place, 'client')
    },
    async render({ path, data }) {
      try {
        return await (await module()).renderPage(addressOf(path, base), data)
      } catch (error) {
        const page = pages.find(({ id }) => path === `/${id}/`)
        const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
        throw page === undefined ? error : pageProblem(join(folder, page.file), said, error)
      }
    },
  }
}

/** Work that is done when it is first asked for, and once. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => (done ??= work())
}

/** Where Astro's router finds a page, whatever the site's host. */
function addressOf(path: string, base: string): string {
  return `https://site.invalid${base.replace(/\/$/, '')}${path.replace(/\.html$/, '/')}`
}

type Compiling = { folder: string; pages: readonly Manuscript[]; environment: Environment }

async function compile(into: string, compiling: Compiling): Promise<void> {
  if (existsSync(into)) return
  // Astro keeps notes of a build beside its sources, where another's would disturb them.
  await withLock(join(ROOT, '.cache', 'build.lock'), () => compileAlone(into, compiling), { waitMs: 300_000 })
}

async function compileAlone(into: string, { folder, pages, environment }: Compiling): Promise<void> {
  // Another build may have made them while this one waited.
  if (existsSync(into)) return
  await sweep(dirname(into))
  const fresh = `${into}.${process.pid}.tmp`
  // Astro takes from its cache what it kept of a page that seems unchanged: each compiling has one of its own.
  const cache = `${into}.${process.pid}.cache.tmp`
  for (const left of [fresh, cache]) removeAtExit(left)
  try {
    await run(process.execPath, [join(ROOT, 'scripts/compile-alone.ts'), fresh, cache], {
      cwd: ROOT,
      env: {
        ASTRO_TELEMETRY_DISABLED: '1',
        DIGEST_CONTENT: environment.content,
        DIGEST_OUT: environment.out,
        DIGEST_PRIVATE: environment.private,
        DIGEST_CACHE: environment.cache,
      },
    })
  } catch (error) {
    const failed = error instanceof ProgramError ? failedSchema.safeParse(error.stderr.split('\n').at(-1)) : undefined
    const page = pages.find(({ file }) => file === failed?.data?.page)
    throw page === undefined ? error : pageProblem(join(folder, page.file), failed?.data?.message ?? '', error)
  }
  // Astro has read the pages again: what it read must be what the templates are named after.
  const now = readManyTexts(pages.map(({ file }) => join(folder, file)))
  const changed = pages.find(({ text }, index) => now[index]?.replace(/^\ufeff/, '') !== text)
  if (changed)
    throw new Problem({
      what: `Cannot build: ${changed.file} was changed while this ran`,
      where: join(folder, changed.file),
      fix: 'Nothing was published; run it again',
    })
  await moveFile(fresh, into)
}

/** The last line that the compiler writes when it fails. */
const failedSchema = z
  .string()
  .startsWith('{"message"')
  .transform((text) => JSON.parse(text) as unknown)
  .pipe(z.strictObject({ message: z.string(), page: z.string().optional() }))

/** That a page of the site's own cannot be built. */
function pageProblem(path: string, said: string, cause: unknown): Problem {
  return new Problem({ what: `Cannot build ${path}: ${said}`, where: path, fix: 'Mend the page; nothing was published' }, { cause })
}

/** Removes what compilers that were killed have left, and all but the newest. */
async function sweep(compiled: string): Promise<void> {
  const folders = await listFolders(compiled)
  const [left, whole] = [folders.filter((name) => name.endsWith('.tmp')), folders.filter((name) => !name.endsWith('.tmp'))]
  for (const name of left) if (!isAlive(Number(name.split('.')[1]))) await remove(join(compiled, name))
  const made = new Map(whole.map((name) => [name, statSync(join(compiled, name)).mtimeMs]))
  for (const name of whole.sort((a, b) => (made.get(b) ?? 0) - (made.get(a) ?? 0)).slice(KEPT)) await remove(join(compiled, name))
}
