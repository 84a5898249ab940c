import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { legible, ROOT } from './scratch.ts'

let files: { path: string; text: string }[] = []

/** Every file of a build of the sample. */
beforeAll(() => {
  const work = mkdtempSync(join(tmpdir(), 'legible-still-'))
  const out = join(work, 'dist')
  expect(
    legible('build', [], join(ROOT, 'content'), { DIGEST_OUT: out, DIGEST_PRIVATE: join(work, 'private'), DIGEST_CACHE: join(work, 'cache') }).status,
  ).toBe(0)
  files = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(out, path)).isFile())
    .map((path) => ({ path, text: readFileSync(join(out, path), 'latin1') }))
  rmSync(work, { recursive: true })
}, 120_000)

/** Files of a kind, and what of them a pattern finds. */
function found(kind: RegExp, pattern: RegExp): string[] {
  const some = files.filter(({ path }) => kind.test(path))
  expect(some.length).toBeGreaterThan(0)
  return some.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([what]) => `${path} ${what}`))
}

test('there is no script but the search, and no page but that loads it', () => {
  expect(files.flatMap(({ path }) => (/\.m?js$|wasm/.test(path) ? [path] : [])).sort()).toEqual([
    'pagefind/pagefind.js',
    'pagefind/wasm.en.pagefind',
    'search/search.js',
  ])
  expect(found(/\.(html|xml|svg)$/, /<script\b[^>]*>/g)).toEqual(['search/index.html <script type="module" src="/search/search.js">'])
  // In a tag, not in words about one.
  expect(found(/\.(html|svg)$/, /<[a-z][^<>]*\s(on[a-z]+|style)=|<[a-z][^<>]*=["']?\s*javascript:|<(style|iframe|object|embed|base)\b/gi)).toEqual([])
})

test('no file asks another host for anything: only links and what says where the site stands lead elsewhere', () => {
  expect(
    found(
      /\.html$/,
      /<(?!a\b|meta\b|link (rel="(canonical|alternate)"|itemprop=))[a-z]+\b[^<>]*\s(href|src|srcset|action|poster|data)="(https?:)?\/\/[^"]*"/gi,
    ),
  ).toEqual([])
  expect(found(/\.html$/, /<link rel="(?:preconnect|dns-prefetch|prefetch|modulepreload)"/gi)).toEqual([])
  expect(found(/\.html$/, /\sping=|http-equiv="(?!Content-Security-Policy)[^"]*"/gi)).toEqual([])
  expect(found(/\.css$/, /@import|url\(["']?(https?:)?\/\//gi)).toEqual([])
})

test('nothing is kept in the browser', () => {
  expect(
    found(
      /\.js$/,
      /document\.cookie|cookieStore|localStorage|sessionStorage|indexedDB|\bcaches\b|serviceWorker|sendBeacon|WebSocket|XMLHttpRequest|EventSource|\beval\(|new Function/g,
    ),
  ).toEqual([])
})
