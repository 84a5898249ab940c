import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
import { readEnvironment } from './environment.ts'
import { pageSchema } from './model/publication.ts'

const base = join(readEnvironment().content, 'pages')

/** The site's own pages alone; publications never enter Astro's content store. */
export const collections = existsSync(base)
  ? {
      pages: defineCollection({
        loader: glob({ pattern: '*.mdx', base, retainBody: false, generateId: ({ entry }) => entry.replace(/\.mdx$/, '') }),
        schema: pageSchema,
      }),
    }
  : {}
