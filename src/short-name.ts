/** Of a text as many letters: names are typed. */
const MOST = 32

/**
 * A name for what a text calls something, as names of files, people and concerns are written: lower-case letters and digits of ASCII, with "-" between words, at
 * most 32, and another than those that are `taken`. A text that has none of them is called `otherwise`.
 */
export function shortName(text: string, { taken = [], otherwise }: { taken?: Iterable<string>; otherwise: string }): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/ø/g, 'o')
    .replace(/ß/g, 'ss')
    .replace(/\p{M}|['’]/gu, '')
  const words = plain.match(/[a-z0-9]+/g) ?? [otherwise]
  let name = words[0]?.slice(0, MOST) ?? otherwise
  for (const word of words.slice(1)) if (name.length + 1 + word.length <= MOST) name += `-${word}`
  const others = new Set([...taken].map((one) => one.toLowerCase()))
  let free = name
  for (let number = 2; others.has(free); number++) free = `${name}-${number}`
  return free
}
