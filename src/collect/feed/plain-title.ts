import { plainLine } from '../../plain.ts'

/** A title on one line. Tags in it are text, such as "The <dialog> element", but for those that set words apart, from the first to the one that closes it. */
export function plainTitle(title: string): string {
  const text = plainLine(title)
  const tags = [...text.matchAll(/<(\/?)(b|i|em|strong|code|sub|sup)>/gi)]
  const open = new Map<string, number[]>()
  const paired = new Set<number>()
  for (const [index, [, slash, name = '']] of tags.entries()) {
    const before = open.get(name.toLowerCase()) ?? []
    open.set(name.toLowerCase(), before)
    if (!slash) before.push(index)
    else {
      const first = before.pop()
      if (first !== undefined) paired.add(first).add(index)
    }
  }
  let kept = ''
  let from = 0
  for (const index of [...paired].sort((a, b) => a - b)) {
    const tag = tags[index]
    kept += text.slice(from, tag?.index)
    from = (tag?.index ?? 0) + (tag?.[0].length ?? 0)
  }
  return kept + text.slice(from)
}
