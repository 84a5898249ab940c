/** GitHub's nodes as items. */
import type { Item, Transition } from '../../model/item.ts'
import type { Proposals } from '../../model/proposals.ts'
import type { Window } from '../../model/window.ts'
import { plain, plainLine } from '../../plain.ts'
import type { Event, Issue, Proposal, Pull } from './github-queries.ts'
import { references, strongest } from '../message.ts'
import { reverts } from '../reverts.ts'
import { fileStates } from './file-states.ts'
import { isOwn } from '../own.ts'
import { closedAs, transitionsOf } from './transitions.ts'
import { instant } from '../../model/instant.ts'
import { BLANK, isInside } from '../upstream.ts'
import { wording } from '../wording.ts'

/** What a node became: an item, or the reason for which it is left out. */
export type Outcome = { item: Item } | { dropped: string }

/** Reasons for which a search by labels would not have brought a node. */
export const OUTSIDE = 'outside the labels and titles'
export const NO_PROPOSAL = 'no proposal'

/** What decides. `inPaths`: whether files belong to the area; `inArea`: whether an issue does, by its labels and title; `names`: names that the repository has had, today's first. */
export type Rules = {
  window: Window
  accounts: readonly string[]
  inPaths: (paths: readonly string[]) => boolean
  inArea: (labels: readonly string[], title: string) => boolean
  names: readonly string[]
}

const nodes = <T>(list: { nodes: (T | null)[] | null } | null | undefined): T[] => (list?.nodes ?? []).filter((node) => node !== null)
const inside = (at: string, window: Window): boolean => isInside(Date.parse(at), window)

/** A pull request: merged inside the window, or still open. */
export function pullItem(pull: Pull, rules: Rules): Outcome {
  const repository = pull.repository.nameWithOwner
  const open = pull.pullState === 'OPEN'
  const at = open ? pull.updatedAt : pull.mergedAt
  if (!at) return { dropped: 'closed without being merged' }
  if (!open && !inside(at, rules.window)) return { dropped: 'outside the window' }
  const files = nodes(pull.files)
  if (!rules.inPaths(files.map((file) => file.path))) return { dropped: 'outside the paths' }
  const base = common(pull, rules)
  const closes = nodes(pull.closingIssuesReferences).map((issue) => ({
    id: `${issue.repository.nameWithOwner}#${issue.number}`,
    verb: 'fixes' as const,
  }))
  const names = [base.id, ...base.aliases].map((name) => name.toLowerCase())
  const project = { name: base.id.replace(/#\d+$/, ''), gerrit: false }
  const named = references(`${pull.title}\n\n${pull.body}`, repository, project)
  const reviewed = nodes(pull.latestReviews).some((review) => isOwn(review.author?.login, rules.accounts))
  const decided = isOwn(pull.mergedBy?.login, rules.accounts) && !isOwn(pull.author?.login, rules.accounts)
  return {
    item: {
      ...base,
      kind: 'change',
      at: instant(Date.parse(at)),
      paths: files.map((file) => plainLine(file.path)),
      added: pull.additions,
      deleted: pull.deletions,
      wording: wording(pull.body),
      references: strongest([...closes, ...named]).filter((one) => !names.includes(one.id.toLowerCase())),
      reverts: reverts(pull.title, pull.body, { name: repository, gerrit: false }).map(plainLine),
      own: [...(reviewed ? ['reviewed' as const] : []), ...(decided ? ['decided' as const] : [])],
      ...(open && { state: 'open' }),
      ...(pull.mergeCommit && { commit: pull.mergeCommit.oid }),
    },
  }
}

/** An issue that was opened, closed or moved inside the window; where it stood at the window's end. */
export function issueItem(issue: Issue, rules: Rules): Outcome {
  const { window } = rules
  const base = common(issue, rules)
  if (Date.parse(issue.createdAt) >= Date.parse(window.until)) return { dropped: 'outside the window' }
  if (!rules.inArea(base.labels, issue.title)) return { dropped: OUTSIDE }
  const events = nodes(issue.timelineItems)
  const opened: Transition = { at: instant(Date.parse(issue.createdAt)), to: 'opened', ...(issue.author && { by: issue.author.login }) }
  const moves = [opened, ...events.flatMap(moved)].sort((a, b) => a.at.localeCompare(b.at))
  // Its list of events begins with the window: what closed it before is told by the issue alone.
  if (issue.closedAt && !moves.some((move) => move.to.startsWith('closed')))
    moves.push({ at: instant(Date.parse(issue.closedAt)), to: closedAs(issue.stateReason) })
  const steps = moves.filter((move) => inside(move.at, window))
  const last = steps.at(-1)
  if (!last) return { dropped: 'nothing but comments in the window' }
  const state = moves.findLast((move) => /^(opened|reopened|closed)/.test(move.to) && Date.parse(move.at) < Date.parse(window.until))
  const decided = events.some(
    (event) => event.__typename === 'ClosedEvent' && isOwn(event.actor?.login, rules.accounts) && inside(event.createdAt ?? '', window),
  )
  return {
    item: {
      ...base,
      kind: 'issue',
      at: last.at,
      state: state?.to.startsWith('closed') ? state.to : 'open',
      transitions: steps,
      own: decided ? ['decided'] : [],
    },
  }
}

/** A proposal that was opened or moved inside the window, up to the window's end; with `coming`, one that was accepted whenever and waits. */
export function proposalItem(proposal: Proposal, rules: Rules & { marks: Proposals; coming?: boolean }): Outcome {
  const { window } = rules
  const base = common(proposal, rules)
  if (Date.parse(proposal.createdAt) >= Date.parse(window.until)) return { dropped: 'outside the window' }
  if (rules.coming !== true && !base.labels.some((label) => rules.marks.label.some((wanted) => wanted.toLowerCase() === label.toLowerCase())))
    return { dropped: NO_PROPOSAL }
  if (!rules.inArea(base.labels, proposal.title)) return { dropped: OUTSIDE }
  const all = transitionsOf(proposal, { events: nodes(proposal.timelineItems), comments: nodes(proposal.latest) }, rules.marks)
  const steps = all.filter((step) => Date.parse(step.at) < Date.parse(window.until))
  const last = steps.at(-1)
  const moved = steps.filter((step) => inside(step.at, window))
  const opened = inside(proposal.createdAt, window) && !proposal.mergedAt
  const waiting = rules.coming === true && last?.to === 'accepted' && all.at(-1)?.to === 'accepted' && proposal.issueState !== 'CLOSED'
  if (moved.length === 0 && !opened && !waiting) return { dropped: 'without a step in the window' }
  return {
    item: {
      ...base,
      kind: 'proposal',
      at: last && (moved.length > 0 || !opened) ? last.at : instant(Date.parse(proposal.createdAt)),
      state: last?.to ?? 'incoming',
      transitions: steps,
      // A pull request that moves a proposal's file is told with the issue where the proposal is followed.
      references: fileStates(proposal, rules.marks).numbers.map((number) => ({
        id: `${proposal.repository.nameWithOwner}#${number}`,
        verb: 'updates' as const,
      })),
      own: moved.some((step) => isOwn(step.by, rules.accounts)) ? ['decided'] : [],
    },
  }
}

/** What all nodes have. A deleted account is "ghost (deleted account)", as GitHub shows it. */
function common(node: Pull | Issue | Proposal, { names }: Rules): Omit<Item, 'kind' | 'at'> {
  const asked = node.repository.nameWithOwner
  const isOurs = names.some((name) => name.toLowerCase() === asked.toLowerCase())
  const [today = asked, ...former] = isOurs ? names : []
  return {
    ...BLANK,
    id: `${today}#${node.number}`,
    // A draft of before the repository was renamed knows it by these.
    aliases: former.map((name) => `${name}#${node.number}`),
    title: plainLine(node.title) || '(no title)',
    url: node.url,
    author: node.author ? plainLine(node.author.login) : 'ghost (deleted account)',
    message: plain(node.body).trim(),
    labels: nodes(node.labels).map((label) => plainLine(label.name)),
    comments: node.comments.totalCount,
    reactions: node.reactions.totalCount,
  }
}

function moved(event: Event): Transition[] {
  const to = {
    ClosedEvent: () => closedAs(event.stateReason),
    ReopenedEvent: () => 'reopened',
    LabeledEvent: () => `labelled ${event.label?.name}`,
    UnlabeledEvent: () => `no longer labelled ${event.label?.name}`,
    MilestonedEvent: () => `milestone ${event.milestoneTitle}`,
    RenamedTitleEvent: () => `renamed from "${event.previousTitle}"`,
    TransferredEvent: () => 'transferred',
  }[event.__typename]
  return to && event.createdAt
    ? [{ at: instant(Date.parse(event.createdAt)), to: plainLine(to()), ...(event.actor && { by: plainLine(event.actor.login) }) }]
    : []
}
