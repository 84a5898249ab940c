import type { Transition } from '../../model/item.ts'
import type { Proposals } from '../../model/proposals.ts'
import type { Comment, Event, Proposal } from './github-queries.ts'
import { fileStates } from './file-states.ts'
import { isOwn } from '../own.ts'
import { instant } from '../../model/instant.ts'

const HOUR_MS = 3_600_000
/** Labels that are changed together come one by one, within seconds. */
const TOGETHER_MS = 60_000
const MEMBERS = new Set(['OWNER', 'MEMBER', 'COLLABORATOR'])
/** A proposal that was decided so is closed as a matter of course. */
const CLOSED_ANYWAY = new Set(['declined', 'withdrawn', 'removed'])

/**
 * Every step of a proposal, oldest first: by its labels, by comments of those who may move it, by its being merged, closed or reopened.
 * A label and a comment that tell the same step at most a day apart are one; further apart, both are there.
 */
export function transitionsOf(
  proposal: Proposal,
  { events, comments }: { events: readonly Event[]; comments: readonly Comment[] },
  marks: Proposals,
): Transition[] {
  const comes = byComments(comments, marks)
  const told = [...byLabels(events, marks, comes), ...comes, ...byMerge(proposal, marks)].sort((a, b) => a.at.localeCompare(b.at))
  const steps: Transition[] = []
  for (const step of told) {
    const last = steps.at(-1)
    if (last?.to === step.to && Date.parse(step.at) - Date.parse(last.at) <= 24 * HOUR_MS) steps.splice(-1, 1, { ...step, ...last })
    else steps.push(step)
  }
  return byClosing(proposal, events, steps)
}

/** After each change of labels, the first state whose labels are all there. A state that was lost to none is "active" again, unless a comment says at about that time what it is now. */
function byLabels(events: readonly Event[], { states }: Proposals, comments: readonly Transition[]): Transition[] {
  const rules = Object.entries(states).map(([key, state]) => ({ labels: key.split(' + ').map((label) => label.trim().toLowerCase()), state }))
  const named = new Set(rules.flatMap((rule) => rule.labels))
  const changes = events.flatMap((event) =>
    event.label && event.createdAt && named.has(event.label.name.toLowerCase())
      ? [{ ...event, label: event.label.name.toLowerCase(), at: Date.parse(event.createdAt) }]
      : [],
  )
  changes.sort((a, b) => a.at - b.at)
  const now = new Set<string>()
  const steps: Transition[] = []
  let before: string | undefined
  for (const [index, change] of changes.entries()) {
    if (change.__typename === 'LabeledEvent') now.add(change.label)
    else now.delete(change.label)
    const next = changes[index + 1]
    if (next && next.at - change.at <= TOGETHER_MS) continue
    const state = rules.find((rule) => rule.labels.every((label) => now.has(label)))?.state
    if (state === before) continue
    before = state
    const spoken = comments.some((comment) => Math.abs(Date.parse(comment.at) - change.at) <= HOUR_MS)
    if (state !== undefined || !spoken) steps.push({ at: instant(change.at), to: state ?? 'active', ...(change.actor && { by: change.actor.login }) })
  }
  return steps
}

/** What is quoted, hidden, or said by somebody who may not move the proposal, moves nothing. */
function byComments(comments: readonly Comment[], { comments: rules, authors, signature }: Proposals): Transition[] {
  return comments.flatMap((comment): Transition[] => {
    if (comment.isMinimized || !comment.author) return []
    const said = comment.body.replace(/^[^\S\n]*>.*$/gm, '').replace(/```[\s\S]*?(```|$)/g, '')
    const signed = signature !== undefined && MEMBERS.has(comment.authorAssociation) && new RegExp(signature, 'iu').test(said)
    if (!signed && !isOwn(comment.author.login, authors)) return []
    const rule = rules.find(({ match }) => new RegExp(match, 'iu').test(said))
    return rule ? [{ at: instant(Date.parse(comment.createdAt)), to: rule.state, by: comment.author.login, url: comment.url }] : []
  })
}

/** A pull request that was merged, and the states that its files brought with it. */
function byMerge(proposal: Proposal, marks: Proposals): Transition[] {
  const { mergedAt, mergedBy } = proposal
  if (!mergedAt) return []
  return [...(marks.merged ? [marks.merged] : []), ...fileStates(proposal, marks).states].map((to) => ({
    at: instant(Date.parse(mergedAt)),
    to,
    ...(mergedBy && { by: mergedBy.login }),
    url: proposal.url,
  }))
}

/** Closed without a mark is "closed (reason)", which is not "declined"; reopened, it is active again. */
function byClosing(proposal: Proposal, events: readonly Event[], steps: readonly Transition[]): Transition[] {
  const closings = events.flatMap((event): Transition[] => {
    if (!event.createdAt || !/^(Closed|Reopened)Event$/.test(event.__typename)) return []
    const to = event.__typename === 'ReopenedEvent' ? 'active' : closedAs(event.stateReason)
    return [{ at: instant(Date.parse(event.createdAt)), to, ...(event.actor && { by: event.actor.login }) }]
  })
  // The list of events may lack it: the issue itself says that it is closed.
  if (proposal.closedAt && !proposal.mergedAt && !closings.some((step) => step.to !== 'active'))
    closings.push({ at: instant(Date.parse(proposal.closedAt)), to: closedAs(proposal.stateReason) })
  const all = [...steps, ...closings].sort((a, b) => a.at.localeCompare(b.at))
  let closed = false
  return all.filter((step, index) => {
    if (!closings.includes(step)) return true
    const state = all.slice(0, index).findLast((one) => !closings.includes(one) || one.to === 'active')
    // A decision is often told a moment after the closing.
    const soon = all.slice(index).find((one) => CLOSED_ANYWAY.has(one.to) && Date.parse(one.at) - Date.parse(step.at) <= HOUR_MS)
    const shown = step.to === 'active' ? closed : !(state && CLOSED_ANYWAY.has(state.to)) && !soon && !(proposal.mergedAt && state)
    closed = step.to !== 'active'
    return shown
  })
}

/** "closed (not planned)" and the like. */
export function closedAs(reason: string | null | undefined): string {
  return reason ? `closed (${reason.toLowerCase().replaceAll('_', ' ')})` : 'closed'
}
