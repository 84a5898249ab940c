import { join } from 'node:path'
import { readText } from '../src/files.ts'
import { ROOT } from './program-version.ts'

/** The styles of a page that holds them itself, for the screen and for paper, as the public pages have them. */
export async function readStyles(): Promise<string> {
  const parts = await Promise.all(['site.css', 'print.css'].map((name) => readText(join(ROOT, 'src/styles', name))))
  return parts.join('\n')
}
