import { type Proposals, proposalsSchema } from '../../model/proposals.ts'

const status = (name: string): string => `(?:go\\.dev|golang\\.org)/s/proposal-status#${name}\\b`

/** How known projects mark their proposals. */
export const PRESETS: Record<'go' | 'rust' | 'kubernetes', Proposals> = {
  /** @see https://github.com/golang/proposal (read 2026-11): labels for the decisions, comments with a fixed anchor for every step. */
  go: proposalsSchema.parse({
    label: 'Proposal',
    states: { 'Proposal-Accepted': 'accepted', 'Proposal-Hold': 'hold', 'Proposal-FinalCommentPeriod': 'likely-accept' },
    comments: [
      { match: status('accepted'), state: 'accepted' },
      { match: status('declined-as-retracted'), state: 'withdrawn' },
      { match: status('retracted'), state: 'withdrawn' },
      { match: status('declined'), state: 'declined' },
      { match: status('(?:infeasible|obsolete|duplicate)'), state: 'declined' },
      { match: status('likely-accept'), state: 'likely-accept' },
      { match: status('likely-decline'), state: 'likely-decline' },
      { match: status('hold'), state: 'hold' },
      { match: status('active'), state: 'active' },
      { match: 'Removed from the \\[proposal process\\]', state: 'removed' },
    ],
    authors: ['rsc', 'aclements', 'adonovan', 'ianlancetaylor', 'griesemer', 'bradfitz', 'cherrymui', 'neild'],
    signature: '[-—–] ?.{1,60} for the proposal review group',
  }),
  /** @see https://github.com/rust-lang/rfcs (read 2026-11): the final comment period and what it proposes, as labels. */
  rust: proposalsSchema.parse({
    label: ['proposed-final-comment-period', 'final-comment-period', 'finished-final-comment-period', 'disposition-postpone'],
    on: ['issues', 'pulls'],
    states: {
      'finished-final-comment-period + disposition-merge': 'accepted',
      'finished-final-comment-period + disposition-close': 'declined',
      'finished-final-comment-period + disposition-postpone': 'hold',
      'final-comment-period + disposition-close': 'likely-decline',
      'final-comment-period + disposition-postpone': 'likely-decline',
      'final-comment-period': 'likely-accept',
      'proposed-final-comment-period': 'active',
      'disposition-postpone': 'hold',
    },
    merged: 'accepted',
  }),
  /**
   * @see https://github.com/kubernetes/enhancements (read 2026-11): a proposal is a file whose status a pull request with the label kind/kep
   * moves, and a tracking issue that the release team follows.
   */
  kubernetes: proposalsSchema.parse({
    label: ['kind/kep', 'stage/alpha', 'stage/beta', 'stage/stable'],
    on: ['issues', 'pulls'],
    states: { 'tracked/yes': 'accepted', 'tracked/no': 'hold', 'lead-opted-in': 'active' },
    file: {
      path: 'keps/**/kep.yaml',
      field: 'status',
      number: 'kep-number',
      states: {
        provisional: 'active',
        implementable: 'accepted',
        implemented: 'implemented',
        deferred: 'hold',
        rejected: 'declined',
        withdrawn: 'withdrawn',
        replaced: 'withdrawn',
      },
    },
  }),
}
