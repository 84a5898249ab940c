import type { Root } from 'mdast'
import type { MdxFlowExpression } from 'mdast-util-mdx'
import { dayInWords } from '../../day-in-words.ts'
import { DRAFTED, draftedNote } from '../../drafted-note.ts'
import { commentOf } from '../../mdx-nodes.ts'
import type { Advisory } from '../../model/advisory.ts'
import type { Affected } from '../../model/osv-entry.ts'
import type { Touched } from '../../model/verdict.ts'
import { nodesIn } from '../../nodes-in.ts'
import { plainLine } from '../../plain.ts'
import { comment } from '../comment.ts'
import { note } from './say.ts'
import { spanInWords, versionsOf } from '../../spans.ts'

const [ID, ALIAS, CLIENT] = ['id', 'also known as', 'client']

/** What a notice was drafted from, a fact a line as "what: so", each once and in the order of the entry. When the entry was changed last is none. */
export function factsOf({ entry, published, withdrawn, scores }: Advisory, touched: readonly Touched[]): string[] {
  const lines: [string, string][] = [
    [ID, entry.id],
    ...entry.aliases.map((alias): [string, string] => [ALIAS, alias]),
    ['public since', published ?? 'not said'],
    ['withdrawn', withdrawn ?? 'no'],
    ['review', entry.database_specific?.review_status || 'not said'],
    ...scores.map(({ by, type, value }): [string, string] => [`severity by ${by}`, `${type} ${value}`]),
    ...entry.affected.flatMap(blockFacts),
    ...entry.references.map(({ type, url }): [string, string] => [`link ${type}`, url]),
    ...entry.credits.map(({ name, type }): [string, string] => ['credit', type ? `${name} (${type})` : name]),
    ...touched.map(({ client, verdict }): [string, string] => [`${CLIENT} ${client}`, verdict?.says ?? 'meets a concern']),
  ]
  return [...new Set(lines.map(([what, so]) => comment(plainLine(`${what}: ${so}`))))]
}

/** They as the comment that ends a draft. */
export function factsNote(facts: readonly string[], { database, day }: { database: string; day: string }): MdxFlowExpression {
  return note(`${DRAFTED.facts}the ${database}, ${dayInWords(day)}. Drafting again compares with them: leave them as they are.`, facts)
}

/** What the comments of facts in a notice hold, oldest first. */
export function readFacts(tree: Root): string[][] {
  return nodesIn(tree, 'mdxFlowExpression')
    .filter((node) => draftedNote(node) === 'facts')
    .map((node) =>
      (commentOf(node) ?? '')
        .split('\n')
        .slice(1)
        .map((line) => line.trim())
        .filter(Boolean),
    )
}

/** The ids that facts name, the entry's own first. */
export function idsIn(facts: readonly string[]): string[] {
  return facts.flatMap((fact) => [ID, ALIAS].flatMap((what) => (fact.startsWith(`${what}: `) ? [fact.slice(`${what}: `.length)] : [])))
}

/** Clients for which facts say that there was a passage. */
export function clientsIn(facts: readonly string[]): string[] {
  return facts.flatMap((fact) => /^client ([^ :]+): /.exec(fact)?.[1] ?? [])
}

function blockFacts(affected: Affected): [string, string][] {
  const name = affected.package ? `${affected.package.ecosystem} ${affected.package.name}` : 'commits'
  const { versions, own, commits, named } = versionsOf([affected])
  return [
    ...versions.spans.map((span): [string, string] => [`affected ${name}`, spanInWords(span)]),
    ...own.spans.map((span): [string, string] => [`affected ${name} by its own numbers`, spanInWords(span)]),
    ...[...commits].flatMap(([repository, { spans }]) =>
      spans.map((span): [string, string] => [`affected ${name} in ${repository}`, spanInWords(span, 'commits')]),
    ),
    ...named.map((version): [string, string] => [`affected ${name} by name`, version]),
    ...[...versions.fixed, ...own.fixed, ...[...commits.values()].flatMap(({ fixed }) => fixed)].map((version): [string, string] => [
      `fixed ${name}`,
      version,
    ]),
    ...(affected.ecosystem_specific?.imports ?? []).flatMap(({ path, symbols, goos, goarch }): [string, string][] => [
      ...(symbols.length > 0 ? symbols : ['all of it']).map((symbol): [string, string] => [`package ${path}`, symbol]),
      ...goos.map((one): [string, string] => [`only on GOOS, package ${path}`, one]),
      ...goarch.map((one): [string, string] => [`only on GOARCH, package ${path}`, one]),
    ]),
  ]
}
