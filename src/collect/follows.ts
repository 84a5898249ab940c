import { withoutSpans } from '../plain.ts'

/** The project whose text it is. `gerrit`: its changes are numbered by Gerrit, so that "#12" is none of them. */
export type Project = { name: string; gerrit: boolean }

/** What people write of a change on which theirs stands. "Follow-up: #12" is none of it: that is as often what comes next. */
const PHRASE = [
  'depend(?:s|ed|ing)?(?:\\s+|-)on',
  'stack(?:s|ed|ing)?\\s+(?:up)?on',
  '(?:re)?based\\s+(?:up)?on',
  'buil(?:ds?|t|ding)\\s+(?:up)?on',
  'follow(?:s|ing)?(?:\\s+|-)?up\\s+(?:to|of|on|from|for)',
  'follow(?:s|ing)',
  'continu(?:es|ing|ation\\s+of|ed\\s+from)',
].join('|')
const PART = '[A-Za-z0-9_.-]+'
const ONE = [
  `(?<repository>${PART}/${PART})?#(?<number>\\d{1,9})\\b`,
  `https?://github\\.com/(?<pulled>${PART}/${PART})/pull/(?<pull>\\d{1,9})\\b`,
  `https?://[^\\s/]+(?:/r)?/c/(?<project>${PART}(?:/${PART})*)/\\+/(?<change>\\d{1,9})\\b`,
  '(?:https?://)?(?:go\\.dev|golang\\.org)/cl/(?<go>\\d{1,9})\\b',
  '(?:CLs?|changes?)\\s+(?<bare>\\d{1,9})\\b',
].join('|')
const NAMED = `(?:(?:the\\s+)?(?:PRs?|pull\\s+requests?|changes?|patch(?:es)?|commits?)\\s+)?[<([]?(?:${ONE.replace(/\?<\w+>/g, '?:')})[\\])>]?`
const BULLET = '[-*+]\\s+(?:\\[[ x]\\]\\s+)?'
/** What stands between two of a list. */
const NEXT = `(?:,?\\s+(?:and|&)\\s+|,\\s*|[^\\S\\n]*\\n[^\\S\\n]*${BULLET})`
const FOLLOWED = new RegExp(`\\b(?:${PHRASE})(?:\\s+top\\s+of)?[*_]{0,2}:?[*_]{0,2}\\s+(?:${BULLET})?(${NAMED}(?:${NEXT}${NAMED})*)`, 'gi')
const EACH = new RegExp(ONE, 'gi')

/**
 * Ids of the changes that a message says it depends on, is stacked on, builds on or follows up, in order, each once: pull requests as
 * `owner/repo#N`, Gerrit's as `NAME/cl/N`. A number without its project is the project's own. What stands in a comment of HTML, what is
 * denied ("does not depend on #12") and what is said of another ("#13 depends on #12") is left out. Its time grows with the text's length alone.
 */
export function follows(message: string, project: Project): string[] {
  const text = withoutSpans(message, '<!--', '-->')
  const found = new Map<string, string>()
  for (const said of text.matchAll(FOLLOWED)) {
    if (isOfAnother(text.slice(Math.max(0, said.index - 24), said.index))) continue
    for (const { groups = {} } of (said[1] ?? '').matchAll(EACH)) {
      const id = idOf(groups, project)
      if (id !== undefined && !found.has(id.toLowerCase())) found.set(id.toLowerCase(), id)
    }
  }
  return [...found.values()]
}

/** Whether what stands before the words denies them, or is another change that they are said of. */
function isOfAnother(before: string): boolean {
  return /(?:\b(?:no|not|never|longer|without)|n['’]t)\s+$/i.test(before) || /(?:#|\bCL )\d+[^\S\n]+$/i.test(before)
}

function idOf(named: Partial<Record<string, string>>, { name, gerrit }: Project): string | undefined {
  const { repository, number, pulled, pull, project, change, go, bare } = named
  if (number !== undefined) return repository === undefined && gerrit ? undefined : `${repository ?? name}#${number}`
  if (pull !== undefined) return `${pulled}#${pull}`
  if (change !== undefined) return `${project}/cl/${change}`
  if (go !== undefined) return `${gerrit ? name : 'go'}/cl/${go}`
  return gerrit && bare !== undefined ? `${name}/cl/${bare}` : undefined
}
