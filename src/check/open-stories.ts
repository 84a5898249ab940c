import { toString } from 'mdast-util-to-string'
import type { Document } from '../document.ts'
import { isPublic } from '../is-open.ts'
import { markedLines } from '../marked-lines.ts'
import type { RecordedStory } from '../model/recorded.ts'
import { namesOf } from '../names-of.ts'
import { ownersOf } from '../owners-of.ts'
import { storyPath } from '../story-path.ts'
import type { Passage } from './leaks.ts'
import { openPart } from './open-part.ts'

/** One or two words are too common to be looked for. */
const TELLING = 3

/**
 * What the recorded stories of a digest tell everyone, and what they do not. `words`: what pages may show of those that have a line that
 * everyone may read; `paths`: where such pages may be; `passages`: titles, ids and addresses of
 * those that have lines for others alone.
 */
export type OpenStories = { words: string[]; paths: string[]; passages: Passage[] }

/** @see OpenStories; judged from the marks alone, as `publicWords` is: what a wrong cut lets out is not among the words. */
export function openStories(document: Document, { stories, now }: { stories: readonly RecordedStory[]; now: Date }): OpenStories {
  if (stories.length === 0) return { words: [], paths: [], passages: [] }
  const owners = ownersOf(stories)
  const lines = markedLines(document.tree).map(({ id, place, line, shared }) => {
    const isWhole = !shared || toString(openPart(line, now)).trim() === toString(line).trim()
    const isOpen =
      isPublic(document.frontmatter, now) && isWhole && [place, line].every((part) => /[\p{L}\p{N}]/u.test(toString(openPart(part, now))))
    return { id, story: owners.get(id), isOpen }
  })
  const open = new Set(lines.filter((line) => line.isOpen).map((line) => line.id))
  const told: OpenStories = { words: [], paths: [], passages: [] }
  for (const [story, here] of Map.groupBy(lines, (line) => line.story)) {
    if (!story) continue
    const ids = here.map((line) => line.id)
    const closed = new Set(ids.filter((id) => !open.has(id)))
    const items = closed.size < ids.length ? story.items.filter((item) => !namesOf(item).some((name) => closed.has(name))) : []
    const isWhole = items.length > 0 && closed.size === 0
    const lead = isWhole ? story : items[0]
    const names = [...(lead ? [lead.id] : []), ...items.flatMap(namesOf)]
    const hidden = isWhole ? [] : story.items.filter((item) => !items.includes(item))
    const secret = isWhole
      ? []
      : [story.title, ...(lead ? hidden.map((item) => item.title) : []), ...hidden.flatMap(({ id, url }) => [id, url ?? ''])]
    told.words.push(lead?.title ?? '', (isWhole && story.state) || '', ...names, items.map(({ id }) => id).join(' '))
    told.words.push(...items.map(({ url }) => url ?? ''), items.map(({ id, url }) => `${url ?? ''} ${id}`).join(' '))
    told.paths.push(...[...(lead ? [lead.id] : []), ...(items.length > 0 ? ids.filter((id) => open.has(id)) : [])].map(storyPath))
    told.passages.push(...secret.filter(isTelling).map((text) => ({ from: `items/${document.id}.json`, text })))
  }
  return { ...told, words: told.words.filter((text) => text.trim() !== '') }
}

function isTelling(title: string): boolean {
  return (title.match(/[\p{L}\p{N}]+/gu) ?? []).length >= TELLING
}
