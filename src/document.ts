import type { Root } from 'mdast'
import type { z } from 'zod'
import { Problem } from './errors.ts'
import { parseMdx, SyntaxFault } from './mdx.ts'
import type { Finding } from './model/finding.ts'
import { digestSchema, pageSchema, postSchema, type PublicationFrontmatter } from './model/publication.ts'
import { windowOf } from './period.ts'
import { readAgain } from './second-reading.ts'
import { readYaml } from './yaml.ts'

/** Kinds of documents, as the folders of the content folder are named. */
export type Kind = 'digests' | 'notices' | 'posts'

/** One publication as it stands: frontmatter read, text parsed, nothing cut. `date`: day of publication; undefined where a named digest gives none. */
export type Document = {
  kind: Kind
  id: string
  file: string
  text: string
  frontmatter: PublicationFrontmatter
  date: string | undefined
  tree: Root
}

/** Reads a publication; what is wrong with its frontmatter or syntax comes back as a finding. */
export function readDocument(given: string, place: { kind: Kind; id: string; file: string }): Document | Finding {
  const text = given.replace(/^\ufeff/, '')
  try {
    const tree = parseMdx(text)
    readAgain(text, tree)
    const frontmatter: PublicationFrontmatter = readFrontmatter(tree, place.kind === 'digests' ? digestSchema : postSchema, place.file)
    const date = frontmatter.date ?? frontmatter.publicOn ?? windowOf(place.id)?.until.slice(0, 10)
    return { ...place, text, frontmatter, date, tree }
  } catch (error) {
    return faultOf(error, place.file)
  }
}

/** One page of the site's own; Astro compiles its text. */
export type SitePage = { name: string; title: string; summary: string; file: string; text: string; tree: Root }

/** Reads a page of the site; what is wrong with its frontmatter comes back as a finding. */
export function readPage(given: string, { name, file }: { name: string; file: string }): SitePage | Finding {
  const text = given.replace(/^\ufeff/, '')
  try {
    const tree = parseMdx(text)
    return { name, file, text, tree, ...readFrontmatter(tree, pageSchema, file) }
  } catch (error) {
    return faultOf(error, file)
  }
}

function readFrontmatter<S extends z.ZodType>(tree: Root, schema: S, file: string): z.output<S> {
  const [first] = tree.children
  if (first?.type !== 'yaml') throw new Problem({ what: 'no frontmatter', where: `${file}:1`, fix: 'Begin the file with "---", its keys, and "---"' })
  return readYaml(first.value, schema, { file, firstLine: (first.position?.start.line ?? 1) + 1 })
}

function faultOf(error: unknown, file: string): Finding {
  if (error instanceof SyntaxFault)
    return { file, line: error.line, column: error.column, level: 'error', code: 'document/syntax', message: error.message }
  if (error instanceof RangeError)
    return { file, line: 1, column: 1, level: 'error', code: 'document/syntax', message: 'it is nested too deep to be read' }
  if (!(error instanceof Problem)) throw error
  const line = Number(/:(\d+)$/.exec(error.where ?? '')?.[1] ?? 1)
  return { file, line, column: 1, level: 'error', code: 'frontmatter/shape', message: error.message.replace(/^Cannot read \S+: /, '') }
}
