import type { Item } from '../model/item.ts'
import { withoutSpans } from '../plain.ts'
import { countOf } from './count-of.ts'
import { folderOf, isCode } from './paths.ts'
import { type Subject, subjectOf } from './subject.ts'

/** An item with what is read from it once. `folder`: where most of its code lies; `message`: without a template's comments; `text`: title and message. */
export type Told = { item: Item; subject: Subject; folder: string; message: string; text: string }

/** @see Told */
export function tell(item: Item): Told {
  const message = withoutSpans(item.message, '<!--', '-->')
  return { item, subject: subjectOf(item.title), folder: mainFolder(item.paths), message, text: `${item.title}\n${message}` }
}

/** The folder that holds most of the files that are code, or of all where none is; of equal ones the first by name. */
function mainFolder(paths: readonly string[]): string {
  const code = paths.filter(isCode)
  const counts = countOf((code.length > 0 ? code : paths).map(folderOf))
  let best = ''
  let most = 0
  for (const [folder, count] of counts) if (count > most || (count === most && folder < best)) [best, most] = [folder, count]
  return best
}
