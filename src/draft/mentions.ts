import type { List } from 'mdast'
import { DESK, NEXT, type Section } from '../model/section.ts'
import type { Story } from '../model/story.ts'

const MOST = 12

/** Stories that a section mentions beside its own: on the desk what the maintainer wrote or decided, as coming next what was accepted and has not landed. Their lines stand elsewhere. */
export function mentionsOf(section: Section, shown: readonly Story[]): Story[] {
  const elsewhere = shown.filter((story) => story.section !== DESK.id && story.section !== NEXT.id)
  if (section.id === DESK.id) return elsewhere.filter((story) => deed(story) !== undefined).slice(0, MOST)
  if (section.id === NEXT.id) return elsewhere.filter(waits).slice(0, MOST)
  return []
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
