import { z } from 'zod'
import { daySchema } from './day.ts'
import { instantSchema } from './instant.ts'

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

/** Frontmatter of `posts/NAME.mdx`. */
export const postSchema = z
  .strictObject({
    ...fields,
    date: daySchema.describe('Day of publication'),
    publicOn: daySchema.optional().describe('Until this day the public site does not know it'),
  })
  .describe('Frontmatter of a post')

const plainWords = line.min(1).regex(/^[^<>{}]*$/, 'must be plain words, without tags and braces')

/** States of a notice, in the order in which it moves through them. */
export const STATES = ['heard', 'pre-announced', 'public', 'updated', 'closed'] as const

/** Frontmatter of `notices/ID.mdx`. */
export const noticeSchema = z
  .strictObject({
    ...fields,
    date: daySchema.describe('Day of publication'),
    publicOn: daySchema.optional().describe('Until this day the public site does not know it'),
    state: z
      .enum(STATES)
      .default('public')
      .describe('heard: nothing of it leaves; pre-announced: only what "announced" holds does; public, updated, closed: all of it'),
    embargo: instantSchema.optional().describe('Until this instant only what "announced" holds leaves, whatever the state'),
    announced: z
      .strictObject({
        ids: z.array(plainWords).default([]).describe('IDs that are public'),
        modules: z.array(plainWords).min(1).describe('What will be mended, as far as that is public'),
        release: daySchema.describe('Day on which the fix is to be released'),
        source: z.url({ protocol: /^https?$/ }).describe('Where all of this can be read'),
      })
      .optional()
      .describe('What is public before the embargo ends, and nothing else'),
    updated: daySchema.optional().describe('Day of the last update'),
  })
  .describe('Frontmatter of a notice')

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

export type NoticeFrontmatter = z.infer<typeof noticeSchema>
/** Of any of them; what only a notice has is absent in others. */
export type PublicationFrontmatter = z.infer<typeof digestSchema> & Partial<Pick<NoticeFrontmatter, 'state' | 'embargo' | 'announced' | 'updated'>>
