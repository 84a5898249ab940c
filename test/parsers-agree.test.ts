import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from './fast-check.ts'
import type { Nodes, Root } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkMdx from 'remark-mdx'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, test, vi } from 'vitest'
import { readDocument } from '../src/document.ts'
import { keepSource } from '../src/keep-source.ts'
import { parseMdx, SyntaxFault } from '../src/mdx.ts'
import { cutFor } from '../src/render/audience.ts'
import { visit } from '../src/visit.ts'
import { AUDIENCES, glued, NOW, TIERS, written } from './marked-documents.ts'
import { EXAMPLES, MARKINGS, pieced } from './marked-examples.ts'
import { printTree } from './print-tree.ts'
import { ROOT } from './scratch.ts'

// Tens of thousands of documents are parsed, which takes longer than one test may by default.
vi.setConfig({ testTimeout: 60_000 })

const remark = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).use(remarkMdx).freeze()
const FRONT = '---\ntitle: t\nsummary: s\nstatus: ready\n---\n\n'
const REFUSED = 'refused'

/** The tree of the fast parser; undefined where it refuses. */
function fast(text: string): Root | undefined {
  try {
    return parseMdx(text)
  } catch (error) {
    if (error instanceof SyntaxFault) return undefined
    throw error
  }
}

/** The tree of remark's parser, with what is noted of the text; undefined where it refuses, or stumbles over its own stack. */
function reference(text: string): Root | undefined {
  let tree: Root
  try {
    tree = remark.parse(text)
  } catch {
    return undefined
  }
  keepSource(tree, text)
  return tree
}

/** The tree that editions are made from; undefined where the document is refused. */
function published(text: string): Root | undefined {
  const document = readDocument(text, { kind: 'digests', id: '2026-Q3', file: 'digests/2026-Q3.mdx' })
  if ('tree' in document) return document.tree
  if (document.code !== 'document/syntax') throw new Error(document.message)
  return undefined
}

/** What each reader gets of a tree. */
function editionsOf(tree: Root | undefined): Root[] | typeof REFUSED {
  if (tree === undefined) return REFUSED
  // In a block quote remark takes empty lines after a list for ones between its items, and some of those between them for none.
  visit<Nodes>(tree, (node, ancestors) => {
    if (node.type === 'list' && ancestors.some(({ type }) => type === 'blockquote')) node.spread = false
  })
  try {
    return AUDIENCES.map(([, audience]) => cutFor(audience, tree, { tiers: TIERS, now: NOW }))
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Cannot cut a document')) return REFUSED
    throw error
  }
}

/** Whether the fast parser alone would let a document pass. A tree of which it has lost its way may break the audience function as well. */
function isAccepted(text: string): boolean {
  try {
    return editionsOf(parseMdx(text)) !== REFUSED
  } catch {
    return false
  }
}

const textOf = (editions: Root[] | typeof REFUSED): string => (editions === REFUSED ? REFUSED : printTree(editions))

/** Letters and digits that each reader gets, those of addresses too, in their order. */
function wordsOf(editions: Root[] | typeof REFUSED): unknown {
  if (editions === REFUSED) return REFUSED
  return editions.map((edition) => {
    let words = ''
    visit<Nodes>(edition, (node) => {
      for (const said of ['value' in node && node.value, 'url' in node && node.url, 'title' in node && node.title, 'alt' in node && node.alt])
        if (said) words += said.replace(/[^\p{L}\p{N}]+/gu, '')
    })
    return words
  })
}

/**
 * What comes of a document.
 * same: each reader gets the same, whichever parser reads it. refused: by both. caught: by the second reading, and the fast parser alone
 * would let it pass. doubted: since the parsers differ, though remark's alone would let it pass. looser: read though remark refuses it,
 * which is done where nothing is marked. differs: readers get something else.
 */
type Outcome = 'same' | 'refused' | 'caught' | 'doubted' | 'looser' | 'differs'

function outcomeOf(text: string): Outcome {
  const [ours, theirs] = [editionsOf(published(text)), editionsOf(reference(text))]
  if (ours === REFUSED) return theirs !== REFUSED ? 'doubted' : isAccepted(text) ? 'caught' : 'refused'
  if (theirs === REFUSED && !/<\/?[A-Za-z]/.test(text)) return 'looser'
  return textOf(ours) === textOf(theirs) ? 'same' : 'differs'
}

describe('every fixture and the sample', () => {
  const files = globSync(['test/fixtures/*/input.mdx', 'content/**/*.mdx'], { cwd: ROOT })

  test('are there', () => {
    expect(files.length).toBeGreaterThan(4)
  })

  test.each(files)('%s is read and cut alike', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8')
    const [ours, theirs] = [parseMdx(text), reference(text)]
    expect(printTree(ours)).toBe(theirs && printTree(theirs))
    expect(editionsOf(ours)).not.toBe(REFUSED)
    expect(textOf(editionsOf(ours))).toBe(textOf(editionsOf(theirs)))
  })
})

/** How many documents came out how, and the names of those that readers would not get alike from the two parsers. */
function tally(documents: readonly (readonly [name: string, text: string])[]): { outcomes: Partial<Record<Outcome, number>>; unlike: string[] } {
  const outcomes: Partial<Record<Outcome, number>> = {}
  const unlike = new Set<string>()
  for (const [name, text] of documents) {
    const outcome = outcomeOf(FRONT + text)
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    if (outcome !== 'same' && outcome !== 'refused' && outcome !== 'caught') unlike.add(`${name}: ${outcome}`)
  }
  return { outcomes, unlike: [...unlike] }
}

describe('the examples of CommonMark and GFM', () => {
  test('are read alike', () => {
    expect(EXAMPLES.size).toBe(699)
    const print = (tree: Root | undefined): string => (tree === undefined ? REFUSED : printTree(tree))
    expect([...EXAMPLES].filter(([, text]) => print(fast(text)) !== print(reference(text))).map(([name]) => name)).toEqual([
      // "import Text.HTML.TagSoup" between tags is refused by remark, which has it parsed as JavaScript; here it is refused when it is cut.
      'CommonMark 169',
      // In "xmpp:foo@bar.baz/txt@bin.com" remark finds the address "txt@bin.com", satteri none; the specification wants one link.
      'GFM 634',
    ])
  })

  test('reach each reader alike', () => {
    expect(tally([...EXAMPLES])).toEqual({ outcomes: { same: 577, refused: 121, differs: 1 }, unlike: ['GFM 634: differs'] })
  })

  const doubted = ['GFM 634: doubted']
  test.each([
    ['all of it in a mark', { same: 2865, refused: 625, doubted: 5 }, doubted],
    ['a line of it in a mark', { same: 1057, refused: 627, caught: 8, doubted: 3 }, doubted],
    ['a word of it in a mark', { same: 1756, refused: 672, caught: 115, doubted: 3 }, doubted],
    ['a mark beside a word of it, or in it', { same: 1894, refused: 649, doubted: 3 }, doubted],
    [
      'a comment beside a word of it, or in it, in a block quote',
      { same: 3447, refused: 778, doubted: 8, differs: 8 },
      // Of "> - `one {/* note */}" and "> - two`" satteri makes words, since it looks for the other "`" beyond the item.
      [...[42, 263, 278, 318, 321, 324].map((number) => `CommonMark ${number}: doubted`), 'GFM 634: differs'],
    ],
  ])('are cut alike with %s', (name, outcomes, unlike) => {
    const documents = [...EXAMPLES].flatMap(([example, text]) => MARKINGS[name]?.(text).map((marked): [string, string] => [example, marked]) ?? [])
    expect(tally(documents)).toEqual({ outcomes, unlike })
  })
})

describe('generated documents', () => {
  const tape = (maxLength: number): fc.Arbitrary<number[]> => fc.array(fc.nat(9999), { minLength: 12, maxLength, size: 'max' })

  test('as a maintainer may write them are cut alike', () => {
    fc.assert(
      fc.property(tape(300), (numbers) => {
        expect(outcomeOf(`${FRONT}${written(numbers).text}\n`)).toBe('same')
      }),
      { numRuns: 250 },
    )
  })

  test.each([
    ['pieces', (numbers: readonly number[]) => glued(numbers).text, 90],
    ['examples', pieced, 40],
  ])('glued together of %s have the same words for each reader, and nearly all the same tree', (_, make, length) => {
    const runs = 500
    const counts = { same: 0, refused: 0, caught: 0, doubted: 0, looser: 0, differs: 0 }
    fc.assert(
      fc.property(tape(length), (numbers) => {
        const text = `${FRONT}${make(numbers)}\n`
        const outcome = outcomeOf(text)
        counts[outcome]++
        if (outcome === 'differs') expect(wordsOf(editionsOf(published(text)))).toEqual(wordsOf(editionsOf(reference(text))))
      }),
      { numRuns: runs },
    )
    expect(counts.same).toBeGreaterThan(runs * 0.15)
    // One in ten thousand differs: emphasis around a sign, a line end after a backslash in a link, an empty last line of code that nothing closes.
    expect(counts.differs).toBeLessThan(runs * 0.01)
    expect(counts.doubted + counts.looser).toBeLessThan(runs * 0.02)
  })
})
