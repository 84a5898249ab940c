import { readDocument } from '../src/document.ts'
import type { Content } from '../src/content.ts'
import { clientSchema } from '../src/model/client.ts'
import { siteSchema } from '../src/model/site.ts'
import { renderVariant } from '../src/render/variant.ts'
import { benchDigest } from './bench-digest.ts'

const COUNT = 200
const NOW = new Date('2030-01-01T00:00:00Z')

/** Milliseconds that one private edition of a digest takes, as page, mail and text: mean over digests, each for a tier and for a client. */
export function benchEditions(): number {
  const site = siteSchema.parse({ title: 'Bench', url: 'https://digest.example', author: { name: 'Ada', email: 'ada@example.org' }, tiers: ['gold'] })
  const clients = new Map([['acme', clientSchema.parse({ name: 'Acme', tier: 'gold', since: '2020-01-01' })]])
  const content: Content = { folder: '/', site, clients, documents: [], pages: [], images: [], records: [], faults: [] }
  const documents = Array.from({ length: COUNT }, (_, number) => {
    const id = `digest-${number}`
    const document = readDocument(benchDigest(number), { kind: 'digests', id, file: `digests/${id}.mdx` })
    if (!('tree' in document)) throw new Error(document.message)
    return document
  })
  const started = performance.now()
  for (const document of documents)
    for (const name of ['tier-gold', 'client-acme']) renderVariant(document, { name }, { content, now: NOW, styles: '' })
  return (performance.now() - started) / (COUNT * 2)
}
