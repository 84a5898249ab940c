import fc from './fast-check.ts'
import {
  getNamedType,
  type GraphQLAbstractType,
  type GraphQLOutputType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
  parse,
  type SelectionSetNode,
  validate,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import * as queries from '../src/collect/github/github-queries.ts'
import * as repositoryQueries from '../src/collect/github/github-repository-queries.ts'
import { githubSchema } from './servers/github.ts'

const schema = githubSchema()
const { REST, ...others } = queries
const all = [...Object.values(others), ...Object.values(REST), ...Object.values(repositoryQueries)]
/** What the words of each search, or the id of a node, can bring. */
const SEARCHED: Record<string, string[]> = {
  Pulls: ['PullRequest'],
  Issues: ['Issue'],
  Proposals: ['Issue', 'PullRequest'],
  Files: ['PullRequest'],
  Closing: ['PullRequest'],
  Reviews: ['PullRequest'],
  FileTexts: ['PullRequest'],
  Moves: ['Issue'],
}
const NODES = ['Issue', 'PullRequest']

/** An answer to a selection that the schema allows, as `pick` (a number below its argument) chooses: null where null may be, any type where several may be. */
function anAnswer(
  selection: SelectionSetNode,
  typeName: string,
  given: { pick: (count: number) => number; nodes: readonly string[] },
): Record<string, unknown> {
  const type = schema.getType(typeName)
  if (!isObjectType(type)) throw new Error(`${typeName} is no object`)
  const result: Record<string, unknown> = {}
  for (const node of selection.selections) {
    if (node.kind === 'InlineFragment') {
      const on = schema.getType(node.typeCondition?.name.value ?? typeName)
      if (on?.name === typeName || (isInterfaceType(on) && type.getInterfaces().includes(on)))
        Object.assign(result, anAnswer(node.selectionSet, typeName, given))
    } else if (node.kind === 'Field') {
      const field = type.getFields()[node.name.value]
      result[node.alias?.value ?? node.name.value] = !field
        ? typeName
        : field.name === 'nameWithOwner'
          ? 'owner/repo'
          : aValue(field.type, node.selectionSet, given)
    }
  }
  return result
}

function aValue(
  type: GraphQLOutputType,
  selection: SelectionSetNode | undefined,
  given: { pick: (count: number) => number; nodes: readonly string[] },
): unknown {
  if (isNonNullType(type)) return filled(type.ofType, selection, given)
  return given.pick(3) === 0 ? null : filled(type, selection, given)
}

function filled(
  type: GraphQLOutputType,
  selection: SelectionSetNode | undefined,
  given: { pick: (count: number) => number; nodes: readonly string[] },
): unknown {
  if (isListType(type)) return Array.from({ length: given.pick(3) }, () => aValue(type.ofType, selection, given))
  if (isEnumType(type)) return type.getValues()[given.pick(type.getValues().length)]?.name
  if (isScalarType(type))
    return (
      {
        Int: given.pick(5) + 1,
        Boolean: given.pick(2) === 1,
        DateTime: '2026-07-01T00:00:00Z',
        URI: 'https://github.com/owner/repo',
        GitTimestamp: '2026-07-01T00:00:00+02:00',
      }[type.name] ?? 'text'
    )
  const possible = isUnionType(type) || isInterfaceType(type) ? typesOf(type, given.nodes) : [getNamedType(type).name]
  return selection && anAnswer(selection, possible[given.pick(possible.length)] ?? '', given)
}

function typesOf(type: GraphQLAbstractType, nodes: readonly string[]): string[] {
  const names = schema.getPossibleTypes(type).map((one) => one.name)
  return ['SearchResultItem', 'Node'].includes(type.name) ? names.filter((name) => nodes.includes(name)) : names
}

describe.each(all)('$name', (query) => {
  const document = parse(query.text)

  test('is valid under the published schema, and what is asked that the schema does not have is noticed', () => {
    expect(validate(schema, document).map((error) => error.message)).toEqual([])
    expect(validate(schema, parse(query.text.replace(/\bnameWithOwner\b|\bpageInfo\b|\btext\b/, 'nameOfTheOwner')))).not.toEqual([])
  })

  test('its shape takes every answer that the schema allows', () => {
    const [operation] = document.definitions
    if (operation?.kind !== 'OperationDefinition') throw new Error('no operation')
    let taken = 0
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        let state = seed + 1
        const pick = (count: number): number => {
          state = (Math.imul(state, 48271) >>> 0) % 0x7fffffff || 1
          return state % count
        }
        const answer = anAnswer(operation.selectionSet, 'Query', { pick, nodes: SEARCHED[query.name] ?? NODES })
        taken += JSON.stringify(answer).length
        expect(query.answer.safeParse(answer).error?.issues ?? []).toEqual([])
      }),
      { numRuns: 200 },
    )
    expect(taken).toBeGreaterThan(1000)
  })
})
