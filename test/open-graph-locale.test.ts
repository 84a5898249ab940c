import { expect, test } from 'vitest'
import { openGraphLocale } from '../src/render/open-graph-locale.ts'

test.each([
  ['en', 'en_US'],
  ['en-GB', 'en_GB'],
  ['de-CH', 'de_CH'],
  ['zh-Hant', 'zh_TW'],
  ['ja', 'ja_JP'],
  ['en-a', ''],
])('openGraphLocale() of %s is "%s"', (tag, locale) => {
  expect(openGraphLocale(tag)).toBe(locale)
})
