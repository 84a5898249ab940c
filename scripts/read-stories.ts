import { readCollection } from '../src/content.ts'
import type { Folder } from '../src/folder.ts'
import type { Story } from '../src/model/story.ts'

/** Every story that was ever collected, those of the newest windows first, each as it was seen last. @throws {Problem} when a record cannot be read */
export async function readStories({ folder, records }: Pick<Folder, 'folder' | 'records'>): Promise<Story[]> {
  const collections = await Promise.all(records.map((id) => readCollection(folder, id)))
  const newestFirst = collections.flatMap((one) => one ?? []).sort((a, b) => b.until.localeCompare(a.until) || b.digest.localeCompare(a.digest, 'en'))
  const stories = new Map<string, Story>()
  for (const story of newestFirst.flatMap((one) => one.stories)) if (!stories.has(story.id) && story.gone !== true) stories.set(story.id, story)
  return [...stories.values()]
}
