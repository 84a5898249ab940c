import { isServed } from '../is-served.ts'
import type { Client } from '../model/client.ts'
import type { Item } from '../model/item.ts'
import type { OsvEntry } from '../model/osv-entry.ts'
import type { Stack } from '../model/stack.ts'
import type { Touched } from '../model/verdict.ts'
import { plain, plainLine } from '../plain.ts'
import { decide } from './decide.ts'
import { meets } from './meets.ts'
import { isOfGo } from './same-package.ts'

/**
 * Every client that is served on a day and has to do with an entry, by name: its stack names a module of it, whatever the verdict, or the entry meets a concern
 * of it. Concerns are met as by a story: by words of the entry and of what it affects, and by paths of the packages that it affects.
 */
export function touchedBy(
  entry: OsvEntry,
  { clients, stacks, day }: { clients: ReadonlyMap<string, Client>; stacks: ReadonlyMap<string, Stack>; day: string },
): Touched[] {
  const story = { items: [itemOf(entry)] }
  return [...clients]
    .filter(([, client]) => isServed(client, day))
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .flatMap(([client, { concerns }]): Touched[] => {
      const stack = stacks.get(client)
      const verdict = stack && decide(entry, stack)
      const met = concerns.map((concern) => ({ id: concern.id, evidence: meets(concern)(story) })).filter(({ evidence }) => evidence.length > 0)
      if (met.length === 0 && !verdict?.modules.length) return []
      return [{ client, ...(verdict && { verdict }), concerns: met }]
    })
}

function itemOf(entry: OsvEntry): Pick<Item, 'id' | 'title' | 'message' | 'paths' | 'labels'> {
  const imports = entry.affected.flatMap((block) => block.ecosystem_specific?.imports ?? [])
  const names = [
    ...entry.aliases,
    ...entry.affected.flatMap((block) => block.package?.name ?? []),
    ...imports.flatMap(({ path, symbols }) => [path, ...symbols]),
  ]
  return {
    id: plainLine(entry.id),
    title: plainLine(entry.summary),
    message: [plain(entry.details), ...new Set(names.map(plainLine))].join('\n'),
    paths: [...new Set(entry.affected.flatMap(pathsOf).map(plainLine))],
    labels: [],
  }
}

/** Where its packages lie in the repository of their module; those of Go itself below `src/`. A package at the root has no path. */
function pathsOf({ package: module, ecosystem_specific: specific }: OsvEntry['affected'][number]): string[] {
  if (!module) return []
  return (specific?.imports ?? []).flatMap(({ path }) => {
    if (isOfGo(module)) return `src/${path}`
    return path.startsWith(`${module.name}/`) ? path.slice(module.name.length + 1) : []
  })
}
