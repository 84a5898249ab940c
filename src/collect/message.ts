import type { Reference } from '../model/item.ts'
import { follows, type Project } from './follows.ts'

/** A trailer's name has a hyphen (Reviewed-on, Signed-off-by, …) or is one of a few; "Warning: …" is text. */
const TRAILER = /^(?:[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+|Trust|Cc|Bug|Link|Topic): \S|^\(cherry picked from commit [0-9a-f]+\)$|^-{3,}$/
const REVIEWED_ON = /^Reviewed-on: (https:\/\/[^\s]+?\/(?:c\/[^\s]+?\/\+\/)?(\d+))\/?$/gm
const ONE =
  '(?:[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+)?#\\d+|https://github\\.com/[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+/(?:issues|pull)/\\d+|https://(?:go\\.dev|golang\\.org)/issue/\\d+'
const NAMED = new RegExp(
  `\\b(fix(?:e[sd])?|clos(?:e[sd]?)|resolv(?:e[sd]?)|updates?|for|implement(?:s|ed)?|address(?:es|ed)?|part of|refs?|references|towards?)(?::|\\s+issues?)?\\s+((?:${ONE})(?:(?:,| and|, and)?\\s+(?:issue\\s+)?(?:${ONE}))*)`,
  'gi',
)
const STRENGTH: Record<Reference['verb'], number> = { follows: 0, updates: 1, fixes: 2 }

/** Subject (its lines joined) and the rest without the trailers at its end. `keep`: paragraphs of the rest that are text whatever they look like. */
export function splitMessage(message: string, options: { keep: number } = { keep: 0 }): { subject: string; body: string } {
  const text = message.replace(/\r\n?/g, '\n').trim()
  const gap = /\n[^\S\n]*\n/.exec(text)
  const subject = (gap ? text.slice(0, gap.index) : text)
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
  const paragraphs = gap
    ? text
        .slice(gap.index)
        .trim()
        .split(/\n[^\S\n]*\n/)
    : []
  while (paragraphs.length > options.keep) {
    const lines = (paragraphs.at(-1) ?? '').split('\n')
    const kept = lines.filter((line) => !TRAILER.test(line))
    if (kept.length === lines.length) break
    if (kept.length > 0) paragraphs.splice(-1, 1, kept.join('\n'))
    else paragraphs.pop()
    if (kept.length > 0) break
  }
  return { subject, body: paragraphs.join('\n\n').trim() }
}

/** Number and address of a Gerrit change, from the last Reviewed-on trailer; a cherry-pick carries its origin's before its own. */
export function reviewedOn(message: string): { number: number; url: string } | undefined {
  const [, url, number] = [...message.matchAll(REVIEWED_ON)].at(-1) ?? []
  return url && number && URL.canParse(url) ? { number: Number(number), url: new URL(url).href } : undefined
}

/** Number of the pull request in a subject of GitHub's or a merge robot's making. */
export function pullNumber(subject: string): number | undefined {
  const [, squashed] = /\(#(\d+)\)\s*$/.exec(subject) ?? []
  const [, merged] = /^(?:Merge pull request|Auto merge of|Rollup merge of) #(\d+)\b/.exec(subject) ?? []
  const number = merged ?? squashed
  return number === undefined ? undefined : Number(number)
}

/**
 * Issues and changes that a message names after "Fixes" (and GitHub's other closing words), "Updates", "For", "Implements", "Part of" and the like, then the changes that it
 * says it builds on, each once, whatever the case of its owner; where one is named twice, the strongest verb wins. A bare `#N` is the
 * tracker's; without a tracker it names nothing.
 */
export function references(message: string, tracker: string | undefined, project: Project): Reference[] {
  const found: Reference[] = []
  for (const [, word = '', list = ''] of message.matchAll(NAMED)) {
    const verb = /^(?:fix|clos|resolv)/i.test(word) ? 'fixes' : 'updates'
    for (const [one] of list.matchAll(new RegExp(ONE, 'g'))) {
      const [, repository, number] = /^(?:https:\/\/github\.com\/)?([^#\s:]+?\/[^#/\s:]+?)?(?:#|\/issues\/|\/pull\/)(\d+)$/.exec(one) ?? []
      const [, goIssue] = /\/issue\/(\d+)$/.exec(one) ?? []
      const owner = goIssue ? 'golang/go' : (repository ?? tracker)
      if (owner) found.push({ id: `${owner}#${number ?? goIssue}`, verb })
    }
  }
  return strongest([...found, ...follows(message, project).map((id) => ({ id, verb: 'follows' as const }))])
}

/** Each reference once, in the order and spelling of its first mention, by its strongest verb: what is fixed is no longer followed. */
export function strongest(references: readonly Reference[]): Reference[] {
  const found = new Map<string, Reference>()
  for (const reference of references) {
    const key = reference.id.toLowerCase()
    const known = found.get(key)
    if (!known || STRENGTH[reference.verb] > STRENGTH[known.verb]) found.set(key, { ...(known ?? reference), verb: reference.verb })
  }
  return [...found.values()]
}
