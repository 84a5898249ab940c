import { type Preparation, type PrepareContext, prepareDocument, type Prepared } from './prepare-document.ts'

/** Prepares documents and pages, with their twins where the site has some: only then is what prints Markdown loaded. */
export async function prepareBatch(batch: readonly Preparation[], context: PrepareContext): Promise<Prepared[]> {
  const isAsked = context.site.extras.includes('markdown') && batch.some(({ kind, needsBody }) => needsBody || kind === 'pages')
  const twins = isAsked ? await import('../src/render/twin.ts') : undefined
  return batch.map((preparation) => prepareDocument(preparation, context, twins))
}
