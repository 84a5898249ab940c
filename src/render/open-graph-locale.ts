/** A language tag as Open Graph has it, `language_TERRITORY`, where none is named the one in which most speak it; empty of what is no tag. @see https://ogp.me/#optional (read 2026-11) */
export function openGraphLocale(tag: string): string {
  try {
    const { language, region } = new Intl.Locale(tag).maximize()
    return region === undefined ? language : `${language}_${region}`
  } catch {
    return ''
  }
}
