import { dayInWords } from '../day-in-words.ts'
import type { Item } from '../model/item.ts'
import type { Story } from '../model/story.ts'

const SHOWN = 3
const KNOWN = /^(?:Affects |Fixed in |.*: no fix$)/
const DEPRECATES = /\bdeprecat(?:e[sd]?|ing|ion)\b/i
/** Of a subject, what comes first behind the area: "net/http: remove X". */
const TAKES_AWAY = /^(?:[^:]{1,80}: )?(?:remov|delet|drop|retir|disabl)(?:e|es|ed|ing|s|ped|ping)?\b/i
const ADDS = new Set(['public API', 'adds something public'])
const DECIDED: Record<string, string> = {
  accepted: 'what must it prepare before that lands?',
  implemented: 'does it want to use it now?',
  declined: 'what will it do without it?',
  withdrawn: 'what will it do without it?',
  removed: 'what will it do without it?',
}

/** What a story might mean for somebody who depends on it, as far as its facts tell: a sentence each, the gravest first; empty where they tell nothing. */
export function meanings(story: Story): string[] {
  const vulnerabilities = story.items.flatMap((item) => (item.kind === 'vulnerability' ? [vulnerability(item)] : []))
  const reverts = story.items.filter((item) => item.kind === 'change' && item.reverts.length > 0)
  // What was taken back and has landed again is there.
  const isTakenBack = reverts.length > 0 && !/landed again[^,]*$/.test(story.state ?? '')
  return [
    ...vulnerabilities.slice(0, SHOWN),
    ...(isTakenBack ? [`What was announced is taken back (${ids(reverts)}): does it build on it already?`] : []),
    ...(isTakenBack ? [] : fading(story.items)),
    ...(!isTakenBack && addsApi(story) ? ['Public API is new or changed: does it use that, or could it?'] : []),
    ...story.items.flatMap(decided).slice(0, SHOWN),
  ]
}

function vulnerability({ id, message, state }: Item): string {
  if (state === 'withdrawn') return `${id} was withdrawn: if it was told that it is affected, tell it that it is not.`
  const facts = message
    .slice(message.lastIndexOf('\n\n') + 1)
    .split('\n')
    .filter((line) => KNOWN.test(line))
  return `Is it affected by ${id}${facts.length > 0 ? ` (${facts.join('; ')})` : ''}, and does it run a version that has the fix?`
}

/** What is deprecated or taken away, by the titles. */
function fading(items: readonly Item[]): string[] {
  const standing = items.filter(
    (item) => item.kind === 'change' || (item.kind === 'proposal' && ['accepted', 'implemented'].includes(item.state ?? '')),
  )
  const one = (item: Item | undefined, does: string): string[] =>
    item ? [`"${item.title}" (${item.id}) ${does}: does it still use that, and by when must it have moved?`] : []
  return [
    ...one(
      standing.find(({ title }) => DEPRECATES.test(title)),
      'deprecates something',
    ),
    ...one(
      standing.find(({ title }) => TAKES_AWAY.test(title)),
      'takes something away',
    ),
  ]
}

function addsApi({ notable, reasons }: Story): boolean {
  return notable?.includes('public API') === true || reasons.some((reason) => ADDS.has(reason))
}

function decided({ id, kind, state = '', transitions, at }: Item): string[] {
  const asks = kind === 'proposal' ? DECIDED[state] : undefined
  if (asks === undefined) return []
  const moved = transitions.findLast((step) => step.to === state)?.at ?? at
  return [`The proposal ${id} was ${state} on ${dayInWords(moved)}: ${asks}`]
}

function ids(items: readonly Item[]): string {
  const shown = items.slice(0, SHOWN).map((item) => item.id)
  return `${shown.join(', ')}${items.length > SHOWN ? ', …' : ''}`
}
