import type { Content } from '../content.ts'
import { type Document, errataOf, type SitePage } from '../document.ts'
import type { Collection } from '../model/collection.ts'
import type { Finding } from '../model/finding.ts'
import { audienceRules } from './audience-rules.ts'
import { concernRules } from './concern-rules.ts'
import { documentRules } from './document-rules.ts'
import { erratumRules } from './erratum-rules.ts'
import { linkRules } from './link-rules.ts'
import { noticeRules } from './notice-rules.ts'
import { offerRules } from './offer-rules.ts'
import { outlineOf, outlineOfPage } from './outline.ts'
import { placementRules } from './placement-rules.ts'
import { repositoryRules } from './repository-rules.ts'
import type { DocumentContext, Outline, Rule, SiteContext } from './rule.ts'
import { siteRules } from './site-rules.ts'
import { storyRules } from './story-rules.ts'

/** Every rule over the content, in the order of the README. */
export const RULES: readonly Rule[] = [
  ...audienceRules,
  ...placementRules,
  ...offerRules,
  ...documentRules,
  ...erratumRules,
  ...noticeRules,
  ...storyRules,
  ...linkRules,
  ...siteRules,
  ...concernRules,
  ...repositoryRules,
]

/** Those of them that an erratum must keep by itself: the others are about what only a whole publication has. */
const OF_ERRATA: readonly Rule[] = [...audienceRules, ...placementRules, ...linkRules, ...documentRules.filter(({ code }) => code === 'text/todo')]

/** What is checked. `collections`: what was collected for a digest, by ID; `assets`, `repository`: as `SiteContext` has them. */
export type CheckContext = Pick<SiteContext, 'assets' | 'repository'> & {
  content: Content
  collections: ReadonlyMap<string, Collection>
  now: Date
}

/** Everything that is found in the content, by file and place. Nothing is thrown, nothing is changed. */
export function check({ content, collections, now, ...beside }: CheckContext): Finding[] {
  const { site, clients, images } = content
  const context = { site, clients, images, now }
  const examined = [
    ...content.documents.map((document) =>
      examine(document, { ...context, collection: document.kind === 'digests' ? collections.get(document.id) : undefined }),
    ),
    ...content.pages.map((page) => examinePage(page, context)),
  ]
  return sortFindings([
    ...content.faults,
    ...examined.flatMap(({ findings }) => findings),
    ...checkSite({ site, clients, outlines: examined.map(({ outline }) => outline), ...beside }),
  ])
}

/** What is found in one document or page by itself, and what the rest of the site must know of it. */
export type Examined = { findings: Finding[]; outline: Outline }

/** Looks at one document, with its errata, by itself. Of what is withheld nothing is quoted. */
export function examine(document: Document, context: DocumentContext): Examined {
  const whole = document.withheld ?? document
  const look = (rules: readonly Rule[], one: Document): Finding[] =>
    rules.flatMap((rule) =>
      (rule.document?.(one, context) ?? []).map((finding) => (document.withheld && !rule.quotesNothing ? hushed(finding, rule) : finding)),
    )
  const ofErrata = errataOf(whole).flatMap((one) => look(OF_ERRATA, one))
  return { findings: [...look(RULES, whole), ...ofErrata], outline: outlineOf(document, context) }
}

/** What was found, told in the words of its rule. */
function hushed(finding: Finding, { looksFor }: Rule): Finding {
  return { ...finding, message: `${looksFor} (not quoted: it is not public yet)` }
}

/** Looks at one page of the site's own by itself. */
export function examinePage(page: SitePage, context: DocumentContext): Examined {
  return { findings: RULES.flatMap((rule) => rule.page?.(page, context) ?? []), outline: outlineOfPage(page, context) }
}

/** What does not fit together between files. */
export function checkSite(context: SiteContext): Finding[] {
  return RULES.flatMap((rule) => rule.site?.(context) ?? [])
}

/** Findings by file, line, column and code. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      a.file.localeCompare(b.file, 'en') || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || a.code.localeCompare(b.code, 'en'),
  )
}
