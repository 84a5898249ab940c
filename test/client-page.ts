import { readDocument } from '../src/document.ts'
import { editionOf } from '../src/render/edition.ts'
import { toPage } from '../src/render/page.ts'

const FRAME = { site: 'The Quarterly', url: 'https://digest.example.org', language: 'en', note: 'For clients of Ada' }

/** A client's page of a text. */
export function pageOf(text: string, title = 'A title'): string {
  const document = readDocument(`---\ntitle: ${JSON.stringify(title)}\nsummary: s\nstatus: ready\ndate: 2026-10-05\n---\n\n${text}\n`, {
    kind: 'digests',
    id: 'x',
    file: 'digests/x.mdx',
  })
  if (!('tree' in document)) throw new Error(document.message)
  return toPage(editionOf(document, { edition: 'clients', tier: '' }, { tiers: [], now: new Date('2026-10-06T00:00:00Z') }), FRAME, '')
}
