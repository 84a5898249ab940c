/** Path of the picture of a publication below the site's base, from the path of its page; of all other pages together where there is none. */
export function cardPath(path: string | undefined): string {
  // No publication can be called "index".
  return path === undefined ? '/cards/index.png' : `/cards${path.replace(/\/$/, '')}.png`
}
