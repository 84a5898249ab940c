import { join, relative } from 'node:path'
import { type Content, readCollection, readContent } from '../src/content.ts'
import { meets } from '../src/curate/meets.ts'
import { variantOf } from '../src/deliver/plan.ts'
import { type Document, treesOf } from '../src/document.ts'
import { evidenceInWords } from '../src/draft/offers.ts'
import type { Environment } from '../src/environment.ts'
import { writeWhole } from '../src/files.ts'
import type { Audience } from '../src/model/audience.ts'
import type { Client } from '../src/model/client.ts'
import { plainLine } from '../src/plain.ts'
import { cutFor } from '../src/render/audience.ts'
import { toText } from '../src/render/text.ts'
import { addressedIn } from '../src/render/variant.ts'
import { checkFolder } from './check-folder.ts'
import { counted, styled } from './command.ts'
import { privatePassages } from './private-passages.ts'
import { hasError } from './print-findings.ts'
import { renderPages } from './render-pages.ts'

const SHOWN = 8
const FIRST_WORDS = 12

/**
 * What a client would have got of the last digest that is ready, in lines for the terminal: how much, what of it the public does not get, and the stories
 * on its concerns with what tells so. The edition goes as a page into `previews/` of the private folder, unless `isDry`.
 */
export async function showLastDigest(
  [name, client]: readonly [string, Client],
  { environment, isDry }: { environment: Environment; isDry: boolean },
): Promise<string[]> {
  const { findings: all } = await checkFolder(environment, { searches: false })
  const read = await readContent(environment.content, environment)
  const content: Content = { ...read, clients: new Map([...read.clients, [name, client]]) }
  const document = lastOf(content)
  if (!document) return ['no digest is ready yet: there is nothing to show of what it would have got']
  const findings = all.filter(({ file }) => file === document.file || document.errata.some((erratum) => erratum.file === file))
  if (hasError(findings))
    return [
      `${document.id} cannot be shown to it yet: npm run check names ${counted(findings.filter(({ level }) => level === 'error').length, 'error')}`,
    ]

  const { now } = environment
  const audience = { edition: 'clients', tier: client.tier, client: name } as const
  const words = (of: Audience): number =>
    toText(cutFor(of, document.tree, { tiers: content.site.tiers, now }), { base: content.site.url }).split(/\s+/).length
  const passages = treesOf(document).flatMap((tree) => privatePassages(tree, audience, { tiers: content.site.tiers, now }))
  const variant = variantOf(name, client, addressedIn(document))
  const page = (await renderPages(document, [{ variant, client: name }], { content, now, isPublic: false })).get(variant) ?? ''
  const path = join(environment.private, 'previews', `${name}-${document.id}.html`)
  if (!isDry) await writeWhole(path, page)
  const beyond = words(audience) - words({ edition: 'public' })
  return [
    styled('bold', `what it would have got: ${document.frontmatter.title}, ${document.date ?? 'no date yet'}`),
    `  ${counted(words(audience), 'word')}, ${beyond} beyond the public edition; ${counted(passages.length, 'passage')} that the public does not get`,
    ...passages.slice(0, SHOWN).map((passage) => `    • ${beginningOf(passage)}`),
    ...rest(passages.length),
    ...(await storiesFor(client, { content, document })),
    ...(isDry ? [] : [`  page  ${relative(process.cwd(), path)}`]),
  ]
}

/** The newest digest that is ready. */
function lastOf({ documents }: Content): Document | undefined {
  const ready = documents.filter(({ kind, frontmatter }) => kind === 'digests' && frontmatter.status === 'ready')
  return ready.sort((a, b) => (b.date ?? '').localeCompare(a.date ?? '') || b.id.localeCompare(a.id, 'en'))[0]
}

/** The stories of the digest on the client's concerns, the best first. */
async function storiesFor({ concerns }: Client, { content, document }: { content: Content; document: Document }): Promise<string[]> {
  const stories = (await readCollection(content.folder, document.id))?.stories ?? []
  const wanted = concerns.map((concern) => ({ id: concern.id, evidenceOf: meets(concern) }))
  const met = stories
    .filter(({ folded }) => folded === undefined)
    .flatMap((story) => {
      const told = wanted.flatMap(({ id, evidenceOf }) => {
        const [evidence] = evidenceOf(story).sort((a, b) => Number(a.by === 'paths') - Number(b.by === 'paths'))
        return evidence ? [`${id}: ${evidenceInWords(story, [evidence])}`] : []
      })
      return told.length > 0 ? [`    • ${plainLine(story.title)} (${plainLine(told.join('; '))})`] : []
    })
  if (concerns.length === 0) return []
  return [`  ${counted(met.length, 'story', 'stories')} of its window on what it cares about`, ...met.slice(0, SHOWN), ...rest(met.length)]
}

function beginningOf(passage: string): string {
  const words = passage.split(' ')
  return words.length > FIRST_WORDS ? `${words.slice(0, FIRST_WORDS).join(' ')} …` : passage
}

function rest(count: number): string[] {
  return count > SHOWN ? [`    … and ${count - SHOWN} more`] : []
}
