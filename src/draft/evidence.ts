import type { MdxFlowExpression } from 'mdast-util-mdx'
import { dayInWords } from '../day-in-words.ts'
import { DRAFTED } from '../drafted-note.ts'
import type { Item } from '../model/item.ts'
import { AGAINST, type Story } from '../model/story.ts'
import { withoutSpans } from '../plain.ts'
import { stateInWords } from '../state-in-words.ts'
import { comment } from './comment.ts'

const SHOWN = 5
const QUOTED = 3
const LONGEST = 600

/** Words around the names of issues, and such names: whole words, tested one by one, so that no text costs more time than its length. */
const VERBS =
  'fix(?:e[sd])?|close[sd]?|resolve[sd]?|updates?|for|reverts|part|of|and|issues?|depends(?:-on)?|stacked|based|builds|follows|follow-?up|follow|up|continues|on|top|to|[*-]'
const VERB = new RegExp(`^(?:${VERBS}):?$`, 'i')
const REFERENCE = new RegExp(`^(?:(?:${VERBS})?:)?(?:(?:[\\w.-]+/[\\w.-]+)?#\\d+|https://\\S+/\\d+)[.;]?$`, 'i')

/** What is needed to judge a story, as a comment below its line: why it stands here, who, when, how large, what it says and names. */
export function evidence(story: Story): MdxFlowExpression {
  const [lead, ...others] = story.items
  const told = [
    `${DRAFTED.evidence}${reasons(story.reasons)} (score ${story.score})`,
    ...(story.state !== undefined && story.items.length > 1 ? [`It stands: ${story.state}`] : []),
    ...(lead ? about(lead) : []),
    ...suggested(story.items),
    ...others.slice(0, SHOWN).map((item) => `Also ${item.id} ${item.title} (${facts(item)})`),
    ...others.flatMap((item) => item.notes.map((note) => `Mind, of ${item.id}: ${note}`)),
    ...(others.length > SHOWN
      ? [
          `and ${others.length - SHOWN} more: ${others
            .slice(SHOWN)
            .map((item) => item.id)
            .join(', ')}`,
        ]
      : []),
  ]
  return { type: 'mdxFlowExpression', value: `/*\n${told.map((text) => comment(text)).join('\n')}\n*/` }
}

/** Reasons for it, then those against it. */
function reasons(all: readonly string[]): string {
  const against = all.filter((reason) => reason.startsWith(AGAINST)).map((reason) => reason.slice(AGAINST.length))
  const others = all.filter((reason) => !reason.startsWith(AGAINST))
  return [others.join('; ') || 'nothing speaks for it', ...(against.length > 0 ? [`against it: ${against.join('; ')}`] : [])].join(' · ')
}

function about(item: Item): string[] {
  const files = item.paths.length === 0 ? '' : `: ${item.paths.slice(0, SHOWN).join(', ')}${item.paths.length > SHOWN ? ', …' : ''}`
  const { text, known } = item.kind === 'vulnerability' ? apart(item.message) : { text: item.message, known: [] }
  return [`${facts(item)}${files}`, ...steps(item), ...excerpt(text), ...known, ...named(item), ...item.notes.map((note) => `Mind: ${note}`)]
}

/** A vulnerability's text, and what its database says in the last paragraph, a line each: what is affected, where it is fixed, how severe it is. */
function apart(message: string): { text: string; known: string[] } {
  const end = message.lastIndexOf('\n\n')
  return {
    text: end < 0 ? '' : message.slice(0, end),
    known: message
      .slice(end + 1)
      .split('\n')
      .filter(Boolean),
  }
}

/** What the item names, told from its side: a change fixes an issue, a vulnerability is fixed by a change. */
function named(item: Item): string[] {
  const [fixes, updates] = item.kind === 'vulnerability' ? ['was fixed by', 'was reported in'] : ['fixes', 'updates']
  const words = { fixes, updates, follows: 'follows' }
  const told = item.references.map((reference) => `${words[reference.verb]} ${reference.id}`)
  return told.length > 0 ? [`It ${told.join(', ')}`] : []
}

function facts(item: Item): string {
  const size = item.kind === 'change' ? `+${item.added} −${item.deleted} in ${item.paths.length} ${item.paths.length === 1 ? 'file' : 'files'}` : ''
  return [item.author ?? (item.kind === 'change' ? 'unknown' : ''), dayInWords(item.at), item.state && stateInWords(item.state), size]
    .filter(Boolean)
    .join(', ')
}

/** The steps of a proposal or issue, unless its state and day say all. */
function steps({ transitions, state, at }: Item): string[] {
  const [only, ...more] = transitions
  if (!only || (more.length === 0 && only.to === state && only.at === at)) return []
  return [`Steps: ${transitions.map((step) => `${stateInWords(step.to)} ${dayInWords(step.at)}`).join(', ')}`]
}

/**
 * The first paragraph that says something, on one line, at most 600 characters, and what breaks, if a later one says so.
 * Templates' comments, headings, rules of dashes and paragraphs that only name issues say nothing.
 */
function excerpt(message: string): string[] {
  const paragraphs = withoutSpans(message, '<!--', '-->')
    .split(/\n[^\S\n]*\n/)
    .map((text) =>
      text
        .split('\n')
        .filter((line) => !/^(?:-{3,}|#{1,6}(?:\s.*)?)$/s.test(line.trim()))
        .join(' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((text) => text && !onlyNames(text))
  const first = paragraphs[0] ?? ''
  const breaking = paragraphs.find((text, index) => index > 0 && /\bBREAKING[ -]CHANGE\b/.test(text))
  return [first, ...(breaking ? [breaking] : [])].filter(Boolean).map(shortened)
}

/** What the author of the lead wrote for readers, or else those of the others: each on one line, the first few. */
function suggested([lead, ...others]: readonly Item[]): string[] {
  const own = lead?.wording.map((one) => ({ ...one, of: '' })) ?? []
  const theirs = others.flatMap((item) => item.wording.map((one) => ({ ...one, of: `, of ${item.id}` })))
  return (own.length > 0 ? own : theirs)
    .slice(0, QUOTED)
    .map(({ of, path, text }) => `Suggested wording${of}${path === undefined ? '' : ` (${path})`}: "${shortened(text.replace(/\s+/g, ' ').trim())}"`)
}

/** A line of at most 600 characters, cut between words where it has them. */
function shortened(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 2).replace(/\s+\S*$/, '')} …`.toWellFormed() : line
}

/** Whether a paragraph does nothing but name issues: "Fixes #1, #2 and owner/repo#3." */
function onlyNames(text: string): boolean {
  const words = text.split(/[\s,]+/).filter(Boolean)
  return words.every((word) => VERB.test(word) || REFERENCE.test(word)) && words.some((word) => REFERENCE.test(word))
}
