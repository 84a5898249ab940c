import type { BlockContent } from 'mdast'
import { dayInWords } from '../../day-in-words.ts'
import type { Report } from '../../model/report.ts'
import { idInWords } from '../../period.ts'
import { stateInWords } from '../../state-in-words.ts'
import { heading, linked, list, paragraph, type Words } from './blocks.ts'
import { counted, listed } from './wording.ts'

const SHOWN = 12

type Story = Report['concerns'][number]['stories'][number]
type Proposal = Report['proposals'][number]

const PARTS: Record<Proposal['own'][number], string> = { wrote: 'wrote it', reviewed: 'reviewed it', decided: 'had a hand in its decision' }

/** The stories on each concern, with what became of them, and the proposals that concern the client. */
export function concernBlocks({ concerns, proposals }: Report): BlockContent[] {
  return [
    heading(2, 'What you care about'),
    ...(concerns.length === 0 ? [paragraph('No concern of yours is noted.')] : []),
    ...concerns.flatMap(({ text, stories, untold }): BlockContent[] => [
      heading(3, text),
      ...(stories.length > 0 ? [list(stories.slice(0, SHOWN).map(storyWords))] : []),
      ...sentence([
        ...(stories.length === 0 ? ['No story in your digests was about it.'] : []),
        ...(stories.length > SHOWN ? [`Your digests told ${counted(stories.length - SHOWN, 'more story', 'more stories')} about it.`] : []),
        ...(untold > 0
          ? [`${capital(counted(untold, 'other story was', 'other stories were'))} collected that met it and had no line in your digests.`]
          : []),
      ]),
    ]),
    heading(2, 'Proposals that concern you'),
    ...(proposals.length === 0
      ? [paragraph('No proposal is on record about which you answered, or which met a concern of yours and in which I had a part.')]
      : [list(proposals.map(proposalWords))]),
  ]
}

function sentence(said: readonly string[]): BlockContent[] {
  return said.length > 0 ? [paragraph(said.join(' '))] : []
}

function storyWords({ title, url, told, state, seen, passage }: Story): Words {
  const where = `told in ${listed(told.map(idInWords))}`
  const stood =
    state === undefined ? undefined : `${state}${seen === undefined || told.includes(seen) ? '' : ` (by the record of ${idInWords(seen)})`}`
  return [linked(title, url), `: ${[stood, where, passage && 'with a passage for you alone'].filter(Boolean).join('; ')}.`]
}

function proposalWords({ id, title, url, state, at, answers, own }: Proposal): Words {
  const stood =
    title === undefined
      ? 'it is not among what was collected for this time, so where it stands is not known.'
      : state === undefined
        ? 'where it stood is not known.'
        : `${stateInWords(state)}${at === undefined ? '' : ` since ${dayInWords(at)}`}.`
  const said = answers.map(({ on, text }) => ` On ${dayInWords(on)} you answered: “${text}”${/[.!?…]$/.test(text.trim()) ? '' : '.'}`)
  const part = own.length > 0 ? ` I ${listed(own.map((one) => PARTS[one]))}.` : ' No part of mine in it is on record.'
  return [linked(title === undefined ? id : `${title} (${id})`, url), `: ${stood}${said.join('')}${part}`]
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
