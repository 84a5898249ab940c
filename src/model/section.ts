import { z } from 'zod'
import { itemSchema } from './item.ts'
import { nameSchema } from './name.ts'

const matchSchema = z
  .strictObject({
    kinds: z.array(itemSchema.shape.kind).min(1).optional().describe('Kinds of items'),
    paths: z.array(z.string().min(1)).min(1).optional().describe('Globs of files'),
    labels: z.array(z.string().min(1)).min(1).optional().describe('Labels'),
    states: z.array(z.string().min(1)).min(1).optional().describe('States of a proposal or issue'),
    words: z.array(z.string().min(1)).min(1).optional().describe('Words of the title or message, whole and in any case'),
  })
  .describe('A story falls here when each key given matches one of its items; no key: everything left')

/** Kinds of changes that can be folded: counted and listed at the section's end, without a line of their own. */
export const FOLDS = ['tests', 'dependencies', 'cleanup', 'reverted'] as const

/** One heading of the digest. */
export const sectionSchema = z.strictObject({
  id: nameSchema.describe('Name of the section in items/ID.json'),
  title: z
    .string()
    .min(1)
    .regex(/^[^\r\n]*$/, 'must stand on one line')
    .describe('Heading in the digest'),
  match: matchSchema.default({}),
  limit: z.int().positive().default(20).describe('How many stories get a line; the others are counted and listed at its end'),
})

/** `content/sections.yaml`: headings in order; a story falls under the first that matches. */
export const sectionsSchema = z
  .strictObject({
    sections: z
      .array(sectionSchema)
      .min(1)
      .refine((sections) => new Set(sections.map((section) => section.id)).size === sections.length, 'must have a different "id" for each section')
      .describe('Headings in order; a story falls under the first that matches'),
    fold: z
      .array(z.enum(FOLDS))
      .default([...FOLDS])
      .describe(
        'What is folded: tests (nothing but tests), dependencies (version bumps), cleanup (tree-wide, small everywhere), reverted (landed and taken back inside the window)',
      ),
  })
  .describe('The headings of a digest')

/** What became of what earlier digests told as under way: drafted before all others, wherever `sections.yaml` does not name a section of that id. */
export const SINCE: Section = sectionSchema.parse({ id: 'since', title: 'Since last time', limit: 50 })

/** What the maintainer works on, and what is to come: drafted first and last, wherever `sections.yaml` does not name a section of that id. */
export const DESK: Section = sectionSchema.parse({ id: 'desk', title: 'On my desk' })
export const NEXT: Section = sectionSchema.parse({ id: 'next', title: 'Coming next' })

/** What stands where `sections.yaml` is absent. */
export const BUILT_IN_SECTIONS: Sections = sectionsSchema.parse({
  sections: [
    { id: 'vulnerabilities', title: 'Vulnerabilities', match: { kinds: ['vulnerability'] } },
    { id: 'security', title: 'Security', match: { words: ['CVE', 'GHSA'] } },
    { id: 'landed', title: 'Landed', match: { kinds: ['change'] } },
    { id: 'decided', title: 'Decided', match: { kinds: ['proposal'] } },
    { id: 'released', title: 'Released', match: { kinds: ['release'] } },
    { id: 'discussed', title: 'Under discussion', match: { kinds: ['issue'] } },
    { id: 'reading', title: 'Worth reading', match: { kinds: ['article'] } },
  ],
})

export type Section = z.infer<typeof sectionSchema>
export type Sections = z.infer<typeof sectionsSchema>
export type Fold = (typeof FOLDS)[number]
