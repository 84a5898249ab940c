/** Ten edits as a maintainer makes them, on a draft's text: each finds its line by shape, so that it serves any draft. */
export function editAsMaintainer(draft: string): string {
  const lines = draft.split('\n')
  const bullets = lines.flatMap((line, index) => (line.startsWith('* ') ? [index] : []))
  const block = (nth: number): { from: number; count: number } => ({ from: bullets[nth] ?? 0, count: (bullets[nth + 1] ?? 0) - (bullets[nth] ?? 0) })
  const text = (nth: number): string => lines[bullets[nth] ?? 0] ?? ''
  const replace = (nth: number, line: string): void => {
    lines[bullets[nth] ?? 0] = line
  }

  replace(0, text(0).replace(/^\* \[[^\]]*\]/, '* **Sessions can be wrapped.** [Details]')) // 1 reworded
  replace(1, `${text(1)} This is a sentence of my own.`) // 2 continued
  replace(2, `${text(2).replace(/ (\{\/\*)/, ' <Clients tier="gold">This is for gold ears.</Clients> $1')}`) // 3 a passage inside a line
  replace(3, `${text(3)} ${/\{\/\*.*\*\/\}$/.exec(text(4))?.[0] ?? ''}`) // 4 two lines merged: both markers stay
  const merged = block(4)
  lines.splice(merged.from, merged.count)
  bullets.splice(4, 1)
  for (let index = 4; index < bullets.length; index++) bullets[index] = (bullets[index] ?? 0) - merged.count
  const gone = block(5)
  lines.splice(gone.from, gone.count) // 5 deleted
  for (let index = 6; index < bullets.length; index++) bullets[index] = (bullets[index] ?? 0) - gone.count
  bullets.splice(5, 1)
  const moved = block(6)
  lines.splice(bullets[0] ?? 0, 0, ...lines.splice(moved.from, moved.count)) // 6 moved to the top
  lines.splice(bullets[0] ?? 0, 0, '* A line without a story. {/* a note to myself */}') // 7 an own line

  return lines
    .join('\n')
    .replace('summary: ""', 'summary: A quarter of a real project in ten lines, edited.') // 8 the summary
    .replace('status: draft', 'status: ready')
    .replace(
      /TODO: .*/,
      'What landed is below.\n\n<Clients>\n\nEvery client may read this paragraph.\n\n</Clients>\n\n<Clients only="acme">\n\nThis is for acme alone.\n\n</Clients>',
    ) // 9 the executive summary
    .replace(/^## Landed$/m, '## What landed\n\n| area | lines |\n| --- | ---: |\n| tls | 7 |') // 10 a heading reworded, a table added
}
