import { meets } from '../src/curate/meets.ts'
import type { Concern } from '../src/model/client.ts'
import type { Story } from '../src/model/story.ts'
import { plainLine } from '../src/plain.ts'
import { counted } from './command.ts'

const SHOWN = 3
/** A concern that meets a greater share tells its client everything. */
const MOST = 0.2

/** What a concern would have met of the stories so far, in lines for the terminal: what tells it, how many, and the titles of the newest three. What is folded is in no digest and left out. */
export function tellMatch(match: Concern['match'], { stories, isFound }: { stories: readonly Story[]; isFound: boolean }): string[] {
  const evidenceOf = meets({ match })
  const told = stories.filter(({ folded }) => folded === undefined)
  const met = told.filter((story) => evidenceOf(story).length > 0)
  const by = [...(match.words ?? []).map((word) => `"${word}"`), ...(match.paths ?? []), ...(match.labels ?? []).map((label) => `label "${label}"`)]
  const many = met.length > Math.max(SHOWN, MOST * told.length) ? ': too many to tell it what matters, name fewer' : ''
  const none = told.length === 0 ? 'nothing was collected yet' : `none of ${counted(told.length, 'story', 'stories')} so far`
  return [
    `found by  ${by.join(', ')}${isFound ? '' : ' (words of the text: nothing that was collected tells more)'}`,
    met.length === 0
      ? `meets     ${none}: it waits; npm run concerns lists what never meets anything`
      : `meets     ${met.length} of ${counted(told.length, 'story', 'stories')} so far${many}`,
    ...met.slice(0, SHOWN).map(({ title }) => `          • ${plainLine(title)}`),
  ]
}
