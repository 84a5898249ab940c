/** Path of a site without a trailing slash, from its address: what stands before every path of it that begins with "/". */
export function baseOf({ url }: { url: string }): string {
  return new URL(url).pathname.replace(/\/$/, '')
}
