import { describe, expect, test } from 'vitest'
import { pixelWidth } from '../src/render/pixel-width.ts'

const padded = (...bytes: number[]): Buffer => Buffer.concat([Buffer.from(bytes), Buffer.alloc(30)])
const png = (width: number): Buffer => {
  const bytes = padded(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52)
  bytes.writeUInt32BE(width, 16)
  return bytes
}
const gif = (width: number): Buffer => {
  const bytes = padded(...Buffer.from('GIF89a'))
  bytes.writeUInt16LE(width, 6)
  return bytes
}
/** A JPEG of a segment of 8 bytes, padding and a frame of this kind. */
const jpeg = (width: number, frame: number): Buffer =>
  padded(0xff, 0xd8, 0xff, 0xe0, 0, 8, 1, 2, 3, 0xc0, 5, 6, 0xff, 0xff, frame, 0, 17, 8, 0, 99, width >> 8, width & 255)

describe('pixelWidth()', () => {
  test.each([
    ['PNG', png(1600), 1600],
    ['GIF', gif(640), 640],
    ['JPEG', jpeg(1234, 0xc0), 1234],
    ['progressive JPEG', jpeg(4000, 0xc2), 4000],
    ['JPEG without a frame', jpeg(1234, 0xda), undefined],
    ['PNG that is no pixel wide', png(0), undefined],
    ['file that is cut off', png(1600).subarray(0, 20), undefined],
    ['file of another kind', padded(...Buffer.from('<svg width="9"/>')), undefined],
    ['empty file', Buffer.alloc(0), undefined],
  ])('of a %s', (_, bytes, width) => {
    expect(pixelWidth(bytes)).toBe(width)
  })
})
