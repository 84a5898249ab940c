import type { Element, ElementContent, Root } from 'hast'
import { createRequire } from 'node:module'
import type { Refractor, Syntax } from 'refractor/core'
import { grammarOf } from './grammar-of.ts'
import { textHtml } from './text-html.ts'

/** What a piece of code is, where it shows: the few kinds that help reading. */
type Kind = 'keyword' | 'comment' | 'literal' | 'inserted' | 'deleted'
type Run = readonly [kind: Kind | undefined, text: string]

/** The element of each kind, one that tells without a style sheet where HTML has it, and its class. */
const ELEMENTS: Readonly<Record<Kind, readonly [tagName: string, className?: string]>> = {
  keyword: ['b'],
  comment: ['i'],
  literal: ['span', 's'],
  inserted: ['ins'],
  deleted: ['del'],
}

/** Kinds of the grammars' tokens. One without a kind is of the kind that it stands in, "plain" of none. */
const KINDS = new Map<string, Kind | 'plain'>([
  ['attr-name', 'plain'],
  ['attr-value', 'literal'],
  ['boolean', 'literal'],
  ['cdata', 'comment'],
  ['char', 'literal'],
  ['comment', 'comment'],
  ['coord', 'comment'],
  ['deleted', 'deleted'],
  ['directive', 'keyword'],
  ['doctype', 'comment'],
  ['inserted', 'inserted'],
  ['interpolation', 'plain'],
  ['keyword', 'keyword'],
  ['number', 'literal'],
  ['prolog', 'comment'],
  ['punctuation', 'plain'],
  ['regex', 'literal'],
  ['rule', 'keyword'],
  ['string', 'literal'],
  ['tag', 'keyword'],
  ['template-string', 'literal'],
])

/** Grammars that change each other when they meet: loaded together and in this order, so that no code looks different after other code. */
const WEB = ['markup', 'css', 'javascript']
const OF_THE_WEB = new Set([...WEB, 'jsx', 'tsx', 'typescript'])

/** Code beyond one of these stays plain: grammars can take a time with the cube of the quotation marks and the square of a line, and go as deep as it is long. */
const MOST_CHARACTERS = 10_000
const MOST_IN_A_LINE = 1_000
const MOST_QUOTES = 600

/** Characters of code whose runs are kept, since the same code comes again, in each edition and after each save. */
const KEPT_CHARACTERS = 1_000_000

const require = createRequire(import.meta.url)
const kept = new Map<string, readonly Run[]>()
let characters = 0
let loaded: Refractor | undefined

/**
 * What a `code` element holds, its keywords, comments, literals and the lines of a diff in elements of their own; the text is the same.
 * As it is where its class names no language that is known, or where the code is long.
 */
export function highlight(code: Element): ElementContent[] {
  const [text, ...others] = code.children
  if (text?.type !== 'text' || others.length > 0) return code.children
  return runsOf(text.value, namesOf(code)[0]?.replace(/^language-/, '') ?? '')?.map(nodeOf) ?? code.children
}

/** HTML of the same for a text in a language, in half the time. */
export function highlightedHtml(text: string, language: string): string {
  return (runsOf(text, language) ?? [[undefined, text] as const]).map(runHtml).join('')
}

function runHtml([kind, value]: Run): string {
  const text = textHtml(value)
  if (kind === undefined) return text
  const [tagName, className] = ELEMENTS[kind]
  return `<${tagName}${className === undefined ? '' : ` class="${className}"`}>${text}</${tagName}>`
}

function nodeOf([kind, value]: Run): ElementContent {
  const text = { type: 'text' as const, value }
  if (kind === undefined) return text
  const [tagName, className] = ELEMENTS[kind]
  return { type: 'element', tagName, properties: className === undefined ? {} : { className: [className] }, children: [text] }
}

function isTooMuch(code: string): boolean {
  if (code.length > MOST_CHARACTERS || code.replace(/[^'"`]+/g, '').length > MOST_QUOTES) return true
  return code.split('\n').some((line) => line.length > MOST_IN_A_LINE)
}

/** Undefined where the code stays plain. */
function runsOf(code: string, language: string): readonly Run[] | undefined {
  const grammar = grammarOf(language)
  if (grammar === undefined || isTooMuch(code)) return undefined
  const key = `${grammar} ${code}`
  const known = kept.get(key)
  if (known) return known
  if (characters + code.length > KEPT_CHARACTERS) {
    kept.clear()
    characters = 0
  }
  const runs = flatten(refractorWith(grammar).highlight(code, grammar))
  kept.set(key, runs)
  characters += code.length
  return runs
}

/** The highlighter with a grammar, loaded when code first asks for it: what shows no code pays nothing. */
function refractorWith(grammar: string): Refractor {
  if (!loaded) {
    const core: { refractor: Refractor } = require('refractor/core')
    loaded = core.refractor
  }
  if (!loaded.registered(grammar))
    for (const name of OF_THE_WEB.has(grammar) ? [...WEB, grammar] : [grammar]) {
      const module: { default: Syntax } = require(`refractor/${name}`)
      loaded.register(module.default)
    }
  return loaded
}

function flatten(tree: Root): Run[] {
  const runs: [kind: Kind | undefined, text: string][] = []
  const walk = (node: Root | Root['children'][number], kind: Kind | undefined): void => {
    if (node.type === 'text') {
      const last = runs.at(-1)
      if (last && last[0] === kind) last[1] += node.value
      else runs.push([kind, node.value])
    } else if ('children' in node) {
      const own = node.type === 'element' && kind !== 'comment' ? kindOf(node, kind) : kind
      for (const child of node.children) walk(child, own)
    }
  }
  walk(tree, undefined)
  return runs
}

function kindOf(token: Element, around: Kind | undefined): Kind | undefined {
  const [first] = token.children
  // A whole tag, which begins with what the grammar calls a tag too: its name.
  if (first?.type === 'element' && namesOf(first).includes('tag')) return undefined
  for (const name of namesOf(token)) {
    const kind = KINDS.get(name)
    if (kind !== undefined) return kind === 'plain' ? undefined : kind
  }
  return around
}

function namesOf({ properties: { className } }: Element): readonly string[] {
  return Array.isArray(className) ? className.filter((name) => typeof name === 'string') : []
}
