import type { Document } from './document.ts'

const SECURITY = '[security] '

/** Subject of the mail of a digest or notice. `isUpdate`: it goes to those who got it before. */
export function subjectOf(
  { kind, frontmatter: { title } }: Pick<Document, 'kind' | 'frontmatter'>,
  { isUpdate }: { isUpdate: boolean } = { isUpdate: false },
): string {
  if (kind !== 'notices') return title
  return `${SECURITY}${isUpdate ? 'Update: ' : ''}${title.startsWith(SECURITY) ? title.slice(SECURITY.length) : title}`
}
