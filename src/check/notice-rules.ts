import type { Document } from '../document.ts'
import { isOpen } from '../is-open.ts'
import type { Finding } from '../model/finding.ts'
import { levelOf, type Rule } from './rule.ts'

/** Whether what a notice says of itself fits together, so that it neither waits for ever nor says what it must not. */
export const noticeRules: readonly Rule[] = [
  {
    code: 'notice/state',
    looksFor:
      'a notice that is pre-announced without "announced", or updated without "updated" or on a day before it was published; a warning for one that an embargo holds back, or that is held back after it',
    quotesNothing: true,
    document: (notice, { now }) => {
      const { state = 'public', embargo, announced, updated, status } = notice.frontmatter
      if (notice.kind !== 'notices') return []
      const isOver = embargo === undefined || isOpen(embargo, now)
      const isHeld = state === 'heard' || state === 'pre-announced'
      return [
        ...(state === 'pre-announced' && !announced
          ? [say(notice, 'error', 'it is pre-announced and says nothing: write below "announced" what is public, or set state: heard')]
          : []),
        ...(state === 'updated' && updated === undefined
          ? [say(notice, levelOf(notice), 'it is updated, and no day says when: add updated: YYYY-MM-DD')]
          : []),
        ...(updated !== undefined && notice.date !== undefined && updated < notice.date
          ? [say(notice, 'error', `it cannot be updated on ${updated}, before its date ${notice.date}`)]
          : []),
        ...(isHeld && embargo !== undefined && isOver
          ? [say(notice, 'warning', `its embargo ended at ${embargo}, and its state still holds it back: set state: public`)]
          : []),
        ...(!isHeld && !isOver && status === 'ready'
          ? [say(notice, 'warning', `${announced ? 'only what was announced' : 'nothing'} of it leaves before its embargo ends at ${embargo}`)]
          : []),
      ]
    },
  },
]

function say({ file }: Document, level: Finding['level'], message: string): Finding {
  return { file, line: 1, column: 1, level, code: 'notice/state', message }
}
