import { hash } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listTree, readManyBytes } from '../src/files.ts'

/** Where the program lies. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

const FOLDERS = ['src', 'scripts', 'public']
const FILES = ['astro.config.mjs', 'package-lock.json']

/** What the program does, in a word: its sources, its packages and the Node that runs it. Whatever is kept from one run to the next is kept for one version. */
export async function programVersion(): Promise<string> {
  return (known ??= filesVersion([
    ...FILES.map((file) => join(ROOT, file)),
    ...(await Promise.all(FOLDERS.map(async (folder) => (await listTree(join(ROOT, folder))).map((file) => join(ROOT, folder, file))))).flat(),
  ]))
}

let known: string | undefined

function filesVersion(paths: readonly string[]): string {
  const told = readManyBytes(paths).map((bytes, index) => `${paths[index]} ${hash('sha256', bytes ?? '')}`)
  return hash('sha256', [process.version, ...told].join('\n')).slice(0, 20)
}
