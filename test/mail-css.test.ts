import { createRequire } from 'node:module'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { declarationsOf, type Mail, mails, type Tag, tagsOf } from './mails.ts'

const require = createRequire(import.meta.url)

/** Pages of caniemail.com: by family and platform the versions that were tested, with "y", "a" (in part), "n" or "u" (unknown) and the numbers of notes. */
const data = z
  .object({
    data: z.array(
      z.object({
        slug: z.string(),
        title: z.string(),
        category: z.string(),
        last_test_date: z.string(),
        stats: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))),
      }),
    ),
  })
  .parse(require('caniemail/caniemail.json')).data
type Feature = (typeof data)[number]
const features = new Map(data.filter(({ category }) => category === 'css').map((feature) => [feature.slug, feature]))
const feature = (slug: string): Feature => {
  const found = features.get(slug)
  if (!found) throw new Error(`caniemail has no ${slug}`)
  return found
}

const FAMILIES = ['gmail', 'apple-mail', 'outlook']
/** Every platform of the three, "outlook.windows". */
const PLATFORMS = [
  ...new Set(data.flatMap(({ stats }) => FAMILIES.flatMap((family) => Object.keys(stats[family] ?? {}).map((name) => `${family}.${name}`)))),
]

/** What the newest version of a platform does with a feature; versions are told as dates or numbers, and the worse of the newest of both counts. */
function support(one: Feature, platform: string): 'y' | 'a' | 'n' {
  const [family = '', name = ''] = platform.split('.')
  const tested = Object.entries(one.stats[family]?.[name] ?? {})
  const isDate = (version: string): boolean => /^20\d\d(-|$)/.test(version)
  const newest = [tested.filter(([version]) => isDate(version)), tested.filter(([version]) => !isDate(version))].flatMap(
    (group) => group.sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })).at(-1)?.[1] ?? [],
  )
  const marks = newest.map((mark) => (/^[ya]/.test(mark) ? mark[0] : 'n'))
  return marks.length === 0 || marks.includes('n') ? 'n' : marks.includes('a') ? 'a' : 'y'
}

/** Properties that every mail program has had from the first and the data has no page for; the test below sees when it gets one. */
const WITHOUT_PAGE = ['color', 'font-family']

/** Pages of a declaration: that of its property or shorthand, those of its units, functions and `!important`. */
function pagesOf(property: string, value: string): string[] | undefined {
  const own = [
    `css-${property}`,
    `css-${property.replace(/-(top|right|bottom|left|color|width|style)$/, '').replace(/-(top|right|bottom|left)$/, '')}`,
  ].find((slug) => features.has(slug))
  if (own === undefined && !WITHOUT_PAGE.includes(property)) return undefined
  const units = [...value.matchAll(/\d(px|em|rem|%|pt|ch|vw|vh)/g)].map(([, unit]) => `css-unit-${unit === '%' ? 'percent' : unit}`)
  const functions = [...value.matchAll(/([a-z-]+)\(/g)].map(([, name]) =>
    name === 'var' ? 'css-variables' : name === 'calc' ? 'css-unit-calc' : `css-function-${name}`,
  )
  const words = value.includes('!important') ? ['css-important'] : []
  return [...(own === undefined ? [] : [own]), ...units, ...functions, ...words]
}

/** Where the data says "in part", what its notes allow: the declaration as it stands, the tag that has it. Everything else that is partial is refused. */
const ALLOWED_IN_PART: Readonly<Record<string, (value: string, tag: string) => boolean>> = {
  'css-border': (value, tag) => !['p', 'div'].includes(tag) && Number(/(\d+)px/.exec(value)?.[1] ?? 0) <= 8,
  'css-display': (value, tag) => value === 'none' && tag !== 'img',
  'css-display-none': (_, tag) => tag !== 'img',
  'css-font-size': (value) => /^\d+px$/.test(value.replace(' !important', '')),
  'css-font-weight': (value) => value === 'bold',
  'css-height': (_, tag) => !['body', 'span', 'div', 'p'].includes(tag),
  'css-important': (value, tag) => value.endsWith(' !important') && tag === 'sheet',
  'css-line-height': (value) => /^\d+px$/.test(value.replace(' !important', '')),
  'css-margin': (value, tag) => tag !== 'span' && !/auto|-\d/.test(value) && (tag !== 'body' || value === '0'),
  // Of a picture that is wider, the data knows no property that Outlook would heed.
  'css-max-width': (value, tag) => tag === 'table' || (tag === 'img' && value === '100%'),
  // Elsewhere 0 alone: who does not heed it has nothing there to take away.
  'css-padding': (value, tag) => ['td', 'th', 'sheet'].includes(tag) || value === '0',
  'css-text-align': (value) => ['left', 'center', 'right'].includes(value),
  'css-text-decoration': (value) => value === 'underline',
  'css-width': (_, tag) => tag === 'table',
  'css-word-break': () => true,
}

/** Why a declaration is refused on some of the platforms; undefined when it is not. */
function refusal(
  property: string,
  value: string,
  { tag, platforms = PLATFORMS }: { tag: string; platforms?: readonly string[] },
): string | undefined {
  const slugs = pagesOf(property, value)
  if (slugs === undefined) return `${property}: no page`
  const valued = features.has(`css-${property}-${value}`) ? [...slugs, `css-${property}-${value}`] : slugs
  const pages = valued.map(feature)
  for (const platform of platforms) {
    // Two pages on one value: the one that was tested last knows better.
    const newest = pages.filter(
      (page) => !pages.some((other) => other !== page && isAbout(other, page) && other.last_test_date > page.last_test_date),
    )
    for (const page of newest) {
      const marked = support(page, platform)
      if (marked === 'n') return `${property}: ${value} on ${tag}: ${page.slug} is not supported by ${platform}`
      if (marked === 'a' && !ALLOWED_IN_PART[page.slug]?.(value, tag))
        return `${property}: ${value} on ${tag}: ${page.slug} is supported in part by ${platform}`
    }
  }
  return undefined
}

function isAbout(one: Feature, other: Feature): boolean {
  return one.slug.startsWith(`${other.slug}-`) || other.slug.startsWith(`${one.slug}-`)
}

/** Rules of the sheets of a mail with the condition around them: `@media (…) { .name { … } }` and nothing else. */
function rulesOf(html: string): { condition: string; selector: string; css: string }[] {
  return [...html.matchAll(/<style>(.*?)<\/style>/gs)].flatMap(([, sheet = '']) => {
    const [, condition = '', rules = ''] = /^@media ([^{]+) \{ (.*) \}$/s.exec(sheet) ?? []
    expect(rules.replace(/[^{}]+\{[^{}]*\}/g, '').trim()).toBe('')
    return [...rules.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = '', css = '']) => ({ condition, selector: selector.trim(), css }))
  })
}

let all: Mail[] = []
beforeAll(async () => {
  all = await mails()
})

describe('the styles of a mail', () => {
  test('inline, are such as Gmail, Apple Mail and Outlook show on every platform', () => {
    const used = new Map<string, Tag['name']>()
    for (const { html } of all)
      for (const { name, style } of tagsOf(html)) for (const [property, value] of style) used.set(`${property}: ${value}\n${name}`, name)
    expect(used.size).toBeGreaterThan(60)
    const refused = [...used].flatMap(([key, tag]) =>
      declarationsOf(key.split('\n')[0] ?? '').flatMap(([property, value]) => refusal(property, value, { tag }) ?? []),
    )
    expect(refused).toEqual([])
  })

  test('in sheets, are such as every platform shows that heeds the condition around them, and lean on one class', () => {
    const conditions: Record<string, string> = {
      screen: 'css-at-media',
      '(max-width: 480px)': 'css-at-media',
      '(prefers-color-scheme: dark)': 'css-at-media-prefers-color-scheme',
    }
    const rules = new Map(all.flatMap(({ html }) => rulesOf(html).map((rule) => [JSON.stringify(rule), rule])))
    expect([...new Set([...rules.values()].map(({ condition }) => condition))].sort()).toEqual(Object.keys(conditions).sort())
    const refused = [...rules.values()].flatMap(({ condition, selector, css }) => {
      expect(selector).toMatch(/^\.[a-z]+$/)
      const platforms = PLATFORMS.filter(
        (platform) => support(feature(conditions[condition] ?? ''), platform) !== 'n' && support(feature('css-selector-class'), platform) !== 'n',
      )
      expect(platforms).toContain('apple-mail.ios')
      return declarationsOf(css).flatMap(([property, value]) => refusal(property, value, { tag: 'sheet', platforms }) ?? [])
    })
    expect(refused).toEqual([])
  })

  test.each([
    ['display', 'flex', 'td'],
    ['display', 'grid', 'div'],
    ['display', 'none', 'img'],
    ['position', 'absolute', 'td'],
    ['border-radius', '4px', 'td'],
    ['border-bottom', '12px solid #000000', 'td'],
    ['white-space', 'pre-wrap', 'td'],
    ['margin', '0 auto', 'table'],
    ['margin', '-4px', 'p'],
    ['padding', '4px', 'p'],
    ['background-image', 'none', 'td'],
    ['max-height', '0', 'div'],
    ['max-width', '600px', 'div'],
    ['color', 'var(--ink)', 'td'],
    ['width', 'calc(100% - 2px)', 'table'],
    ['font-size', '1rem', 'p'],
    ['color', '#000000 !important', 'p'],
    ['font-weight', '450', 'p'],
    ['overflow-wrap', 'anywhere', 'td'],
    ['word-break', 'break-word', 'td'],
    ['no-such-property', '0', 'td'],
  ])('the list that is made of the data refuses %s: %s on %s', (property, value, tag) => {
    expect(refusal(property, value, { tag })).toBeDefined()
  })

  test('what has no page in the data still has none', () => {
    const titles = [...features.values()].map(({ title }) => title)
    expect(WITHOUT_PAGE.filter((property) => titles.includes(property) || features.has(`css-${property}`))).toEqual([])
    expect(PLATFORMS).toHaveLength(12)
  })
})
