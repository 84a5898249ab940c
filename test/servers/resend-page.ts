import type { Reply } from './listen.ts'
import { refusal } from './resend-faults.ts'

/** One page of rows that are held oldest first: newest first, by `limit` (1 to 100, else 20) and either `after` or `before` an id. `positionOf`: -1 for an id that is not there. */
export function page<Row>(
  rows: readonly Row[],
  query: URLSearchParams,
  positionOf: (id: string) => number,
  show: (row: Row) => unknown = (row) => row,
): Reply {
  const limit = Number(query.get('limit') ?? 20)
  const after = query.get('after')
  const before = query.get('before')
  const cursor = after ?? before
  const position = cursor === null ? rows.length : positionOf(cursor)
  const strange = [...query.keys()].find((name) => !['limit', 'after', 'before'].includes(name))
  if (!Number.isInteger(limit) || limit < 1 || limit > 100 || (after !== null && before !== null) || position === -1 || strange !== undefined)
    return refusal(422, 'validation_error', 'The page that was asked for is none')
  const [from, to] = before === null ? [Math.max(0, position - limit), position] : [position + 1, Math.min(rows.length, position + 1 + limit)]
  const has_more = before === null ? from > 0 : to < rows.length
  return { body: JSON.stringify({ object: 'list', has_more, data: rows.slice(from, to).reverse().map(show) }) }
}
