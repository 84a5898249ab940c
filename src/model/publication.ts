import { z } from 'zod'
import { daySchema } from './day.ts'

const line = z.string().regex(/^[^\u0000-\u001f\u007f]*$/, 'must stand on one line, without control characters')

const fields = {
  title: line.min(1, 'must not be empty').max(150, 'must be at most 150 characters').describe('Heading, and subject of the mail'),
  summary: line.default('').describe('One sentence for lists, feeds and the line under the subject'),
  status: z.enum(['draft', 'ready']).describe('Only ready is published or sent'),
}

/** Frontmatter of `digests/ID.mdx`. */
export const digestSchema = z
  .strictObject({
    ...fields,
    date: daySchema.optional().describe('Day of publication; default: publicOn, else the end of the window'),
    publicOn: daySchema.optional().describe('Until this day the public site does not know the digest'),
  })
  .describe('Frontmatter of a digest')

/** Frontmatter of `posts/NAME.mdx` and `notices/ID.mdx`. */
export const postSchema = z
  .strictObject({
    ...fields,
    date: daySchema.describe('Day of publication'),
    publicOn: daySchema.optional().describe('Until this day the public site does not know it'),
  })
  .describe('Frontmatter of a post or notice')

/** Frontmatter of `errata/ID.rN.mdx`. */
export const erratumSchema = z
  .strictObject({ date: daySchema.describe('Day of the correction') })
  .describe('Frontmatter of an erratum: what was wrong in a digest or notice as it was sent')

/** Frontmatter of `pages/NAME.mdx`. */
export const pageSchema = z
  .strictObject({
    title: fields.title,
    summary: fields.summary,
  })
  .describe('Frontmatter of a page of the site')

export type PublicationFrontmatter = z.infer<typeof digestSchema>
