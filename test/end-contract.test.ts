import fc from './fast-check.ts'
import { expect, test } from 'vitest'
import { endContract } from '../src/end-contract.ts'
import { clientSchema } from '../src/model/client.ts'
import { type ClientInput, printClient } from '../src/print-client.ts'
import { readYaml } from '../src/yaml.ts'

const end = (text: string): string => endContract(text, { until: '2026-11-30', file: 'clients/x.yaml' })

test.each([
  [
    'adds a line below the first day',
    'name: A\ntier: gold\nsince: 2026-01-01   # signed\ncredit: true\n',
    'name: A\ntier: gold\nsince: 2026-01-01   # signed\nuntil: 2026-11-30\ncredit: true\n',
  ],
  [
    'changes the value alone',
    "until:   '2027-01-01'  # why\nname: A\ntier: gold\nsince: 2026-01-01\n",
    'until:   2026-11-30  # why\nname: A\ntier: gold\nsince: 2026-01-01\n',
  ],
  [
    'keeps the ends of lines',
    '\ufeffname: A\r\ntier: gold\r\nsince: "2026-01-01"\r\n',
    '\ufeffname: A\r\ntier: gold\r\nsince: "2026-01-01"\r\nuntil: 2026-11-30\r\n',
  ],
  ['adds one where the last line has no end', 'name: A\ntier: gold\nsince: 2026-01-01', 'name: A\ntier: gold\nsince: 2026-01-01\nuntil: 2026-11-30'],
  [
    'adds one as the other lines end, where the last has no end',
    'name: A\r\ntier: gold\r\nsince: 2026-01-01',
    'name: A\r\ntier: gold\r\nsince: 2026-01-01\r\nuntil: 2026-11-30',
  ],
  ['writes into braces', '{ name: A, tier: gold, since: 2026-01-01 }\n', '{ name: A, tier: gold, since: 2026-01-01, until: 2026-11-30 }\n'],
  [
    'leaves an "until" alone that stands elsewhere',
    'name: "until: 2020-01-01"\ntier: gold\nsince: 2026-01-01\n',
    'name: "until: 2020-01-01"\ntier: gold\nsince: 2026-01-01\nuntil: 2026-11-30\n',
  ],
])('%s', (_, before, after) => {
  expect(end(before)).toBe(after)
  expect(end(after)).toBe(after)
})

test('a file that it cannot change safely is left to a person', () => {
  expect(() => end('name: A\ntier: gold\nsince: &day 2026-01-01\nuntil: *day\n')).toThrow(/Cannot set "until" in clients\/x.yaml/)
  expect(() => end('name: A\ntier: gold\nuntil: >-\n  2026-12-31\nsince: 2026-01-01\n')).toThrow(/Cannot set "until" in clients\/x.yaml/)
  expect(() => end('name: A\n')).toThrow(/"tier"/)
})

/** Texts such as people write, signs of YAML among them. */
const line = fc
  .array(
    fc.constantFrom(
      'until',
      'since: ',
      'null',
      '- ',
      '# no ',
      '"',
      "'",
      '{',
      ']',
      '*a ',
      '&b ',
      ': ',
      'Ferry',
      'é',
      '2026-01-01',
      '%',
      ' | ',
      '\\',
      '1e3',
      '~',
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => `${parts.join('')}x`)
const client = fc.record(
  {
    name: line,
    tier: fc.constant('gold'),
    since: fc.constant('2026-01-01'),
    until: fc.constantFrom('2026-12-31', '2027-12-31'),
    recipients: fc
      .array(line, { maxLength: 3 })
      .map((names) => names.map((name, index) => ({ id: `r${index}`, name, email: `r${index}@x.example` }))),
    concerns: fc
      .array(fc.tuple(line, line, line), { maxLength: 2 })
      .map((all) => all.map(([text, path, word], index) => ({ id: `c${index}`, text, match: { paths: [path], words: [word, 'plain'] } }))),
    uses: line,
    notes: fc.array(line, { maxLength: 2 }).map((texts) => texts.map((said) => ({ on: '2026-01-01', said }))),
  },
  { requiredKeys: ['name', 'tier', 'since'] },
)

test('what is printed is read back as it was meant, its line for editors first, and its end changes one line alone', () => {
  fc.assert(
    fc.property(client, (given: ClientInput) => {
      const text = printClient(given, { file: 'f' })
      expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../schemas/client.json')
      expect(readYaml(text, clientSchema, { file: 'f' })).toEqual(clientSchema.parse(given))
      const [before, after] = [text.split('\n'), end(text).split('\n')]
      const others = (lines: readonly string[]): string[] => lines.filter((one) => !/^until: \d/.test(one))
      expect(others(after)).toEqual(others(before))
      expect(after.length - before.length).toBe(given.until === undefined ? 1 : 0)
      expect(readYaml(after.join('\n'), clientSchema, { file: 'f' })).toEqual({ ...clientSchema.parse(given), until: '2026-11-30' })
    }),
    { numRuns: 300, seed: 7 },
  )
})
