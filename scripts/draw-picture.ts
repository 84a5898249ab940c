import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { readBytes, writeWhole } from '../src/files.ts'
import type { Picture } from '../src/model/picture.ts'
import { MAIL_PALETTE } from '../src/render/mail-palette.ts'
import { sfntOf } from '../src/render/sfnt-of.ts'

const require = createRequire(import.meta.url)
/** Pixels of a drawing, twice those that a mail shows of it. */
const WIDTH = 2 * 552
const FAMILY = 'Source Sans 3'
/** In the order in which they are asked for a letter. */
const FONTS = ['latin', 'latin-ext', 'greek', 'cyrillic'].flatMap((script) => [400, 700].map((weight) => `source-sans-3-${script}-${weight}-normal`))

/**
 * An SVG as a PNG that goes with a mail, on the paper of the mail in light: a picture is not dark where the mail is. Text is set in Source
 * Sans 3, regular or bold, and in nothing that the machine has, so that the bytes are the same on each. `name`: of the file, and what the mail calls it;
 * `styles`: CSS of its classes, plain (no variables); `cache`: where the fonts are unpacked to.
 */
export async function drawPicture(svg: string, options: { name: string; cache: string; styles?: string }): Promise<Picture> {
  const from = JSON.stringify([svg, options])
  if (last?.from === from) return last.picture
  // Native code that nothing else needs.
  const { Resvg } = await import('@resvg/resvg-js')
  const drawing = new Resvg(complete(svg, options.styles ?? ''), {
    fitTo: { mode: 'width', value: WIDTH },
    background: MAIL_PALETTE.paper.light,
    font: {
      loadSystemFonts: false,
      fontFiles: await unpackFonts(options.cache),
      defaultFontFamily: FAMILY,
    },
    logLevel: 'off',
  })
  const picture: Picture = {
    filename: `${options.name}.png`,
    content: drawing.render().asPng().toString('base64'),
    content_type: 'image/png',
    content_id: `${options.name}@drawn.legible`,
  }
  last = { from, picture }
  return picture
}

/** While a digest is written the same picture is asked for at each save. */
let last: { from: string; picture: Picture } | undefined

/** An SVG that stands in a page says neither its namespace, as it need not there, nor the styles that the page has for it. */
function complete(svg: string, styles: string): string {
  const opened = /<svg[^>]*\sxmlns=/.test(svg) ? svg : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
  return styles === '' ? opened : opened.replace(/<svg[^>]*>/, (tag) => `${tag}<style>${styles}</style>`)
}

/** Paths of the fonts as files, which is how they are read. */
async function unpackFonts(cache: string): Promise<string[]> {
  const files = join(dirname(require.resolve('@fontsource/source-sans-3/package.json')), 'files')
  return Promise.all(
    FONTS.map(async (name) => {
      const woff = await readBytes(join(files, `${name}.woff`))
      if (!woff) throw new Error(`Cannot draw: there is no ${files}/${name}.woff`)
      const path = join(cache, 'fonts', `${name}-${createHash('sha256').update(woff).digest('hex').slice(0, 12)}.ttf`)
      await writeWhole(path, sfntOf(woff))
      return path
    }),
  )
}
