import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { runPagefind } from '../scripts/run-pagefind.ts'
import { gate } from '../src/check/gate.ts'

const page = (body: string): string =>
  `<!doctype html><html lang="en"><head><title>T</title></head><body><main data-pagefind-filter="kind:digests"><h1>A quarter</h1>${body}</main></body></html>`

/** Files in which the gate finds a passage, and what it says of where. */
function findIn(files: ReadonlyMap<string, Uint8Array>, text: string): string[] {
  const searched = gate([{ from: 'x', text }], () => [])
  for (const [path, bytes] of files) searched.search({ path, bytes: Buffer.from(bytes) })
  return searched.findings().map(({ file, message }) => `${file?.replace(/_\w+\./, '.')} ${/ in (.*), which/.exec(message)?.[1]}`)
}

test('the gate finds what is hidden in a real search by Pagefind: sentences in its fragments, each word in its index, filters by their names', async () => {
  const files = await runPagefind([
    { path: '/a/', html: page('<p>Nothing of the kind.</p>') },
    {
      path: '/b/',
      html: page('<p data-pagefind-filter="area:kryptonite">The canaryword sang “of &lt;the> keys” before dawn.</p><p>canyon cape carbon carve</p>'),
    },
  ])
  expect(findIn(files, 'the canaryword sang of <the> keys')).toEqual(['build/fragment/en.pf_fragment gzip'])
  expect(findIn(files, 'canaryword').sort()).toEqual(['build/fragment/en.pf_fragment gzip', 'build/index/en.pf_index gzip, Pagefind'])
  expect(findIn(files, 'kryptonite').sort()).toEqual(['build/filter/en.pf_filter gzip, Pagefind', 'build/fragment/en.pf_fragment gzip'])
  expect(findIn(files, 'a word that stands nowhere')).toEqual([])
  // They follow each other in the alphabet of the index, which is no sentence.
  expect(findIn(files, 'cape carbon')).toEqual(['build/fragment/en.pf_fragment gzip'])
})

test('every word of the text stands in what the gate reads of the index, and Pagefind makes the same files of the same pages', async () => {
  const words = Array.from({ length: 600 }, (_, index) => `word${(index * 7919).toString(36)}${'x'.repeat(index % 40)}7`)
  const pages = Array.from({ length: 6 }, (_, index) => ({
    path: `/${index}/`,
    html: page(`<p>${words.slice(index * 100, (index + 1) * 100).join(' ')}</p>`),
  }))
  const [files, again] = [await runPagefind(pages), await runPagefind(pages)]
  expect([...again].map(([path, bytes]) => [path, Buffer.from(bytes)])).toEqual([...files].map(([path, bytes]) => [path, Buffer.from(bytes)]))
  const index = new Map([...files].filter(([path]) => path.startsWith('index/')))
  expect(index.size).toBeGreaterThan(0)
  const searched = gate(
    words.map((text) => ({ from: text, text })),
    () => [],
  )
  for (const [path, bytes] of index) searched.search({ path, bytes: Buffer.from(bytes) })
  const found = new Set(searched.findings().map(({ message }) => / in (\w+)$/.exec(message)?.[1]))
  expect(words.filter((word) => !found.has(word))).toEqual([])
  const packed = [...files].filter(([path]) => /\.(pf_\w+|pagefind)$/.test(path))
  expect(packed.filter(([, bytes]) => gunzipSync(bytes).toString('latin1', 0, 12) !== 'pagefind_dcd')).toEqual([])
})
