import { join } from 'node:path'
import { z } from 'zod'
import { makeFolder, readText, remove } from '../src/files.ts'
import { instantSchema } from '../src/model/instant.ts'
import { run } from '../src/process.ts'
import { readYaml } from '../src/yaml.ts'

const historySchema = z.array(
  z.strictObject({
    at: instantSchema,
    author: z.string().min(1),
    subject: z.string().min(1),
    body: z.string().default(''),
    files: z.record(z.string(), z.tuple([z.int().nonnegative(), z.int().nonnegative()])),
  }),
)

type Change = z.infer<typeof historySchema>[number]

/** Makes the clone of the sample's invented project from `history.yaml`: real commits with its subjects, dates and sizes over filler text. */
export async function makeSampleRepository(contentFolder: string, clone: string): Promise<number> {
  const file = join(contentFolder, 'history.yaml')
  const changes = readYaml((await readText(file)) ?? '', historySchema, { file })
  await remove(clone)
  await makeFolder(clone)
  await run('git', ['init', '--quiet', '--initial-branch=main', clone])
  await run('git', ['-C', clone, 'fast-import', '--quiet'], { input: fastImport(changes) })
  await run('git', ['-C', clone, 'reset', '--quiet', '--hard', 'main'])
  return changes.length
}

/** The stream of `git fast-import`: a first commit with every line that a later one takes away, then one commit a change. @see https://git-scm.com/docs/git-fast-import (read 2026-11) */
function* fastImport(changes: readonly Change[]): Generator<string> {
  const files = new Map<string, string[]>()
  let serial = 0
  const filler = (count: number): string[] => Array.from({ length: count }, () => `line ${++serial}`)
  for (const change of changes) {
    for (const [path, [, removed]] of Object.entries(change.files)) files.set(path, [...(files.get(path) ?? []), ...filler(removed)])
  }
  const [first] = changes
  yield commit({
    at: new Date(Date.parse(first?.at ?? '2026-01-01T00:00:00Z') - 86_400_000).toISOString(),
    author: 'Ada Example',
    message: 'Import',
    files: [...files].filter(([, lines]) => lines.length > 0),
  })
  for (const change of changes) {
    const touched = Object.entries(change.files).map(([path, [added, removed]]): [string, string[]] => [
      path,
      [...(files.get(path) ?? []).slice(removed), ...filler(added)],
    ])
    for (const [path, lines] of touched) files.set(path, lines)
    yield commit({ at: change.at, author: change.author, message: [change.subject, change.body.trim()].filter(Boolean).join('\n\n'), files: touched })
  }
}

function commit({
  at,
  author,
  message,
  files,
}: {
  at: string
  author: string
  message: string
  files: readonly (readonly [string, readonly string[]])[]
}): string {
  const who = `${author} <${
    author
      .normalize('NFD')
      .replace(/[^A-Za-z]+/g, '.')
      .replace(/^\.|\.$/g, '')
      .toLowerCase() || 'someone'
  }@lattice.example> ${Date.parse(at) / 1000} +0000`
  const blobs = files.map(([path, lines]) => `M 100644 inline ${JSON.stringify(path)}\n${data(lines.map((line) => `${line}\n`).join(''))}`)
  return `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\n${data(`${message}\n`)}${blobs.join('')}\n`
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}
