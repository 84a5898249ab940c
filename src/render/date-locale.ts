/** The locale that days are written in: a site in plain English has the day before the month. */
export function dateLocale(language: string): string {
  return language === 'en' ? 'en-GB' : language
}
