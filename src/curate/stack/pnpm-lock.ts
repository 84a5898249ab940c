import { type Document, LineCounter, parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { type Told, unreadable } from './told.ts'

const lockSchema = z.looseObject({
  lockfileVersion: z.union([z.number(), z.string().regex(/^\d+(\.\d+)*$/, 'must be a version')]),
  packages: z.record(z.string().min(1), z.looseObject({ name: z.string().optional(), version: z.string().optional() })).nullish(),
})

/**
 * All that a pnpm-lock.yaml installs. What comes from git, an archive or a folder is replaced: its version says nothing.
 * @see https://github.com/pnpm/spec/tree/master/lockfile (versions 5 to 9, read 2026-11)
 * @throws {Problem} when it is none
 */
export function readPnpmLock(text: string, file: string): Told {
  const lines = new LineCounter()
  const documents = [parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })].flat()
  const modules = documents.flatMap((document) => {
    const syntax = document.errors[0]
    if (syntax) throw unreadable(file, syntax.message.replace(/\s+/g, ' '), { line: lines.linePos(syntax.pos[0]).line })
    const read = lockSchema.safeParse(plainOf(document, file))
    if (!read.success) {
      const [issue] = read.error.issues
      throw unreadable(file, `"${issue?.path.join('.') || 'lockfileVersion'}" is missing or not as pnpm writes it`)
    }
    const major = Number.parseInt(String(read.data.lockfileVersion), 10)
    return Object.entries(read.data.packages ?? {}).map(([key, told]) => moduleOf(key, told, major))
  })
  if (documents.length === 0) throw unreadable(file, 'it is empty')
  return { modules, whole: ['npm'] }
}

/** `name@1.2.3`, before version 9 `/name@1.2.3(peer@1.0.0)`, before version 6 `/name/1.2.3_peer@1.0.0`. */
function moduleOf(key: string, told: { name?: string | undefined; version?: string | undefined }, major: number): Told['modules'][number] {
  const bare = key.replace(/\(.*/s, '')
  const [, name, version] =
    (major < 6 ? /^\/((?:@[^/]+\/)?[^/]+)\/(\d[^_/]*)/ : major < 9 ? /^\/(@?[^@]+)@(\d.*)$/s : /^(@?[^@]+)@(.+)$/s).exec(bare) ?? []
  if (name && version && /^\d/.test(version)) return { ecosystem: 'npm', name, version }
  return { ecosystem: 'npm', name: told.name ?? name ?? bare, ...(told.version && { version: told.version }), isReplaced: true }
}

/** pnpm writes no aliases, which could stand for more than memory holds. */
function plainOf(document: Pick<Document, 'toJS'>, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error))
  }
}
