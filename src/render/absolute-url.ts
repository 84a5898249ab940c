/** An address with `base` before a path that begins with "/"; empty where following it would do something else than open a page, a heading or a mail. */
export function absoluteUrl(url: string, base: string): string {
  if (url.startsWith('/') && !url.startsWith('//')) return `${base}${url}`
  return url.startsWith('#') || /^(https?|mailto):/i.test(url) ? url : ''
}
