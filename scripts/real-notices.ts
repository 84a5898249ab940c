import { join } from 'node:path'
import type { List, ListItem, Nodes, PhrasingContent, Root } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { z } from 'zod'
import { listFiles, readText, writeWhole } from '../src/files.ts'
import { parseMdx } from '../src/mdx.ts'
import { run } from '../src/process.ts'

/** An entry as this check reads it, apart from the program: no more than what is compared. */
const entrySchema = z.object({
  id: z.string(),
  affected: z.array(
    z.object({
      package: z.object({ name: z.string() }),
      ranges: z.array(z.object({ events: z.array(z.record(z.string(), z.string())) })),
      ecosystem_specific: z.object({
        imports: z.array(
          z.object({
            path: z.string(),
            symbols: z.array(z.string()).default([]),
            goos: z.array(z.string()).default([]),
            goarch: z.array(z.string()).default([]),
          }),
        ),
      }),
    }),
  ),
})

type Work = { root: string; data: string; folder: string; environment: NodeJS.ProcessEnv }

/** Drafts a notice for every real entry and reads it back: it states exactly the ranges, packages, symbols, platforms and fixes of the data. */
export async function noticesReal({ root, data, folder, environment }: Work, agree: (what: string, holds: boolean) => void): Promise<void> {
  const content = join(folder, 'content')
  await writeWhole(
    join(content, 'site.yaml'),
    'title: Notices\nurl: https://digest.example.org\nauthor: { name: Ada Example, email: ada@example.org }\n',
  )
  await writeWhole(
    join(content, 'sources.yaml'),
    `sources:\n  - { id: db, kind: osv, path: ${JSON.stringify(data)}, packages: [stdlib:crypto, golang.org/x/crypto] }\n`,
  )
  const counts = { range: 0, symbol: 0, fix: 0 }
  const names = await listFiles(data, '.json')
  const differing: string[] = []
  for (const name of names) {
    const entry = entrySchema.parse(JSON.parse((await readText(join(data, name))) ?? ''))
    await run(process.execPath, [join(root, 'scripts/notice.ts'), entry.id, '--offline'], {
      cwd: root,
      env: { ...environment, DIGEST_CONTENT: content },
    })
    const given = factsOf(entry)
    const told = toldBy(parseMdx((await readText(join(content, 'notices', `${entry.id}.mdx`))) ?? ''))
    differing.push(...[...given].filter((fact) => !told.has(fact)).map((fact) => `${entry.id} does not tell ${fact}`))
    differing.push(...[...told].filter((fact) => !given.has(fact)).map((fact) => `${entry.id} tells ${fact}, which is not so`))
    for (const kind of ['range', 'symbol', 'fix'] as const) counts[kind] += [...given].filter((fact) => fact.startsWith(kind)).length
  }
  agree(
    `${names.length} drafted notices tell exactly the ${counts.range} ranges, ${counts.symbol} symbols and ${counts.fix} fixes of their entries${differing.length > 0 ? `; but ${differing.slice(0, 5).join('; ')}` : ''}`,
    names.length > 0 && differing.length === 0,
  )
}

/** What an entry says, each fact as a text. */
function factsOf({ affected }: z.infer<typeof entrySchema>): Set<string> {
  const facts = new Set<string>()
  for (const { package: module, ranges, ecosystem_specific: specific } of affected) {
    for (const { events } of ranges)
      for (const [index, event] of events.entries()) {
        if (event['introduced'] !== undefined) facts.add(`range ${module.name} ${event['introduced']} to ${events[index + 1]?.['fixed'] ?? 'no end'}`)
        if (event['fixed'] !== undefined) facts.add(`fix ${module.name} ${event['fixed']}`)
      }
    for (const { path, symbols, goos, goarch } of specific.imports) {
      facts.add(`package ${module.name} ${path}${symbols.length === 0 ? ' all of it' : ''}`)
      for (const symbol of symbols) facts.add(`symbol ${path} ${symbol}`)
      for (const platform of [...goos, ...goarch]) facts.add(`platform ${path} ${platform}`)
    }
  }
  return facts
}

/** What a notice says, as its reader understands it. */
function toldBy(tree: Root): Set<string> {
  const facts = new Set<string>()
  for (const item of itemsBelow(tree, 'Who is affected, and who is not')) {
    const [module = ''] = codesIn(item.children[0])
    const ranges = toString(item.children[0]).replace(/^.*?: /, '')
    for (const range of ranges.split('; ')) {
      const [, from = '0', to = 'no end'] = /^(?:all )?versions(?: from (\S+) on)?,?(?: before (\S+))?$/.exec(range) ?? ['', `unreadable "${range}"`]
      facts.add(`range ${module} ${from} to ${to}`)
    }
    for (const one of item.children.flatMap((child) => (child.type === 'list' ? child.children : []))) tellPackage(one, { module, facts })
  }
  for (const item of itemsBelow(tree, 'What to do')) {
    const [module = ''] = codesIn(item.children[0])
    const [, versions = ''] = /: fixed in (.*)\.$/.exec(toString(item.children[0])) ?? []
    for (const version of versions.split(/, | and /).filter(Boolean)) facts.add(`fix ${module} ${version}`)
  }
  return facts
}

/** "package `x`, only on `windows` (GOOS), through `A` and `B`", and below it "inside it: `c`". */
function tellPackage(item: ListItem, { module, facts }: { module: string; facts: Set<string> }): void {
  const [first, ...rest] = item.children
  const [path = ''] = codesIn(first)
  facts.add(`package ${module} ${path}${toString(first).endsWith(', all of it') ? ' all of it' : ''}`)
  let said = ''
  for (const node of first?.type === 'paragraph' ? first.children.slice(2) : []) {
    if (node.type !== 'inlineCode') said += toString(node)
    else facts.add(/only on (?:(?!\)).)*$/.test(said) ? `platform ${path} ${node.value}` : `symbol ${path} ${node.value}`)
  }
  for (const node of rest) for (const symbol of codesIn(node)) facts.add(`symbol ${path} ${symbol}`)
}

/** Items of the first list below a heading. */
function itemsBelow({ children }: Root, title: string): List['children'] {
  const from = children.findIndex((node) => node.type === 'heading' && toString(node) === title)
  const next = children.slice(from + 1).find((node) => node.type === 'list' || node.type === 'heading')
  return next?.type === 'list' ? next.children : []
}

function codesIn(node: Nodes | PhrasingContent | undefined): string[] {
  if (node?.type === 'inlineCode') return [node.value]
  return node && 'children' in node ? node.children.flatMap((child) => codesIn(child)) : []
}
