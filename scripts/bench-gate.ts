/** One run of the leak gate in a process of its own, for `bench.ts`: `write DIR` makes a thousand digests and their pages, `search DIR` searches them. */
import { join } from 'node:path'
import { gate } from '../src/check/gate.ts'
import { privatePassages, publicWords } from '../src/check/leaks.ts'
import type { Content } from '../src/content.ts'
import type { Document } from '../src/document.ts'
import { listTree, makeFolder, readBytes, readText, writeWhole } from '../src/files.ts'
import { parseMdx } from '../src/mdx.ts'
import { siteSchema } from '../src/model/site.ts'
import { cutFor } from '../src/render/audience.ts'
import { toHtml } from '../src/render/html.ts'
import { benchDigest } from './bench-digest.ts'
import { visit } from '../src/visit.ts'

const COUNT = 1000
const NOW = new Date('2030-01-01T00:00:00Z')
const [, , mode, folder = ''] = process.argv
const url = 'https://digest.example'

if (mode === 'write') await write()
else process.stdout.write(JSON.stringify(await search()))

async function write(): Promise<void> {
  for (let number = 0; number < COUNT; number++) {
    const text = benchDigest(number)
    const body = toHtml(cutFor({ edition: 'public' }, parseMdx(text), { tiers: ['gold'], now: NOW }), { base: url })
    await makeFolder(join(folder, 'dist', String(number)))
    await makeFolder(join(folder, 'digests'))
    await writeWhole(join(folder, 'digests', `${number}.mdx`), text)
    await writeWhole(
      join(folder, 'dist', String(number), 'index.html'),
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Digest ${number}</title><link rel="stylesheet" href="/_astro/page.css"></head><body><main>${body}</main></body></html>`,
    )
  }
}

async function search(): Promise<{ seconds: number; passages: number; megabytes: number; memory: number; findings: number }> {
  const documents: Document[] = []
  for (let number = 0; number < COUNT; number++) {
    const file = `digests/${number}.mdx`
    const text = (await readText(join(folder, file))) ?? ''
    const frontmatter = { title: `Digest ${number}`, summary: '', status: 'ready' } as const
    // Whole, as every build has walked it before the gate does: the parser builds nodes when they are first looked at.
    const tree = parseMdx(text)
    visit(tree, () => undefined)
    documents.push({ kind: 'digests', id: String(number), file, text, frontmatter, date: '2020-01-01', tree, errata: [] })
  }
  const site = siteSchema.parse({ title: 'Bench', url, author: { name: 'Ada', email: 'ada@example.org' }, tiers: ['gold'] })
  const content: Content = { folder, site, documents, clients: new Map(), pages: [], images: [], records: [], faults: [] }
  let spent = 0
  let bytes = 0
  const timed = <T>(work: () => T): T => {
    const started = performance.now()
    const result = work()
    spent += performance.now() - started
    return result
  }
  const passages = timed(() => privatePassages(content, NOW))
  const searched = timed(() => gate(passages, () => documents.map((document) => publicWords(document, NOW))))
  for (const path of await listTree(join(folder, 'dist'))) {
    const page = (await readBytes(join(folder, 'dist', path))) ?? Buffer.alloc(0)
    bytes += page.length
    timed(() => searched.search({ path, bytes: page }))
  }
  const findings = timed(() => searched.findings())
  return {
    seconds: spent / 1000,
    passages: passages.length,
    megabytes: bytes / 1e6,
    memory: process.resourceUsage().maxRSS / 1024,
    findings: findings.length,
  }
}
