import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type PreparedDocument, preparing, type Remembered } from '../scripts/prepare-folder.ts'
import { Problem } from '../src/errors.ts'
import { readFolder } from '../src/folder.ts'
import { scratch, SITE } from './scratch.ts'

const NOW = new Date('2026-10-06T00:00:00Z')
const id = (number: number): string => `digest-${String(number).padStart(3, '0')}`
const digest = (number: number): string =>
  `---\ntitle: Number ${number}\nsummary: s\nstatus: ready\ndate: 2026-01-01\n---\n\n## Heading ${number}\n\nWords <Clients tier="gold">for ${number}</Clients> and [a link](/${id(number + 1)}/).\n`

function content(count: number): string {
  const files = Array.from({ length: count }, (_, number) => [`digests/${id(number)}.mdx`, digest(number)] as const)
  return scratch({ 'site.yaml': SITE.replace('extras: []', 'extras: [markdown]'), 'sources.yaml': 'sources: []\n', ...Object.fromEntries(files) })
}

/** What a document is searched as for something new. */
function wordsOf({ search }: PreparedDocument, against: string = randomUUID()): string[] {
  const words: string[] = []
  search(against, (text) => {
    words.push(text)
    return new Set()
  })
  return words
}

/** Everything that is prepared, the words too; `bodies`: whether no page stands. */
async function prepared(
  folder: string,
  { kept = scratch(), bodies = false, remembered }: { kept?: string; bodies?: boolean; remembered?: Remembered } = {},
): Promise<unknown[]> {
  return preparing({ content: folder, private: kept, remembered }, async (prepare) => {
    const documents = await prepare(await readFolder(folder), { now: NOW, ...(bodies && { stands: () => false }) })
    const all: PreparedDocument[] = await Promise.all(documents.map((one) => one.prepared))
    return all.map((document) => ({ ...document, search: undefined, words: wordsOf(document) }))
  })
}

test('preparing() gives in threads what it gives without, in the order of the files', async () => {
  const folder = content(160)
  const inThreads = await prepared(folder, { bodies: true })
  expect(inThreads).toHaveLength(160)
  expect(inThreads[7]).toMatchObject({
    file: 'digests/digest-007.mdx',
    edition: { title: 'Number 7' },
    body: { body: expect.stringContaining('Heading 7') },
    twin: expect.stringContaining('Heading 7'),
  })
  // Of most what is kept is taken over, so that the few that change are worked out here.
  const kept = scratch()
  await prepared(folder, { kept })
  for (const number of [3, 50]) writeFileSync(join(folder, `digests/${id(number)}.mdx`), `${digest(number)}\nMore.\n`)
  expect(await prepared(folder, { kept })).toEqual(await prepared(folder))
})

test('preparing() again with what is remembered gives what it gives without, whatever has changed', async () => {
  const folder = content(4)
  const [kept, remembered] = [scratch(), new Map() as Remembered]
  const changes: (() => void)[] = [
    () => undefined,
    () => writeFileSync(join(folder, `digests/${id(1)}.mdx`), digest(9)),
    () => writeFileSync(join(folder, `digests/${id(1)}.mdx`), digest(1)),
    () => writeFileSync(join(folder, 'site.yaml'), SITE.replace('silver', 'bronze').replace('gold', 'brass')),
    () => rmSync(join(folder, `digests/${id(2)}.mdx`)),
    () => writeFileSync(join(folder, 'site.yaml'), SITE),
  ]
  for (const change of changes) {
    change()
    expect(await prepared(folder, { kept, remembered })).toEqual(await prepared(folder))
    // Of another folder's work nothing is taken for this one's.
    expect(await prepared(folder, { kept: scratch(), remembered })).toEqual(await prepared(folder))
  }
})

test.each([2, 160])('preparing() hands on a Problem of one document of %i', async (count) => {
  const folder = content(count)
  const broken = join(folder, 'items', `${id(1)}.json`)
  const files = await readFolder(folder)
  const beside = scratch({ [`items/${id(1)}.json`]: '{' })
  const failed = preparing({ content: folder, private: scratch() }, async (prepare) =>
    Promise.all((await prepare({ ...files, folder: beside, records: [id(1)] }, { now: NOW })).map((one) => one.prepared)),
  )
  await expect(failed).rejects.toThrow(Problem)
  await expect(failed).rejects.toMatchObject({ where: broken.replace(folder, beside), fix: expect.stringContaining('version control') })
})

test('preparing() keeps what was found in the words of a document for the same question and the same words alone', async () => {
  const folder = content(3)
  const kept = scratch()
  /** What is found, in documents 0 to 2, of what stands for 7; and whose words were read. */
  const search = (against: string, number: number): Promise<[number[], string[]]> =>
    preparing({ content: folder, private: kept }, async (prepare) => {
      const read: string[] = []
      const documents = await Promise.all((await prepare(await readFolder(folder), { now: NOW })).map((one) => one.prepared))
      const found = documents.flatMap((document) => [
        ...document.search(against, (text) => {
          read.push(document.file)
          return new Set(text.includes('Heading 1') ? [number] : [])
        }),
      ])
      return [found, [...new Set(read)]]
    })
  const files = [0, 1, 2].map((number) => `digests/${id(number)}.mdx`)
  expect(await search('a', 7)).toEqual([[7], files])
  expect(await search('a', 8)).toEqual([[7], []])
  expect(await search('b', 9)).toEqual([[9], files])
  writeFileSync(join(folder, `digests/${id(2)}.mdx`), digest(1))
  expect(await search('b', 9)).toEqual([[9, 9], [files[2]]])
})
