import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { preparing } from '../scripts/check-folder.ts'
import type { PreparedDocument } from '../scripts/prepare-folder.ts'
import { Problem } from '../src/errors.ts'
import { readFolder } from '../src/folder.ts'
import { scratch, SITE } from './scratch.ts'

const NOW = new Date('2026-10-06T00:00:00Z')
const id = (number: number): string => `digest-${String(number).padStart(3, '0')}`
const digest = (number: number): string =>
  `---\ntitle: Number ${number}\nsummary: s\nstatus: ready\ndate: 2026-01-01\n---\n\n## Heading ${number}\n\nWords <Clients tier="gold">for ${number}</Clients> and [a link](/${id(number + 1)}/).\n`

function content(count: number): string {
  const files = Array.from({ length: count }, (_, number) => [`digests/${id(number)}.mdx`, digest(number)] as const)
  return scratch({ 'site.yaml': SITE, 'sources.yaml': 'sources: []\n', ...Object.fromEntries(files) })
}

/** Everything that is prepared, the words too; `bodies`: whether no page stands. */
async function prepared(folder: string, { kept = scratch(), bodies = false }: { kept?: string; bodies?: boolean } = {}): Promise<unknown[]> {
  const options = { kept, now: NOW, ...(bodies && { stands: () => false }) }
  return preparing(await readFolder(folder), options, async (documents) => {
    const all: PreparedDocument[] = await Promise.all(documents.map((one) => one.prepared))
    return all.map((document) => ({ ...document, words: document.words() }))
  })
}

test('prepareFolder() gives in threads what it gives without, in the order of the files', async () => {
  const folder = content(160)
  const inThreads = await prepared(folder, { bodies: true })
  expect(inThreads).toHaveLength(160)
  expect(inThreads[7]).toMatchObject({
    file: 'digests/digest-007.mdx',
    edition: { title: 'Number 7' },
    body: { body: expect.stringContaining('Heading 7') },
  })
  // Of most what is kept is taken over, so that the few that change are worked out here.
  const kept = scratch()
  await prepared(folder, { kept })
  for (const number of [3, 50]) writeFileSync(join(folder, `digests/${id(number)}.mdx`), `${digest(number)}\nMore.\n`)
  expect(await prepared(folder, { kept })).toEqual(await prepared(folder))
})

test.each([2, 160])('prepareFolder() hands on a Problem of one document of %i', async (count) => {
  const folder = content(count)
  const broken = join(folder, 'items', `${id(1)}.json`)
  const files = await readFolder(folder)
  const beside = scratch({ [`items/${id(1)}.json`]: '{' })
  const failed = preparing({ ...files, folder: beside }, { kept: scratch(), now: NOW }, (documents) =>
    Promise.all(documents.map((one) => one.prepared)),
  )
  await expect(failed).rejects.toThrow(Problem)
  await expect(failed).rejects.toMatchObject({ where: broken.replace(folder, beside), fix: expect.stringContaining('version control') })
})
