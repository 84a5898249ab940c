import { dirname, join } from 'node:path'
import { readCollection } from '../src/content.ts'
import { readText, writeWhole } from '../src/files.ts'
import { daysAfter } from '../src/model/day.ts'
import type { Story } from '../src/model/story.ts'
import { run } from '../src/process.ts'
import { blocksOf, markersIn } from './real-weeks-blocks.ts'
import type { Weekly } from './real-weeks-differences.ts'
import type { Edit } from './real-weeks-apply.ts'
import { editWeek } from './real-weeks-edits.ts'
import type { Run } from './real-weeks-steps.ts'

const SINCE = '2023-04-01'
const WEEKS = 13

/** What is drafted: a folder of the project, by sections with a limit that nothing reaches; without sections, by the built-in ones and theirs. */
export type Digest = { name: string; folder: string; sections?: readonly (readonly [title: string, folder: string])[] }

/** Where it is drafted: beside `content`, with the clone in `repository` there. */
export type Given = { root: string; content: string; environment: NodeJS.ProcessEnv }

/** One digest in a folder of its own: thirteen drafts with a growing window, each followed by edits; once more; and a single draft in another folder. */
export async function draftQuarter(
  { name, folder, sections }: Digest,
  given: Given,
): Promise<{ runs: Run[]; weekly: Weekly; again: string; single: string; changes: string[] }> {
  const [content, alone] = [join(dirname(given.content), `weeks-${name}`), join(dirname(given.content), `weeks-${name}-single`)]
  for (const place of [content, alone]) {
    await writeWhole(join(place, 'site.yaml'), (await readText(join(given.content, 'site.yaml'))) ?? '')
    await writeWhole(
      join(place, 'sources.yaml'),
      `sources:\n  - { id: go, kind: git, path: ../repository, branch: master, changes: gerrit, name: go, tracker: golang/go, paths: ["${folder}/**"] }\n`,
    )
    const rows = [
      ...(sections ?? []).map(([title, path]) => `title: ${title}, match: { paths: ["${path}/**"] }`),
      'title: Landed, match: { kinds: [change] }',
    ]
    if (sections)
      await writeWhole(join(place, 'sections.yaml'), `sections:\n${rows.map((row, nth) => `  - { id: s${nth}, ${row}, limit: 2000 }\n`).join('')}`)
  }
  const titles = sections ? [...sections.map(([title]) => title), 'Landed'] : ['Landed', 'Security']
  const draft = async (into: string, until: string): Promise<{ text: string; stories: Story[] }> => {
    await run(process.execPath, [join(given.root, 'scripts/draft.ts'), 'weeks', '--since', SINCE, '--until', until], {
      cwd: given.root,
      env: { ...given.environment, DIGEST_CONTENT: into, DIGEST_NOW: `${until}T09:00:00Z` },
    })
    const stories = (await readCollection(into, 'weeks'))?.stories ?? []
    return { text: (await readText(join(into, 'digests/weeks.mdx'))) ?? '', stories: stories.filter((story) => story.gone !== true) }
  }

  const log: Edit[] = []
  const runs: Run[] = []
  const past = new Map<string, Story>()
  let until = SINCE
  let text = ''
  for (let week = 1; week <= WEEKS; week++) {
    until = daysAfter(SINCE, 7 * week)
    const { text: drafted, stories } = await draft(content, until)
    runs.push({ week, left: text, drafted, stories })
    const known = new Set(blocksOf(text).flatMap(markersIn))
    for (const story of stories)
      if (!known.has(story.id) && blocksOf(drafted).some((block) => markersIn(block).includes(story.id))) past.set(story.id, story)
    const edited = editWeek(drafted, { before: text, week, titles, log })
    text = edited.text
    log.push(...edited.edits)
    await writeWhole(join(content, 'digests/weeks.mdx'), text)
  }
  const now = runs.at(-1)?.stories ?? []
  const logged = await run('git', [
    '-C',
    join(dirname(given.content), 'repository'),
    'log',
    `--since-as-filter=${SINCE}T00:00:00Z`,
    '--until=2023-06-30T23:59:59Z',
    '--format=%H',
    'master',
    '--',
    folder,
  ])
  const ids = new Map(now.flatMap((story) => story.items.map((item) => [item.commit, item.id] as const)))
  return {
    runs,
    weekly: { text, now, past, log },
    again: (await draft(content, until)).text,
    single: (await draft(alone, until)).text,
    changes: logged
      .trim()
      .split('\n')
      .map((hash) => ids.get(hash) ?? hash),
  }
}
