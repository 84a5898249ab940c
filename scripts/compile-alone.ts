/** Compiles the templates for `compile-templates.ts`, in a process of its own: Astro changes what it runs in, and takes much memory. */
import { build } from 'astro'
import { ROOT } from './program-version.ts'

const [, , outDir = '', cacheDir = ''] = process.argv
try {
  await build({ root: ROOT, outDir, cacheDir, logLevel: 'warn' })
} catch (error) {
  const told = error instanceof Error ? [error.message, error.stack, JSON.stringify(error)].join('\n') : String(error)
  // The last line says what failed: a page of the site's own is the maintainer's program.
  process.stderr.write(`${told}\n${JSON.stringify({ message: told.split('\n')[0], page: /\/(pages\/[^/\s"']+\.mdx)/.exec(told)?.[1] })}\n`)
  process.exitCode = 1
}
