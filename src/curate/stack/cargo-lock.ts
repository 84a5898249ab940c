import { parse, TomlError } from 'smol-toml'
import { z } from 'zod'
import { type Told, unreadable } from './told.ts'

const lockSchema = z.looseObject({
  package: z.array(z.looseObject({ name: z.string().min(1), version: z.string().min(1), source: z.string().optional() })),
})

/**
 * All that a Cargo.lock builds. What comes from git or a folder is replaced: its version says nothing.
 * @throws {Problem} when it is none
 */
export function readCargoLock(text: string, file: string): Told {
  const read = lockSchema.safeParse(parsed(text, file))
  if (!read.success) throw unreadable(file, `"${read.error.issues[0]?.path.join('.')}" is missing or not as Cargo writes it`)
  return {
    modules: read.data.package.map(({ name, version, source }) => ({
      ecosystem: 'crates.io',
      name,
      version,
      ...(!/^(?:registry|sparse)\+/.test(source ?? '') && { isReplaced: true }),
    })),
    whole: ['crates.io'],
  }
}

function parsed(text: string, file: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof TomlError) throw unreadable(file, error.message.split('\n')[0] ?? '', { line: error.line })
    throw error
  }
}
