/** The text of a digest in blocks: a line of a list with what hangs below it, or any other single line. Joined by line feeds they are the text. */
export function blocksOf(text: string): string[] {
  const blocks: string[] = []
  let isBullet = false
  for (const line of text.split('\n')) {
    if (isBullet && line.startsWith('  ')) blocks.push(`${blocks.pop() ?? ''}\n${line}`)
    else {
      isBullet = line.startsWith('* ')
      blocks.push(line)
    }
  }
  return blocks
}

/** The markers on the line that a block begins with; none where it is no line of a list. Read by its own means, not by those of the draft. */
export function markersIn(block: string): string[] {
  return block.startsWith('* ') ? [...firstLine(block).matchAll(/\{\/\* (\S+) \*\/\}/g)].map((match) => match[1] ?? '') : []
}

/** The line that a block begins with. */
export function firstLine(block: string): string {
  return block.split('\n', 1)[0] ?? ''
}

/** The heading above each block, by its words; empty above the first. */
export function headingsOf(blocks: readonly string[]): string[] {
  let heading = ''
  return blocks.map((block) => {
    if (block.startsWith('## ')) heading = block.slice(3)
    return heading
  })
}
