import type { List } from 'mdast'
import { DESK, NEXT, SINCE, type Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'

const MOST = 12

/** Whether a section stands beside the window's: what is open or to come, and mentions of what is told elsewhere. */
export function isBeside(section: string): boolean {
  return section === DESK.id || section === NEXT.id
}

/**
 * Stories that a section mentions beside its own, in their order: on the desk what the maintainer wrote or decided, as coming next what was
 * accepted and has not landed. Their lines stand elsewhere. `beyond`: those for which there is no more room, and `why` as a listing says it.
 */
export function mentionsOf(section: Section, stories: readonly Story[]): { mentions: Story[]; beyond: Story[]; why: string } {
  const elsewhere = isBeside(section.id) ? stories.filter((story) => !isBeside(story.section) && story.section !== SINCE.id) : []
  const found = elsewhere.filter(section.id === DESK.id ? (story) => deed(story) !== undefined : waits)
  const why = `${section.id === DESK.id ? 'of your own' : 'accepted'}, told in their sections`
  return { mentions: found.slice(0, MOST), beyond: found.slice(MOST), why }
}

/** Mentions as a list without markers: each stands for no story, and is the maintainer's to reword or delete. */
export function mentionLines(section: Section, stories: readonly Story[], { unread }: { unread: boolean }): List {
  return {
    type: 'list',
    ordered: false,
    spread: false,
    children: stories.map((story) => {
      const title = { type: 'text' as const, value: story.title }
      const url = story.items[0]?.url
      const before = `${unread ? 'TODO read: ' : ''}${section.id === DESK.id ? deed(story) : 'Accepted'}: `
      return {
        type: 'listItem',
        spread: false,
        children: [{ type: 'paragraph', children: [{ type: 'text', value: before }, url ? { type: 'link', url, children: [title] } : title] }],
      }
    }),
  }
}

function deed(story: Story): 'Wrote' | 'Proposed' | 'Decided' | undefined {
  const wrote = story.items.filter((item) => item.own.includes('wrote'))
  if (wrote.some((item) => item.kind === 'change')) return 'Wrote'
  if (wrote.some((item) => item.kind === 'proposal')) return 'Proposed'
  return story.items.some((item) => item.own.includes('decided')) ? 'Decided' : undefined
}

function waits(story: Story): boolean {
  return story.items.some((item) => item.kind === 'proposal' && item.state === 'accepted') && !story.items.some((item) => item.kind === 'change')
}
