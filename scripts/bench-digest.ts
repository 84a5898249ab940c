const SYLLABLES = ['ba', 'ce', 'di', 'fo', 'gu', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te', 'vi', 'wo', 'thu', 'kra', 'shel', 'pin', 'tor', 'mun']

/** A digest as a maintainer would write one, the same for the same number: about 1,200 public words in five sections with lists, links, tables and code, and in each a passage for clients, of whose words eight stand in public too and the others nowhere. */
export function benchDigest(number: number): string {
  const below = randomOf(number)
  // Few words are common, most are rare, as in any language.
  const word = (): string => {
    const rank = Math.floor(3000 ** (below(10_000) / 10_000))
    return `${SYLLABLES[rank % 20]}${SYLLABLES[Math.floor(rank / 20) % 20]}${rank >= 400 ? SYLLABLES[Math.floor(rank / 400)] : ''}`
  }
  const words = (count: number): string => Array.from({ length: count }, word).join(' ')
  const line = (): string =>
    `* ${words(14)} ([go/cl/${below(99_999)}](https://review.example/c/go/+/${below(99_999)})) **${word()}** \`crypto/tls.${word()}\` ${words(12)}. {/* go/cl/${below(99_999)} */}`
  const table = (): string =>
    ['| Change | Since | Risk |', '| --- | --- | ---: |', ...Array.from({ length: 4 }, () => `| ${words(5)} | \`${word()}\` | ${below(9)} |`)].join(
      '\n',
    )
  const code = (): string =>
    [
      '```go',
      `func ${word()}(key []byte, ${word()} int) error {`,
      `\tif len(key) < ${below(64)} && ${word()}(key) {`,
      `\t\treturn errors.New("${words(3)}") // ${words(3)}`,
      '\t}',
      '\treturn nil',
      '}',
      '```',
    ].join('\n')
  const section = (index: number): string => {
    const phrase = words(8)
    return [
      `## ${words(4)}`,
      `${words(30)} [${words(2)}](https://project.example/${word()}) ${words(22)} ${phrase}.`,
      Array.from({ length: 5 }, line).join('\n'),
      `<Clients tier="gold">\n\n${Array.from({ length: 5 }, () => `${words(4)} x${number}y${below(1_000_000)}`).join(' ')} ${phrase}.\n\n</Clients>`,
      index % 2 === 0 ? code() : table(),
    ].join('\n\n')
  }
  return `---\ntitle: Digest ${number}\nsummary: ${words(10)}.\nstatus: ready\ndate: 2020-01-01\n---\n\n${Array.from({ length: 5 }, (_, index) => section(index)).join('\n\n')}\n`
}

/** Numbers from 0 to below a limit, the same after the same seed. */
function randomOf(seed: number): (limit: number) => number {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) >>> 0
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 0x1_0000_0000) * limit)
  }
}
