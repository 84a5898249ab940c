import type { Paragraph, PhrasingContent, Root } from 'mdast'
import { dayInWords } from './day-in-words.ts'
import { isTold } from './is-told.ts'
import type { NoticeFrontmatter, PublicationFrontmatter } from './model/publication.ts'

/** A document, as far as it matters here. */
type Withholdable = {
  kind: string
  id: string
  date: string | undefined
  text: string
  frontmatter: PublicationFrontmatter
  tree: Root
  errata: readonly unknown[]
}

/** Modules that a title names; the text names all. */
const NAMED = 2
const LONGEST = 150

/**
 * What of a document may leave at an instant (undefined: not known, so that an embargo holds). A notice that is only heard of, or under embargo, gives way to what
 * its frontmatter says that was announced, or to a draft without a word; `withheld` is then the document as it lies there. Any other stays as it is.
 */
export function withhold<Whole extends Withholdable>(document: Whole, now: Date | undefined): Whole & { withheld?: Whole } {
  const { kind, id, date, frontmatter } = document
  if (kind !== 'notices' || isTold(frontmatter, now)) return document
  const { state, announced, status, publicOn } = frontmatter
  const shown = { ...document, text: '', errata: [], withheld: document }
  return announced && state !== 'heard'
    ? {
        ...shown,
        frontmatter: { ...headOf(announced), status, ...(date !== undefined && { date }), ...(publicOn !== undefined && { publicOn }) },
        tree: treeOf(announced),
      }
    : {
        ...shown,
        frontmatter: { title: id, summary: '', status: 'draft', ...(date !== undefined && { date }) },
        tree: { type: 'root', children: [] },
      }
}

type Announced = NonNullable<NoticeFrontmatter['announced']>

function headOf({ ids, modules, release }: Announced): Pick<PublicationFrontmatter, 'title' | 'summary'> {
  const named = `${modules.slice(0, NAMED).join(', ')}${modules.length > NAMED ? ` and ${modules.length - NAMED} more` : ''}`
  const title = `Security release on ${dayInWords(release)}`
  return {
    title: `${title}: ${named}`.length > LONGEST ? title : `${title}: ${named}`,
    summary: `A fix${ids.length > 0 ? ` for ${ids.join(', ')}` : ''} is to be released on ${dayInWords(release)}; nothing more of it is public yet.`,
  }
}

function treeOf({ ids, modules, release, source }: Announced): Root {
  const list = (texts: readonly string[], type: 'text' | 'inlineCode'): PhrasingContent[] =>
    texts.flatMap((value, index): PhrasingContent[] => [...(index > 0 ? [text(', ')] : []), { type, value }])
  return {
    type: 'root',
    children: [
      paragraph(
        text(`A security fix${ids.length > 0 ? ' for ' : ''}`),
        ...list(ids, 'text'),
        text(` is to be released on ${dayInWords(release)}. It is about `),
        ...list(modules, 'inlineCode'),
        text('. All that is public of it so far stands in the '),
        { type: 'link', url: source, children: [text('announcement')] },
        text('.'),
      ),
      paragraph(text(`Plan to upgrade on that day. Nothing more is said of it before; the next word comes when the fix is out.`)),
    ],
  }
}

function paragraph(...children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children }
}

function text(value: string): PhrasingContent {
  return { type: 'text', value }
}
