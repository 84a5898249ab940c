import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sfntOf } from '../src/render/sfnt-of.ts'
import { ROOT } from './scratch.ts'

const FILES = join(ROOT, 'node_modules/@fontsource/source-sans-3/files')
const woff = (name: string): Buffer => readFileSync(join(FILES, name))

/** Sum of a table as numbers of four bytes. @see https://learn.microsoft.com/en-us/typography/opentype/spec/otff#calculating-checksums (2026-11-30) */
function checksum(table: Buffer): number {
  let sum = 0
  for (let at = 0; at < table.length; at += 4) sum = (sum + Buffer.concat([table.subarray(at, at + 4), Buffer.alloc(4)]).readUInt32BE(0)) >>> 0
  return sum
}

describe('sfntOf()', () => {
  test('unpacks every table of every font of the package as its directory says', () => {
    const names = readdirSync(FILES).filter((name) => name.endsWith('-normal.woff'))
    expect(names.length).toBeGreaterThan(20)
    for (const name of names) {
      const font = sfntOf(woff(name))
      expect([name, font.readUInt32BE(0)]).toEqual([name, 0x00010000])
      const count = font.readUInt16BE(4)
      const range = font.readUInt16BE(6)
      expect([range === 16 * 2 ** font.readUInt16BE(8), range + font.readUInt16BE(10), range <= 16 * count && 2 * range > 16 * count]).toEqual([
        true,
        16 * count,
        true,
      ])
      const tags = Array.from({ length: count }, (_, index) => {
        const at = 12 + 16 * index
        const tag = font.toString('latin1', at, at + 4)
        const [offset, length] = [font.readUInt32BE(at + 8), font.readUInt32BE(at + 12)]
        expect([tag, offset % 4, offset + length <= font.length]).toEqual([tag, 0, true])
        const table = Buffer.from(font.subarray(offset, offset + length))
        // Its sum is taken with the sum of the whole font left out.
        if (tag === 'head') table.writeUInt32BE(0, 8)
        expect([name, tag, checksum(table)]).toEqual([name, tag, font.readUInt32BE(at + 4)])
        return tag
      })
      expect(tags).toEqual([...tags].sort())
      expect(tags).toEqual(expect.arrayContaining(['cmap', 'glyf', 'head', 'hmtx', 'loca', 'name']))
    }
  })

  test('refuses what is no WOFF 1.0, or is damaged', () => {
    const whole = woff('source-sans-3-latin-400-normal.woff')
    expect(() => sfntOf(woff('source-sans-3-latin-400-normal.woff2'))).toThrow('it is not WOFF 1.0')
    expect(() => sfntOf(Buffer.from('wOFF'))).toThrow('it is not WOFF 1.0')
    expect(() => sfntOf(whole.subarray(0, whole.length - 2000))).toThrow()
    const damaged = Buffer.from(whole)
    damaged.writeUInt32BE(damaged.readUInt32BE(16) + 4, 16)
    expect(() => sfntOf(damaged)).toThrow('bytes, and its file says')
  })
})
