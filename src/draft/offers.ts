import type { MdxFlowExpression } from 'mdast-util-mdx'
import { beginning, END } from '../closed-mark.ts'
import { dayInWords } from '../day-in-words.ts'
import { DRAFTED } from '../drafted-note.ts'
import { printMdx } from '../print-mdx.ts'
import type { Client } from '../model/client.ts'
import { dayOf, daysAfter } from '../model/day.ts'
import type { Item } from '../model/item.ts'
import type { Evidence, Match } from '../model/matches.ts'
import { ANNOUNCED_DAYS, OPEN_STATES } from '../model/proposals.ts'
import type { Story } from '../model/story.ts'
import { plainLine } from '../plain.ts'
import type { SuggestedBefore } from '../suggested-before.ts'
import { wholeWords } from '../whole-words.ts'
import { comment } from './comment.ts'
import { meanings } from './meanings.ts'

const SHOWN = 4
const ASKED = 3
const REMEMBERED = 3
const QUOTED = 160
const OPENING =
  'Open the two tags and write below this, or delete the three comments. While this comment is kept, the passage stands at the head of the edition of that client.'
const STANDS: Record<string, string> = {
  incoming: 'is new',
  active: 'is being discussed',
  'likely-accept': 'is likely to be accepted',
  'likely-decline': 'is likely to be declined',
  hold: 'is on hold',
}

/**
 * What a story might mean for the clients whose concerns it meets, to stand below its line: for each client three comments, the tag that begins
 * a passage for it alone, what to tell or ask it, and the tag that ends it. The passage is there once the comment signs are taken away from the
 * two tags. Each comment is one line whatever it quotes, so that it may stand in a list or a quotation. In the order of `matches`; a client or
 * concern that is not known any more is passed over. `suggested`: what came of a concern before, the latest first.
 */
export function offers(
  story: Story,
  { matches, clients, suggested }: { matches: readonly Match[]; clients: ReadonlyMap<string, Client>; suggested: readonly SuggestedBefore[] },
): MdxFlowExpression[] {
  return [...Map.groupBy(matches, (match) => match.client)].flatMap(([name, met]) => {
    const client = clients.get(name)
    const concerns = met.flatMap(({ concern, evidence }) => {
      const text = client?.concerns.find(({ id }) => id === concern)?.text
      return text === undefined ? [] : [{ text, evidence }]
    })
    if (!client || concerns.length === 0) return []
    const texts = concerns.map(({ text }) => text)
    const question = met.find((match) => match.question !== undefined)?.question
    const before = [...new Set(met.flatMap((match) => rememberedOf(match, suggested)))]
    const told = [
      `${DRAFTED.offer}${client.name}: it cares about ${concerns.map(({ text, evidence }) => `"${text}" (${evidenceInWords(story, evidence)})`).join(' and about ')}.`,
      ...answered(story, client),
      ...meanings(story),
      ...(question ? asked(story.items, client, { ...question, name, texts }) : []),
    ]
    const plainly = told.length > 1 ? told : [...told, 'Say in a sentence what changes for it.']
    return [beginning(name), [...plainly.slice(0, 1), ...before, ...plainly.slice(1), OPENING].join(' '), END].map(note)
  })
}

/** Such comments as lines, each behind what stands before a line there: two spaces in a list, "> " in a quotation. */
export function printOffers(nodes: readonly MdxFlowExpression[], prefix: string): string {
  return nodes.map((node) => `${prefix}${printMdx(node).trimEnd()}`).join('\n')
}

function note(text: string): MdxFlowExpression {
  return { type: 'mdxFlowExpression', value: `/* ${comment(plainLine(text))} */` }
}

/** What tells so, the first few: paths as they are, words and labels with the item that has them. */
export function evidenceInWords({ items }: Story, evidence: readonly Evidence[]): string {
  const telling = [...evidence].sort((a, b) => Number(a.by === 'paths') - Number(b.by === 'paths'))
  const told = telling.slice(0, SHOWN).map(({ by, what, item }) => {
    if (by === 'paths') return what
    if (by === 'labels') return `label "${what}" of ${item}`
    const title = items.find(({ id }) => id === item)?.title ?? ''
    return `"${what}" in the ${wholeWords([what]).test(title) ? 'title' : 'message'} of ${item}`
  })
  return [...told, ...(evidence.length > SHOWN ? [`and ${evidence.length - SHOWN} more`] : [])].join('; ')
}

/** What came of a concern before: the last few times that something was told, or was suggested and not used. */
function rememberedOf({ client, concern }: Match, suggested: readonly SuggestedBefore[]): string[] {
  return suggested
    .filter((one) => one.client === client && one.concern === concern && (one.outcome === 'taken' || one.outcome === 'ignored'))
    .slice(0, REMEMBERED)
    .map(({ id, story, outcome, words = '' }) => {
      if (outcome === 'ignored') return `Suggested and not used: ${[id, story].filter(Boolean).join(' ')}.`
      const quoted = words.length > QUOTED ? `${words.slice(0, QUOTED).trimEnd()}…` : words
      return `In ${id} you told it: "${quoted}"${story === undefined ? '' : ` (${story})`}.`
    })
}

/** What the client said before of anything that the story names. */
function answered({ refs }: Story, { answers }: Client): string[] {
  const names = new Set(refs.map((ref) => ref.toLowerCase()))
  return answers
    .filter(({ about }) => names.has(about.toLowerCase()))
    .map(({ about, on, text }) => `On ${dayInWords(on)} it answered about ${about}: "${text}"${/[.!?…]$/.test(text) ? '' : '.'}`)
}

/** The question about each proposal that is open, in words that can be sent, and where its answer is kept. */
function asked(
  items: readonly Item[],
  { answers }: Client,
  { replyBy, name, texts }: { replyBy: string; name: string; texts: readonly string[] },
): string[] {
  const open = items.filter(({ kind, state }) => kind === 'proposal' && OPEN_STATES.has(state ?? '')).slice(0, ASKED)
  return open.map(({ id, title, url, transitions, state = '' }) => {
    const isKnown = answers.some(({ about }) => about.toLowerCase() === id.toLowerCase())
    const announced = state.startsWith('likely-') ? transitions.findLast((step) => step.to === state)?.at : undefined
    const isDue = announced !== undefined && replyBy >= daysAfter(dayOf(announced), ANNOUNCED_DAYS)
    return [
      ...(isDue ? ['It may be decided by now: look before you ask.'] : []),
      isKnown ? 'If that may have changed, ask it again:' : 'Ask it:',
      `The proposal "${title}" (${url ?? id}) ${STANDS[state] ?? 'is open'}.`,
      `It touches what you care about: ${texts.join('; ')}.`,
      'Would it help you, would it harm you, or does it make no difference to you?',
      `Please answer by ${dayInWords(replyBy)}${isDue ? '' : ', before it is decided'}.`,
      `Keep the answer with its day in clients/${name}.yaml, below "answers:", as - { about: ${JSON.stringify(id)}, on: ${replyBy}, text: "…" }.`,
    ].join(' ')
  })
}
