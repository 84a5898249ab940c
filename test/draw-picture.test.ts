import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { drawPicture } from '../scripts/draw-picture.ts'
import { pictureSchema } from '../src/model/picture.ts'
import { ROOT, scratch } from './scratch.ts'

const chart = (text: string, rest = ''): string =>
  `<svg viewBox="0 0 552 120"><rect class="bar" x="0" y="40" width="276" height="20"/><text class="label" x="0" y="20">${text}</text>${rest}</svg>`
const STYLES = '.bar { fill: #0b4f8a } .label { font-size: 14px; fill: #1a1a1a }'
const draw = (svg: string, cache = scratch(), styles = STYLES): ReturnType<typeof drawPicture> =>
  drawPicture(svg, { name: 'at-a-glance', cache, styles })

/** Width, height and the colour at a place of a PNG as resvg writes it: eight bits each of red, green, blue and alpha. */
function read(content: string): { width: number; height: number; at: (x: number, y: number) => string } {
  const bytes = Buffer.from(content, 'base64')
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  expect([...bytes.subarray(24, 29)]).toEqual([8, 6, 0, 0, 0])
  const chunks: Buffer[] = []
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') chunks.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)))
  const rows = unfiltered(inflateSync(Buffer.concat(chunks)), width * 4, height)
  return { width, height, at: (x, y) => rows.subarray((y * width + x) * 4, (y * width + x) * 4 + 3).toString('hex') }
}

/** @see https://www.w3.org/TR/png-3/#9Filters (2026-11-30) */
function unfiltered(data: Buffer, stride: number, height: number): Buffer {
  const out = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < stride; x++) {
      const [a, b, c] = [
        x < 4 ? 0 : out[y * stride + x - 4],
        y === 0 ? 0 : out[(y - 1) * stride + x],
        x < 4 || y === 0 ? 0 : out[(y - 1) * stride + x - 4],
      ].map((one) => one ?? 0) as [number, number, number]
      const nearest = [a, b, c].reduce((best, one) => (Math.abs(a + b - c - one) < Math.abs(a + b - c - best) ? one : best))
      const added = [0, a, b, (a + b) >> 1, nearest][data[y * (stride + 1)] ?? 0] ?? 0
      out[y * stride + x] = (data[y * (stride + 1) + 1 + x] ?? 0) + added
    }
  return out
}

describe('drawPicture()', () => {
  test('draws what the classes say on the paper of the mail, twice as wide as it is shown', async () => {
    const picture = await draw(chart('crypto/tls'))
    expect(pictureSchema.parse(picture)).toMatchObject({
      filename: 'at-a-glance.png',
      content_type: 'image/png',
      content_id: 'at-a-glance@drawn.legible',
    })
    const { width, height, at } = read(picture.content)
    expect([width, height, at(100, 100), at(800, 100), at(1100, 230)]).toEqual([1104, 240, '0b4f8a', 'fffdf8', 'fffdf8'])
  })

  test('sets text of each script in the fonts of the package, bold where it is asked for, whatever family is named', async () => {
    const cache = scratch()
    // Of a letter that no font has, the box for it is drawn, whichever letter it is.
    const texts = ['', 'area', '漢', 'Ł', 'Ω', 'Я']
    const drawn = await Promise.all([
      ...texts.map((text) => draw(chart(text), cache)),
      draw(chart('area'), cache, `${STYLES} .label { font-weight: 600 }`),
    ])
    expect(new Set(drawn.map(({ content }) => content)).size).toBe(texts.length + 1)
    expect((await draw(chart('字'), cache)).content).toBe(drawn[2]?.content)
    for (const family of ['system-ui, Arial, sans-serif', 'serif', 'DejaVu Sans', 'Liberation Serif', 'monospace'])
      expect((await draw(chart('area'), cache, `${STYLES} .label { font-family: ${family} }`)).content).toBe(drawn[1]?.content)
  })

  test('gives the same bytes on a machine with other fonts, in another time zone, with fonts unpacked anew or damaged', async () => {
    const svg = chart('crypto/tls', '<text x="552" y="90" text-anchor="end" font-family="DejaVu Sans, monospace">14 漢字</text>')
    const cache = scratch()
    const first = await draw(svg, cache)
    for (const name of readdirSync(join(cache, 'fonts'))) writeFileSync(join(cache, 'fonts', name), 'damaged')
    expect(await draw(svg, cache)).toEqual(first)
    const program = `import { drawPicture } from ${JSON.stringify(join(ROOT, 'scripts/draw-picture.ts'))}
      process.stdout.write(JSON.stringify(await drawPicture(${JSON.stringify(svg)}, { name: 'at-a-glance', cache: ${JSON.stringify(scratch())}, styles: ${JSON.stringify(STYLES)} })))`
    const elsewhere = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: scratch(),
      env: { PATH: process.env['PATH'], HOME: scratch(), TZ: 'Pacific/Kiritimati', LANG: 'de_DE.UTF-8', FONTCONFIG_PATH: scratch() },
      encoding: 'utf8',
    })
    expect(JSON.parse(elsewhere)).toEqual(first)
  })

  test('takes an SVG that says its namespace as it is', async () => {
    const cache = scratch()
    expect(await draw(chart('x').replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"'), cache)).toEqual(await draw(chart('x'), cache))
  })
})
