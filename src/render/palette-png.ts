import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [red: number, green: number, blue: number]

/** Shades in the palette, which four bits tell apart. */
const SHADES = 16

/**
 * A PNG of pixels (red, green, blue and alpha, a byte each) in shades between a light colour and a dark one, which must differ in green: of text
 * on paper a third of what all colours take. `width` must be even.
 * @see https://www.w3.org/TR/png-3/ (read 2026-11)
 */
export function palettePng(
  pixels: Uint8Array,
  { width, height, light, dark }: { width: number; height: number; light: Colour; dark: Colour },
): Buffer {
  const [from, to] = [light[1], dark[1]]
  const shadeOf = Uint8Array.from({ length: 256 }, (_, green) =>
    Math.min(SHADES - 1, Math.max(0, Math.round(((green - from) / (to - from)) * (SHADES - 1)))),
  )
  const rows = Buffer.alloc((1 + width / 2) * height)
  let [read, written] = [1, 0]
  for (let row = 0; row < height; row++) {
    // Each row begins with its filter, which is none.
    written++
    for (let column = 0; column < width; column += 2, read += 8)
      rows[written++] = ((shadeOf[pixels[read] ?? 0] ?? 0) << 4) | (shadeOf[pixels[read + 4] ?? 0] ?? 0)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Four bits for each pixel, which are the number of a colour.
  header.set([4, 3], 8)
  const palette = Buffer.from(
    Array.from({ length: SHADES }, (_, shade) =>
      light.map((one, index) => Math.round(one + (((dark[index] ?? 0) - one) * shade) / (SHADES - 1))),
    ).flat(),
  )
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const bytes = Buffer.alloc(12 + data.length)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(type, 4, 'latin1')
  bytes.set(data, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length)
  return bytes
}
