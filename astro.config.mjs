import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import mdx from '@astrojs/mdx'
import { satteri } from '@astrojs/markdown-satteri'
import { defineConfig } from 'astro/config'
import { preview } from './scripts/preview.ts'
import { templates } from './scripts/templates.ts'
import { readEnvironment } from './src/environment.ts'
import { siteSchema } from './src/model/site.ts'
import { readYaml } from './src/yaml.ts'

const environment = readEnvironment()
const file = join(environment.content, 'site.yaml')
const site = readYaml(existsSync(file) ? readFileSync(file, 'utf8') : '', siteSchema, { file })
const { pathname } = new URL(site.url)
const base = pathname.replace(/\/$/, '')

/** Addresses of the site's own pages that begin with "/" get its base, as those of digests do. */
const withBase = {
  name: 'with-base',
  element: {
    filter: ['a', 'img'],
    visit(node, context) {
      for (const key of ['href', 'src']) {
        const url = node.properties?.[key]
        if (typeof url === 'string' && /^\/(?!\/)/.test(url)) context.setProperty(node, key, `${base}${url}`)
      }
    },
  },
}

export default defineConfig({
  output: 'server',
  adapter: templates(),
  base: pathname,
  outDir: environment.out,
  cacheDir: join(environment.cache, 'astro-public'),
  trailingSlash: 'always',
  build: { concurrency: 8, inlineStylesheets: 'never' },
  devToolbar: { enabled: false },
  vite: {
    build: {
      rolldownOptions: {
        // Astro marks the modules of MDX pages with a directive that the bundler does not know.
        onwarn: (warning, warn) => {
          if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning)
        },
      },
    },
  },
  markdown: { processor: satteri({ hastPlugins: [withBase] }) },
  integrations: [mdx(), preview({ base, environment: readEnvironment })],
})
