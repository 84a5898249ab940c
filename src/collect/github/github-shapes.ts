/** What all questions to GitHub share: what a question is, and the shapes that come again in its answers. */
import { z } from 'zod'
import { instant as toInstant } from '../../model/instant.ts'

/** One question. The answer's shape passes what it does not name, and fails where something needed is missing. */
export type Query<Data> = { name: string; text: string; answer: z.ZodType<Data> }

/** A question whose answer comes in pages. `page`: whether more follow, and the cursor after this one. */
export type PagedQuery<Data> = Query<Data> & { page: (data: Data) => { more: boolean; cursor: string | null } }

/** Instants as items hold them: in UTC, whole seconds, of four-digit years. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => toInstant(Math.min(Date.parse(text), LAST)))
export const address = z.url({ protocol: /^https?$/ })
export const count = z.int().nonnegative()
export const repositoryName = z.string().regex(/^[\w.-]+\/[\w.-]+$/)
const LAST = Date.UTC(9999, 11, 31)
export const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() })
export const actor = z.object({ __typename: z.string(), login: z.string() }).nullish()
export const total = z.object({ totalCount: count })

export const after = (list: { pageInfo: z.infer<typeof pageInfo> } | null | undefined): { more: boolean; cursor: string | null } => ({
  more: list?.pageInfo.hasNextPage ?? false,
  cursor: list?.pageInfo.endCursor ?? null,
})

/** A list that may go on; entries that GitHub could not give are null. */
export function connection<T extends z.ZodType>(node: T) {
  return z.object({ pageInfo, nodes: z.array(node.nullable()).nullable() })
}
