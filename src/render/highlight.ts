import type { Element, ElementContent } from 'hast'
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

/** What Prism tells of code. */
type Token = { type: string; alias?: string | readonly string[] | null; content: Tokens }
type Tokens = string | Token | readonly (string | Token)[]

/** Refractor is Prism's own object; its tokens are taken as they are, since the tree that it makes of them would only be taken apart again. */
type Prism = Refractor & {
  languages: Readonly<Record<string, unknown>>
  tokenize: (code: string, grammar: unknown) => Tokens
  hooks: { run: (name: string, environment: object) => void }
}

const require = createRequire(import.meta.url)
const kept = new Map<string, readonly Run[]>()
let characters = 0
let loaded: Prism | undefined

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
  const runs = flatten(tokensOf(code, grammar))
  kept.set(key, runs)
  characters += code.length
  return runs
}

function tokensOf(code: string, language: string): Tokens {
  const prism = prismWith(language)
  const environment = { code, language, grammar: prism.languages[language], tokens: code as Tokens }
  // Grammars change what they are handed, and what comes of it, before and after.
  prism.hooks.run('before-tokenize', environment)
  environment.tokens = prism.tokenize(environment.code, environment.grammar)
  prism.hooks.run('after-tokenize', environment)
  return environment.tokens
}

/** The highlighter with a grammar, loaded when code first asks for it: what shows no code pays nothing. */
function prismWith(grammar: string): Prism {
  if (!loaded) {
    const core: { refractor: Prism } = require('refractor/core')
    loaded = core.refractor
  }
  if (!loaded.registered(grammar))
    for (const name of OF_THE_WEB.has(grammar) ? [...WEB, grammar] : [grammar]) {
      const module: { default: Syntax } = require(`refractor/${name}`)
      loaded.register(module.default)
    }
  return loaded
}

function flatten(tokens: Tokens): Run[] {
  const runs: [kind: Kind | undefined, text: string][] = []
  const walk = (node: Tokens, kind: Kind | undefined): void => {
    if (typeof node === 'string') {
      const last = runs.at(-1)
      if (node === '') return
      if (last && last[0] === kind) last[1] += node
      else runs.push([kind, node])
    } else if (isList(node)) for (const one of node) walk(one, kind)
    else walk(node.content, kind === 'comment' ? kind : kindOf(node, kind))
  }
  walk(tokens, undefined)
  return runs
}

function kindOf(token: Token, around: Kind | undefined): Kind | undefined {
  const first = isList(token.content) ? token.content[0] : token.content
  // A whole tag, which begins with what the grammar calls a tag too: its name.
  if (typeof first === 'object' && typesOf(first).includes('tag')) return undefined
  for (const name of typesOf(token)) {
    const kind = KINDS.get(name)
    if (kind !== undefined) return kind === 'plain' ? undefined : kind
  }
  return around
}

function typesOf({ type, alias }: Token): readonly string[] {
  return [type, ...(typeof alias === 'string' ? [alias] : (alias ?? []))]
}

function isList(tokens: Tokens): tokens is readonly (string | Token)[] {
  return Array.isArray(tokens)
}

function namesOf({ properties: { className } }: Element): readonly string[] {
  return Array.isArray(className) ? className.filter((name) => typeof name === 'string') : []
}
