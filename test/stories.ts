import { BLANK } from '../src/collect/upstream.ts'
import type { DraftInput } from '../src/draft/draft.ts'
import type { Item } from '../src/model/item.ts'
import type { Story } from '../src/model/story.ts'

/** A change for tests; everything but what matters has a plain value. */
export function change(given: Partial<Item> & { id: string }): Item {
  return {
    ...BLANK,
    kind: 'change',
    title: `area: change ${given.id}`,
    url: `https://example.org/${encodeURIComponent(given.id)}`,
    at: '2026-08-01T00:00:00Z',
    author: 'Ada Example',
    paths: ['src/a.ts'],
    added: 10,
    deleted: 2,
    ...given,
  }
}

/** A story of one change for tests. */
export function story(given: Partial<Story> & { id: string }): Story {
  const item = change({ id: given.id, ...(given.title === undefined ? {} : { title: given.title }) })
  return { rank: 1, score: 1, reasons: ['public API'], section: 'landed', title: item.title, refs: [given.id], items: [item], ...given }
}

/** A new vulnerability for tests. */
export function vulnerability(given: Partial<Item> & { id: string }): Item {
  return {
    ...BLANK,
    kind: 'vulnerability',
    title: `Trouble ${given.id}`,
    url: `https://pkg.go.dev/vuln/${given.id}`,
    at: '2026-08-01T00:00:00Z',
    state: 'new',
    message: 'A peer can cause trouble.\n\nAffects crypto/tls\nFixed in stdlib 1.26.1\nSeverity: not assigned by the database',
    ...given,
  }
}

/** What a draft of 2026-Q3 starts from: nothing collected, nothing drafted before. */
export function draftInput(given: Partial<DraftInput>): DraftInput {
  return {
    title: 'The Test Quarterly, 2026 Q3',
    window: { since: '2026-07-01T00:00:00Z', until: '2026-10-01T00:00:00Z' },
    stories: [],
    sections: [],
    coverage: [],
    complete: true,
    before: [],
    matches: [],
    known: [],
    suggested: [],
    clients: new Map(),
    text: undefined,
    ready: false,
    now: '2026-10-02T09:00:00Z',
    file: 'digests/2026-Q3.mdx',
    ...given,
  }
}
