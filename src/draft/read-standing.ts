import type { Root } from 'mdast'
import { Problem } from '../errors.ts'
import { parseMdx, SyntaxFault } from '../mdx.ts'

/** The tree of a file of the maintainer's as it stands. @throws {Problem} when it cannot be parsed: nothing can be added to it then */
export function readStanding(text: string, file: string): Root {
  try {
    return parseMdx(text)
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error
    throw new Problem(
      {
        what: `Cannot draft into ${file}:${error.line}:${error.column}: ${error.message}`,
        where: `${file}:${error.line}:${error.column}`,
        fix: 'Mend the text there; nothing was written',
      },
      { cause: error },
    )
  }
}
