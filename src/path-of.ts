import type { Kind } from './document.ts'

/** Path of a publication below the site's address, with slashes at both ends. */
export function pathOf({ kind, id }: { kind: Kind; id: string }): string {
  return kind === 'posts' ? `/posts/${id}/` : `/${id}/`
}
