import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { appendLine, readLines } from '../files.ts'
import { instantSchema } from '../model/instant.ts'
import type { Source } from '../model/source.ts'

/** What one question brought, as it came. `ask`: the question in words of the source's own; `at`: when it was asked. */
const keptSchema = z.strictObject({ at: instantSchema, ask: z.string(), answer: z.unknown() })

export type Kept = z.infer<typeof keptSchema>

/** What a source brought in earlier runs: one file of lines a stream. No header is ever kept, so no token can be. */
export type Store = {
  /** Everything kept of a stream, in the order in which it came; what a stop tore is left out. */
  read: (stream: string) => AsyncGenerator<Kept>
  /** Keeps one answer: on return it survives a crash. */
  keep: (stream: string, kept: Kept) => Promise<void>
  folder: string
}

/** Another number when what is kept changes its meaning: older stores are then left alone. */
const FORMAT = 1

/** The store of a source in the cache folder. Its key is the whole configuration and the `endpoint` it is asked at: a changed source starts anew. */
export function openStore(source: Source, options: { cache: string; endpoint?: string }): Store {
  const key = createHash('sha256')
    .update(JSON.stringify([FORMAT, source, options.endpoint ?? '']))
    .digest('hex')
  const folder = join(options.cache, 'collected', `${source.id.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 40)}-${key.slice(0, 16)}`)
  const file = (stream: string): string => join(folder, `${stream.replace(/[^A-Za-z0-9_-]+/g, '-')}.jsonl`)
  return {
    folder,
    async *read(stream) {
      for await (const line of readLines(file(stream))) {
        const kept = parse(line)
        if (kept) yield kept
      }
    },
    keep: (stream, kept) => appendLine(file(stream), JSON.stringify(kept)),
  }
}

function parse(line: string): Kept | undefined {
  try {
    return keptSchema.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}
