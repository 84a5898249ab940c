const WORDS = { digests: 'Digest', notices: 'Notice', posts: 'Post', stories: 'Story', pages: 'Page' } as const

/** What one of a kind is called where it stands among others. */
export function kindInWords(kind: keyof typeof WORDS): string {
  return WORDS[kind]
}
