import { join } from 'node:path'
import { readStack } from '../src/curate/stack/read-stack.ts'
import { Problem } from '../src/errors.ts'
import { readText } from '../src/files.ts'
import type { Client } from '../src/model/client.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Stack } from '../src/model/stack.ts'

type ToldStack = NonNullable<Client['stack']>

/**
 * What each client runs that said anything of it, by name: the modules that its file names, and those of the files that it shared, in the content folder.
 * @throws {Problem} when such a file is missing, or is not what its name says
 */
export async function readStacks(folder: string, clients: ReadonlyMap<string, Client>): Promise<ReadonlyMap<string, Stack>> {
  const stacks = new Map<string, Stack>()
  for (const [name, { stack }] of clients) if (stack) stacks.set(name, await readOne(folder, name, stack))
  return stacks
}

/** Files of clients that cannot be read, each as a finding. */
export async function findStackFaults(folder: string, clients: ReadonlyMap<string, Client>): Promise<Finding[]> {
  const files = [...clients].flatMap(([name, { stack }]) => (stack?.files ?? []).map((file) => ({ name, file })))
  const found = await Promise.all(
    files.map(async ({ name, file }): Promise<Finding[]> => {
      try {
        await readOne(folder, name, { modules: [], files: [file] })
        return []
      } catch (error) {
        if (error instanceof Problem) return [faultOf(file.path, error)]
        throw error
      }
    }),
  )
  return found.flat()
}

async function readOne(folder: string, name: string, stack: ToldStack): Promise<Stack> {
  const texts = new Map<string, string>()
  for (const { path } of stack.files) {
    const text = await readText(join(folder, path))
    if (text !== undefined) texts.set(path, text)
  }
  return readStack(stack, { name, texts })
}

function faultOf(file: string, { message, where = file, fix }: Problem): Finding {
  const [, line] = /:(\d+)$/.exec(where) ?? []
  const said = message.replace(`Cannot read ${where}: `, '')
  return {
    file,
    ...(line !== undefined && { line: Number(line) }),
    level: 'error',
    code: 'client/stack',
    message: `${said}: ${fix.charAt(0).toLowerCase()}${fix.slice(1)}`,
  }
}
