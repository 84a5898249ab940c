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
  /** Everything kept of a stream, or the answers to what is `wanted`, in the order in which it came; what a stop tore is left out. */
  read: (stream: string, wanted?: (ask: string) => boolean) => AsyncGenerator<Kept>
  /** Keeps one answer: on return it survives a stop of the program; what a crash of the machine takes is asked for again. */
  keep: (stream: string, kept: Kept) => Promise<void>
  folder: string
}

/** Another number when what is kept changes its meaning, or must hold more: older stores are then left alone. */
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
    async *read(stream, wanted) {
      for await (const line of readLines(file(stream))) {
        const kept = wanted && !wanted(askOf(line)) ? undefined : parse(line)
        if (kept) yield kept
      }
    },
    keep: (stream, { at, ask, answer }) => appendLine(file(stream), JSON.stringify({ at, ask, answer })),
  }
}

/** The question of a line, without reading the answer, which may be large. */
function askOf(line: string): string {
  const [, ask] = /^\{"at":"[^"]*","ask":("(?:[^"\\]|\\.)*"),/.exec(line) ?? []
  return ask === undefined ? '' : z.string().parse(JSON.parse(ask))
}

function parse(line: string): Kept | undefined {
  try {
    return keptSchema.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}
