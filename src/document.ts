import type { Root } from 'mdast'
import type { z } from 'zod'
import { Problem } from './errors.ts'
import { isTold } from './is-told.ts'
import { parseMdx, SyntaxFault } from './mdx.ts'
import type { Finding } from './model/finding.ts'
import { digestSchema, erratumSchema, noticeSchema, pageSchema, postSchema, type PublicationFrontmatter } from './model/publication.ts'
import { windowOf } from './period.ts'
import { readAgain } from './second-reading.ts'
import { withhold } from './withhold.ts'
import { readYaml } from './yaml.ts'

/** Kinds of documents, as the folders of the content folder are named. */
export type Kind = 'digests' | 'notices' | 'posts'

/** What was wrong in a revision of a publication that was sent, as it lies in the content folder. `revision`: the one that it corrects, such as "r1". */
export type ErratumText = { revision: string; file: string; text: string }

/** The same as it was read. `date`: day of the correction. */
export type Erratum = ErratumText & { date: string; tree: Root }

/** One publication as it stands: frontmatter read, text parsed, nothing cut. `date`: day of publication; undefined where a named digest gives none; `errata`: as they were given; `withheld`: the document as it lies there, of which this is what may leave so far (`withhold`). */
export type Document = {
  kind: Kind
  id: string
  file: string
  text: string
  frontmatter: PublicationFrontmatter
  date: string | undefined
  tree: Root
  errata: readonly Erratum[]
  withheld?: Document
}

const UNQUOTED = 'it cannot be read from here on (nothing of it is quoted: it may be under embargo)'

const SCHEMAS = { digests: digestSchema, notices: noticeSchema, posts: postSchema }

/** Reads a publication with its errata (default: none), as far as it may leave at the instant `now`; without one, what is under embargo stays so. What is wrong with a frontmatter or with syntax comes back as a finding. */
export function readDocument(
  given: string,
  { errata: corrected = [], now, ...place }: { kind: Kind; id: string; file: string; errata?: readonly ErratumText[]; now?: Date | undefined },
): Document | Finding {
  const text = given.replace(/^\ufeff/, '')
  try {
    const tree = parseMdx(text)
    readAgain(text, tree)
    const frontmatter: PublicationFrontmatter = readFrontmatter(tree, SCHEMAS[place.kind], place.file)
    const date = frontmatter.date ?? frontmatter.publicOn ?? windowOf(place.id)?.until.slice(0, 10)
    const errata: Erratum[] = []
    for (const one of corrected) {
      const erratum = readErratum(one)
      if (!('tree' in erratum)) return isQuotable(text, { ...place, now }) ? erratum : hushed(erratum)
      errata.push(erratum)
    }
    return withhold({ ...place, text, frontmatter, date, tree, errata }, now)
  } catch (error) {
    const fault = faultOf(error, place.file)
    return isQuotable(text, { ...place, now }) ? fault : hushed(fault)
  }
}

/** Whether what cannot be read may be quoted: a notice only where its frontmatter can, and holds nothing back. */
function isQuotable(text: string, { kind, file, now }: { kind: Kind; file: string; now: Date | undefined }): boolean {
  if (kind !== 'notices') return true
  const [, yaml] = /^---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)/s.exec(text) ?? []
  if (yaml === undefined) return false
  try {
    return isTold(readYaml(yaml, noticeSchema, { file }), now)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return false
  }
}

/** What is wrong, without a word of the text. Of a frontmatter, names of keys and values that are one word stay, without which nobody finds what to mend. */
function hushed(fault: Finding): Finding {
  if (fault.code === 'document/syntax') return { ...fault, message: UNQUOTED }
  return { ...fault, message: fault.message.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => (/\s/.test(quoted) ? '"…"' : quoted)) }
}

/** Reads an erratum; what is wrong with its frontmatter or syntax comes back as a finding. */
export function readErratum(given: ErratumText): Erratum | Finding {
  try {
    const tree = parseMdx(given.text)
    readAgain(given.text, tree)
    return { ...given, ...readFrontmatter(tree, erratumSchema, given.file), tree }
  } catch (error) {
    return faultOf(error, given.file)
  }
}

/** The errata of a document as documents: theirs are the kind, the ID, and who may read them when, but neither title nor summary. */
export function errataOf(document: Document): Document[] {
  const frontmatter = { ...document.frontmatter, title: '', summary: '' }
  return document.errata.map(({ file, text, date, tree }) => ({ ...document, file, text, date, tree, frontmatter, errata: [] }))
}

/** The trees of a document and of its errata. */
export function treesOf({ tree, errata }: Document): Root[] {
  return [tree, ...errata.map((one) => one.tree)]
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
