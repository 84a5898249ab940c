/** The value of the tag "digest": an ID with nothing that a tag may not hold. */
export function digestTag(digest: string): string {
  return digest.replace(/[^A-Za-z0-9_-]/g, '_')
}
