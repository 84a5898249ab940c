import type { Paragraph, Root } from 'mdast'
import type { Content } from '../src/content.ts'
import type { Document } from '../src/document.ts'
import { report as draftReport } from '../src/draft/report.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Report } from '../src/model/report.ts'
import type { RenderedVariant } from '../src/render/variant.ts'
import { searchEditions } from './search-editions.ts'

/**
 * What of a rendered report its client may not read, as every edition is searched. Known to be free are the report's own words, what stands upstream for everyone, and the names and
 * concerns of the client itself; not titles, questions and answers, which would else vouch for what a slip brought into them.
 */
export function searchReport(
  facts: Report,
  { document, variant, content, now }: { document: Document; variant: RenderedVariant; content: Content; now: Date },
): Finding[] {
  const own = content.clients.get(facts.client)
  const bare = draftReport(withoutOutside(facts, new Set(own?.concerns.map(({ text }) => text))), document)
  const words = [
    facts.name,
    ...(own?.recipients ?? []).map(({ name }) => name),
    ...(own?.concerns ?? []).map(({ text }) => text),
    ...facts.concerns.flatMap(({ stories }) => stories.flatMap(({ title, url = '', state = '' }) => [title, url, state])),
    ...facts.proposals.flatMap(({ id, title = '', url = '' }) => [id, title, url]),
    ...facts.work.best.flatMap(({ title, url = '' }) => [title, url]),
  ]
  const tree: Root = {
    ...bare.tree,
    children: [...bare.tree.children, ...words.map((value): Paragraph => ({ type: 'paragraph', children: [{ type: 'text', value }] }))],
  }
  const planned = [{ client: facts.client, variant: variant.name, tier: variant.tier }]
  return searchEditions({ ...bare, tree }, [variant], { content, planned, now })
}

/** A report with all that it says by itself, the concerns that are its client's own in their places, and nothing else that it was told. */
function withoutOutside(facts: Report, concerns: ReadonlySet<string>): Report {
  return {
    ...facts,
    name: '',
    mails: facts.mails.map((mail) => ({ ...mail, title: '', got: [], open: [] })),
    concerns: facts.concerns.map((concern) => (concerns.has(concern.text) ? concern : { ...concern, text: '' })),
    proposals: facts.proposals.map(({ answers, ...proposal }) => ({ ...proposal, answers: answers.map(({ on }) => ({ on, text: '' })) })),
    questions: facts.questions.map(({ answered, ...question }) => ({ ...question, asked: '', ...(answered !== undefined && { answered: '' }) })),
  }
}
