import type { PublicPage } from '../src/render/public-pages.ts'
import type { Templates } from './compile-templates.ts'

/** What differs between the pages of publications. The last three are HTML. */
type Field = 'path' | 'title' | 'summary' | 'description' | 'date' | 'day' | 'above' | 'body' | 'below'
type Fields = Record<Field, string>

const FIELDS: readonly Field[] = ['path', 'title', 'summary', 'description', 'date', 'day', 'above', 'body', 'below']
const TEXTS: readonly Field[] = ['title', 'summary', 'description', 'date', 'day']

/** What a template would write otherwise than it stands, or might. */
const ESCAPED = /[^\p{L}\p{N} .,;:!?()/_–—-]/u

/** A word that nobody writes, in the place of a field. */
const placeOf = (field: Field): string => `legible-${field}-9f3a71`
const PLACES = new RegExp(`legible-(${FIELDS.join('|')})-9f3a71`)

/**
 * Renders pages as `render` does. The templates render a publication once for each way in which fields can be empty, with marked places, into
 * which those of the others are put: a fifth of the time. A text that a template would have to escape is left to it.
 */
export function stampPages(render: Templates['render']): Templates['render'] {
  const shells = new Map<string, Promise<string[]>>()
  return async (page) => {
    const fields = fieldsOf(page)
    if (fields === undefined || !/^[\w./-]*$/.test(fields.path) || TEXTS.some((field) => ESCAPED.test(fields[field]))) return render(page)
    const { site } = page.data
    const shape = JSON.stringify([site, page.data.publication?.kind, fields.title === site.title, ...FIELDS.map((field) => fields[field] === '')])
    const shell = shells.get(shape) ?? shellOf(page, fields, render)
    shells.set(shape, shell)
    return Buffer.from((await shell).map((part, index) => (index % 2 === 0 ? part : fields[part as Field])).join(''))
  }
}

/** The fields of the page of a publication; undefined for any other page. */
function fieldsOf({ path, data: { canonical, publication } }: PublicPage): Fields | undefined {
  return publication && canonical === path ? { ...publication, path: path.replace(/^\/|\/$/g, '') } : undefined
}

/** A page with marked places for its fields, in parts: HTML and names of fields by turns. */
async function shellOf({ data }: PublicPage, fields: Fields, render: Templates['render']): Promise<string[]> {
  const kept = (field: Field): boolean => fields[field] === '' || (field === 'title' && fields.title === data.site.title)
  const places = Object.fromEntries(FIELDS.map((field) => [field, kept(field) ? fields[field] : placeOf(field)]))
  const path = `/${placeOf('path')}/`
  const { publication } = data
  if (publication === undefined) throw new Error('Cannot make a shell of a page that is no publication')
  const html = Buffer.from(await render({ path, data: { ...data, canonical: path, publication: { ...publication, ...places } } })).toString()
  return html.split(PLACES)
}
