import type { Finding } from '../model/finding.ts'
import { audienceRules } from './audience-rules.ts'
import { documentRules } from './document-rules.ts'
import { linkRules } from './link-rules.ts'
import { offerRules } from './offer-rules.ts'
import { placementRules } from './placement-rules.ts'
import { repositoryRules } from './repository-rules.ts'
import type { CheckContext, Rule } from './rule.ts'
import { siteRules } from './site-rules.ts'
import { storyRules } from './story-rules.ts'

/** Every rule over the content, in the order of the README. */
export const RULES: readonly Rule[] = [
  ...audienceRules,
  ...placementRules,
  ...offerRules,
  ...documentRules,
  ...storyRules,
  ...linkRules,
  ...siteRules,
  ...repositoryRules,
]

/** Everything that is found in the content, by file and place. Nothing is thrown, nothing is changed. */
export function check(context: CheckContext): Finding[] {
  return sortFindings([...context.content.faults, ...RULES.flatMap((rule) => rule.check(context))])
}

/** Findings by file, line, column and code. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      a.file.localeCompare(b.file, 'en') || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || a.code.localeCompare(b.code, 'en'),
  )
}
