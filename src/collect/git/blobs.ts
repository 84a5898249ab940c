import { ProgramError, stream } from '../../process.ts'
import { GIT, GIT_ENVIRONMENT } from './git-log.ts'

/** A file of a commit. */
export type Place = { commit: string; path: string }

/** Larger files are read past. */
const LARGEST_BYTES = 65_536
const LINE_FEED = 10

/**
 * The texts of files in commits, by `COMMIT:PATH`, read by one process and without the network. What is not there, is no file or is larger
 * than 64 KB is left out, and so is a path with a control character: each question is one line. Bytes that are not UTF-8 become U+FFFD.
 * @see https://git-scm.com/docs/git-cat-file#_batch_output (2.39, read 2026-11)
 */
export async function readBlobs(folder: string, places: readonly Place[]): Promise<Map<string, string>> {
  const names = [...new Set(places.map(({ commit, path }) => `${commit}:${path}`))].filter((name) => !/[\u0000-\u001f\u007f]/.test(name))
  const found = new Map<string, string>()
  if (names.length === 0) return found
  const output = stream('git', ['-C', folder, ...GIT, 'cat-file', '--batch=%(objecttype) %(objectsize)'], {
    env: GIT_ENVIRONMENT,
    input: names.map((name) => `${name}\n`),
  })
  try {
    for await (const { index, text } of answers(output)) {
      const name = names[index]
      if (name !== undefined && text !== undefined) found.set(name, text)
    }
  } catch (error) {
    // At an object that a partial clone does not have, git may end: what came before it holds.
    if (!(error instanceof ProgramError)) throw error
  }
  return found
}

/** One answer a question, in their order. An answer without a size names what is not there: it begins with a hash and a colon, as no other does. */
async function* answers(output: AsyncIterable<Buffer>): AsyncGenerator<{ index: number; text?: string }> {
  let index = -1
  let bytes: Buffer = Buffer.alloc(0)
  /** What is being read: bytes that are still to come, the line feed after them too, and what is kept of them. */
  let content: { left: number; kept: Buffer[] | undefined } | undefined
  for await (const chunk of output) {
    bytes = bytes.length > 0 ? Buffer.concat([bytes, chunk]) : chunk
    for (;;) {
      if (!content) {
        const end = bytes.indexOf(LINE_FEED)
        if (end < 0) break
        const [, type, size] = /^(blob|tree|commit|tag) (\d+)$/.exec(bytes.toString('utf8', 0, end)) ?? []
        bytes = bytes.subarray(end + 1)
        index++
        if (size !== undefined) content = { left: Number(size) + 1, kept: type === 'blob' && Number(size) <= LARGEST_BYTES ? [] : undefined }
        else yield { index }
        continue
      }
      const part = bytes.subarray(0, content.left)
      content.kept?.push(part)
      content.left -= part.length
      bytes = bytes.subarray(part.length)
      if (content.left > 0) break
      yield { index, ...(content.kept && { text: Buffer.concat(content.kept).toString().slice(0, -1) }) }
      content = undefined
    }
  }
}
