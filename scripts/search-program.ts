import { hash } from 'node:crypto'
import { join } from 'node:path'
import { moveFile, readTree, remove, writeFast } from '../src/files.ts'
import { programVersion, ROOT } from './program-version.ts'
import { runPagefind } from './run-pagefind.ts'

/**
 * The files of Pagefind itself that the search page loads, by their names: a script, and a program that knows how words of a language end. They
 * are the same for each site in that language and kept with what else is made of the program; made when they are first asked for.
 */
export async function searchProgram(language: string): Promise<Map<string, Buffer>> {
  const name = hash('sha256', `${await programVersion()} ${language}`).slice(0, 20)
  const place = join(ROOT, 'node_modules/.cache/legible/pagefind', name)
  const kept = await readTree(place)
  if (kept.size > 0) return kept
  const fresh = `${place}.${process.pid}.tmp`
  await remove(fresh)
  for (const [path, bytes] of await runPagefind([{ path: '/', html: `<!doctype html><html lang="${language}"><body><h1>A</h1></body></html>` }]))
    if (isProgram(path)) writeFast(join(fresh, path), bytes)
  try {
    await moveFile(fresh, place)
  } catch {
    // Another build has just made the same.
    await remove(fresh)
  }
  return readTree(place)
}

/** Whether a file is of Pagefind itself and needed: its own forms are not, nor what searches in a thread of its own, nor words of no language. */
function isProgram(path: string): boolean {
  return path === 'pagefind.js' || /^wasm\.(?!unknown\.)[\w-]+\.pagefind$/.test(path)
}
