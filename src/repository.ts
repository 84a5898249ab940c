/** The door to the repository that holds the content folder: what git tracks of it, where it is pushed to, and who may read that. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { readBytes, writeWhole } from './files.ts'
import { readJson } from './json.ts'
import { type Repository, repositorySchema } from './model/repository.ts'
import { ProgramError, run } from './process.ts'

const FILE = 'repository.json'

/**
 * What git tracks of a folder and its remotes; undefined where no repository holds it. `isSample`: whether it is the sample in its own
 * checkout, whose invented clients are left out as long as their files are those that came with it.
 */
export async function readRepository(folder: string, { isSample }: { isSample: boolean }): Promise<Repository | undefined> {
  let listed: string
  try {
    listed = await run('git', ['-C', folder, 'ls-files', '-z'])
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error
    return /not a git repository|cannot change to/i.test(error.stderr) ? undefined : { unread: error.stderr, remotes: [], tracked: new Set() }
  }
  const said = await readSaid(folder)
  const tracked = new Set(listed.split('\0').filter(Boolean))
  for (const [file, hash] of isSample ? Object.entries(said.invented) : []) {
    const bytes = await readBytes(join(folder, file))
    if (bytes && createHash('sha256').update(bytes).digest('hex') === hash) tracked.delete(file)
  }
  const urls = await run('git', ['-C', folder, 'config', '--get-regexp', '^remote\\..*\\.(url|pushurl)$']).catch((error: unknown) => {
    // Status 1 says that there is none.
    if (error instanceof ProgramError && error.stderr === '') return ''
    throw error
  })
  const names = new Set(urls.split('\n').flatMap((line) => remoteName(line.slice(line.indexOf(' ') + 1)) ?? []))
  return { tracked, remotes: [...names].sort().map((name) => ({ name, visibility: said.remotes[name] ?? 'unknown' })) }
}

/** Writes down who may read a remote, beside what was said before. @throws {Problem} when the file is not valid */
export async function rememberRemote(folder: string, name: string, visibility: 'private' | 'public'): Promise<void> {
  const said = await readSaid(folder)
  const remotes = Object.fromEntries(Object.entries({ ...said.remotes, [name]: visibility }).sort(([a], [b]) => (a < b ? -1 : 1)))
  const invented = Object.keys(said.invented).length > 0 ? { invented: said.invented } : {}
  await writeWhole(join(folder, FILE), `${JSON.stringify({ remotes, ...invented }, null, 2)}\n`)
}

/** Host and path of a remote, without what an address may hold of a user, password or port; undefined for a folder of this machine. */
export function remoteName(url: string): string | undefined {
  const trimmed = url.trim()
  if (trimmed === '' || /^file:/i.test(trimmed) || /^[a-z]:[\\/]/i.test(trimmed)) return undefined
  const long = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/*(.*)$/i.exec(trimmed)
  const short = long ?? /^(?:[^/@:]*@)?([^/:@]+):(?!\/\/)(.*)$/.exec(trimmed)
  if (!short) return undefined
  return `${short[1]?.toLowerCase()}/${short[2]?.replace(/^\/+|(\.git)?\/*$/g, '')}`
}

async function readSaid(folder: string): ReturnType<typeof repositorySchema.parseAsync> {
  const fix = 'It says who may read a remote: { "remotes": { "host/path": "private" } }; mend it, or delete it and answer anew'
  return (await readJson(join(folder, FILE), repositorySchema, { fix })) ?? { remotes: {}, invented: {} }
}
