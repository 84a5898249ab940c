import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readBytes, readText } from '../src/files.ts'

/** Faces of the printed page: the serif for reading, the sans for what stands around it. */
const FACES = [
  import.meta.resolve('@fontsource/source-serif-4/400.css'),
  import.meta.resolve('@fontsource/source-serif-4/400-italic.css'),
  import.meta.resolve('@fontsource/source-serif-4/600.css'),
  import.meta.resolve('@fontsource/source-sans-3/400.css'),
  import.meta.resolve('@fontsource/source-sans-3/600.css'),
]

/** CSS with the fonts of a printed page inside, of which a browser takes what the page has letters of. */
export async function readFonts(): Promise<string> {
  const faces = await Promise.all(FACES.map(readFace))
  return [...faces, ":root:root { --serif: 'Source Serif 4', Georgia, serif; --sans: 'Source Sans 3', Arial, sans-serif; }"].join('\n')
}

async function readFace(address: string): Promise<string> {
  const path = fileURLToPath(address)
  const css = ((await readText(path)) ?? '').replace(/\/\*.*?\*\//g, '').replace(/,\s*url\([^)]*\.woff\) format\('woff'\)/g, '')
  const files = new Map<string, string>()
  for (const [, name = ''] of css.matchAll(/url\(([^)]*)\)/g))
    files.set(name, ((await readBytes(join(dirname(path), name))) ?? '').toString('base64'))
  return css.replace(/url\(([^)]*)\)/g, (_, name: string) => `url(data:font/woff2;base64,${files.get(name)})`)
}
