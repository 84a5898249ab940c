const JPEG_START = 0xffd8
const FRAMES = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf])

/** Width in pixels of a PNG, GIF or JPEG, as its header says; undefined where it says none. */
export function pixelWidth(bytes: Buffer): number | undefined {
  const width = bytes.length < 24 ? undefined : widthOf(bytes)
  return width === 0 ? undefined : width
}

function widthOf(bytes: Buffer): number | undefined {
  if (bytes.toString('latin1', 1, 4) === 'PNG') return bytes.readUInt32BE(16)
  if (bytes.toString('latin1', 0, 4) === 'GIF8') return bytes.readUInt16LE(6)
  if (bytes.readUInt16BE(0) !== JPEG_START) return undefined
  // Segments, each with its length, until the one that tells of the frame.
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff;) {
    if (bytes[at + 1] === 0xff) at += 1
    else if (FRAMES.has(bytes[at + 1] ?? 0)) return bytes.readUInt16BE(at + 7)
    else at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}
