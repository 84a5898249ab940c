import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'

/**
 * Has Astro make a module of the site's pages and layouts that renders any of them from what it is handed (`render-page.ts`), instead of
 * rendering them itself: a build then needs Astro only where a template has changed.
 */
export function templates(): AstroIntegration {
  return {
    name: 'legible-templates',
    hooks: {
      'astro:config:setup': ({ command, updateConfig }) => {
        // With all that it needs inside, the module can lie anywhere.
        if (command === 'build') updateConfig({ vite: { ssr: { noExternal: true } } })
      },
      'astro:config:done': ({ setAdapter }) => {
        setAdapter({
          name: 'legible-templates',
          entrypointResolution: 'auto',
          serverEntrypoint: fileURLToPath(new URL('./render-page.ts', import.meta.url)),
          supportedAstroFeatures: { staticOutput: 'unsupported', serverOutput: 'stable', sharpImageService: 'stable' },
        })
      },
    },
  }
}
