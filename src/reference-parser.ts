import type { Root } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkMdx from 'remark-mdx'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { VFileMessage } from 'vfile-message'

const reader = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).use(remarkMdx).freeze()

/** What a parser says of a text that it refuses, and where (1-based). */
export type Refusal = { reason: string | undefined; line: number; column: number; cause: unknown }

/** The tree of a document as remark's own parser reads it, or why it refuses it. */
export function readByReference(text: string): Root | Refusal {
  try {
    return reader.parse(text)
  } catch (cause) {
    // It refuses with a message; where a tag spans a heading's underline it stumbles instead, over its own stack.
    const said = cause instanceof VFileMessage ? cause : undefined
    return { reason: said?.reason, line: said?.line ?? 1, column: said?.column ?? 1, cause }
  }
}
