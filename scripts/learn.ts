import { join } from 'node:path'
import { readCollection } from '../src/content.ts'
import { FEATURES } from '../src/curate/features.ts'
import { type Edited, learn, type Learnt } from '../src/curate/learn.ts'
import { SHIPPED } from '../src/curate/shipped.ts'
import { readDocument } from '../src/document.ts'
import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { listFiles, readText, remove, writeWhole } from '../src/files.ts'
import { markersOf } from '../src/markers-of.ts'
import { DESK, NEXT, SINCE } from '../src/model/section.ts'
import { markedOf } from '../src/owners-of.ts'
import { command, counted, styled } from './command.ts'

const SHOWN = 10

await command({
  name: 'learn',
  does: 'Fits the ranking to your own past digests: what was drafted and kept, against what was drafted and deleted. Writes content/weights.json, which drafts use from then on.',
  async run() {
    const { content: folder } = readEnvironment()
    const edited: Edited[] = []
    for (const name of await listFiles(join(folder, 'items'), '.json')) {
      const id = name.slice(0, -'.json'.length)
      const digest = await readEdited(folder, id)
      if (typeof digest === 'string') process.stdout.write(styled('dim', `${id}: left out, ${digest}\n`))
      else edited.push(digest)
    }
    if (edited.length === 0)
      throw new Problem({
        what: 'There is nothing to learn from yet: no digest of which some drafted lines were kept and others deleted',
        where: folder,
        fix: 'Draft a digest, delete the lines that do not belong in it, and learn then',
      })
    const learnt = learn(edited)
    const file = join(folder, 'weights.json')
    report(learnt)
    if (learnt.weights) {
      await writeWhole(file, `${JSON.stringify(learnt.weights, null, 2)}\n`)
      process.stdout.write(`${file}: drafts are ranked by it from now on; delete it to go back\n`)
    } else {
      const had = (await readText(file)) !== undefined
      if (had) await remove(file)
      process.stdout.write(
        `Whatever is learnt from these digests ranks them worse than the weights that come with the program: ${had ? `${file} is taken away` : 'nothing is written'}\n`,
      )
    }
    return 0
  },
})

/** What was kept and deleted of a digest, or why it tells nothing. */
async function readEdited(folder: string, id: string): Promise<Edited | string> {
  const collection = await readCollection(folder, id)
  const file = join(folder, 'digests', `${id}.mdx`)
  const text = await readText(file)
  if (!collection || text === undefined) return 'its digest is not there'
  const document = readDocument(text, { kind: 'digests', id, file })
  if (!('tree' in document)) return `its digest cannot be read: ${document.message}`
  const standing = markedOf(collection.stories, markersOf(document.tree))
  const told = collection.stories.filter(
    (story) => ![DESK.id, NEXT.id].includes(story.section) && !(story.section === SINCE.id && story.followed?.moved === false),
  )
  const kept = told.filter((story) => standing.has(story))
  const deleted = told.filter((story) => story.drafted !== undefined && !standing.has(story))
  if (deleted.length === 0) return 'no drafted line of it was deleted'
  if (kept.length === 0) return 'no drafted line of it was kept'
  const idsOf = (stories: typeof told): Set<string> => new Set(stories.flatMap((story) => story.items.map((item) => item.id)))
  return { id, items: collection.stories.flatMap((story) => story.items), kept: idsOf(kept), deleted: idsOf(deleted) }
}

/** What changed, and how each digest would have been ranked before and after. */
function report({ weights, tried, alone }: Learnt): void {
  const out = process.stdout
  const percent = (share: number): string => `${Math.round(share * 100)} %`.padStart(6)
  out.write(
    alone
      ? 'One digest: its ranking cannot be tried on another, so the shipped weights are moved with care.\n'
      : `${counted(tried.length, 'digest')}, each ranked by what was learnt from the others, the best of several strengths:\n`,
  )
  out.write(styled('dim', `${''.padEnd(14)}  kept  deleted  before   after  (kept above deleted)\n`))
  for (const { id, kept, deleted, before, after } of tried) {
    const worse = after < before - 1e-9
    out.write(
      `${id.padEnd(14)}${String(kept).padStart(6)}${String(deleted).padStart(9)}  ${percent(before)}  ${percent(after)}${worse ? `  ${styled('yellow', 'worse')}` : ''}\n`,
    )
  }
  if (!weights) return
  const moved = FEATURES.map((feature) => ({
    words: feature.words,
    was: SHIPPED.features[feature.id]?.weight ?? feature.prior,
    is: weights.features[feature.id]?.weight ?? feature.prior,
  }))
    .sort((a, b) => Math.abs(b.is - b.was) - Math.abs(a.is - a.was))
    .slice(0, SHOWN)
    .filter(({ was, is }) => was !== is)
  out.write('What changed most:\n')
  for (const { words, was, is } of moved)
    out.write(`  ${words.padEnd(44)} ${was.toFixed(2).padStart(6)} → ${is.toFixed(2).padStart(5)}  ${is > was ? 'more' : 'less'} than before\n`)
}
