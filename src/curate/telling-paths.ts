import { dirname } from 'node:path/posix'
import { BESIDE } from '../area-of.ts'
import type { Story } from '../model/story.ts'

/** A folder or file, the stories that touch it, and those of them that are at home there. */
type Place = { path: string; isFolder: boolean; touched: Set<number>; home: Set<number> }

/** A place tells nothing that a greater share of the stories touches. */
const MOST_STORIES = 0.15
/** What is so much wider than the words' own stories would bring mostly others. */
const WIDER = 3
/** A story is at home in a folder that has such a share of its files; tests and documents do not count where there are others. */
const AT_HOME = 0.25
const MOST_PATHS = 4

/**
 * Globs of the folders and files that tell the same as some words: those that are called so, and those in which most of the `met` stories of the words lie;
 * the outermost of each. A folder that is mostly touched in passing, as by changes across the tree, tells nothing. `met`: indexes of `stories`.
 */
export function tellingPaths(words: readonly string[], stories: readonly Pick<Story, 'items'>[], met: ReadonlySet<number>): string[] {
  const names = words.map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
  const most = Math.max(WIDER, Math.min(MOST_STORIES * stories.length, WIDER * met.size))
  const fit = placesOf(stories).filter(
    ({ path, isFolder, touched, home }) =>
      touched.size <= most &&
      (isFolder
        ? home.size * 2 >= touched.size && (isCalled(path, names) || (!isBeside(path) && met.size > 1 && home.intersection(met).size * 2 > met.size))
        : isCalled(path, names) && !isCalled(dirname(path), names) && !isBeside(path)),
  )
  const inOrder = fit.sort((a, b) => a.path.length - b.path.length || a.path.localeCompare(b.path, 'en'))
  const outermost = inOrder.filter(({ path }) => !inOrder.some((other) => other.isFolder && path.startsWith(`${other.path}/`)))
  const byUse = outermost.sort((a, b) => b.home.size - a.home.size || a.path.localeCompare(b.path, 'en')).slice(0, MOST_PATHS)
  return byUse.map(({ path, isFolder }) => `${escaped(path)}${isFolder ? '/**' : ''}`)
}

/** Every folder and file that a story touches; the outermost folders, which hold everything, are none. */
function placesOf(stories: readonly Pick<Story, 'items'>[]): Place[] {
  const places = new Map<string, Place>()
  stories.forEach(({ items }, index) => {
    const all = [...new Set(items.flatMap((item) => item.paths))]
    const own = all.filter((path) => !isBeside(path))
    const paths = own.length > 0 ? own : all
    const counts = new Map<string, number>()
    for (const path of paths) {
      const parts = path.split('/')
      for (let depth = 2; depth <= parts.length; depth++) {
        const place = parts.slice(0, depth).join('/')
        counts.set(place, (counts.get(place) ?? 0) + 1)
        if (!places.has(place)) places.set(place, { path: place, isFolder: depth < parts.length, touched: new Set(), home: new Set() })
      }
    }
    for (const [path, count] of counts) {
      const place = places.get(path)
      place?.touched.add(index)
      if (count >= AT_HOME * paths.length) place?.home.add(index)
    }
  })
  return [...places.values()]
}

/** Whether the name of a folder or file has one of some words, or begins a part with one that is long enough not to stand there by chance: fipstls. */
function isCalled(path: string, names: readonly string[]): boolean {
  const name = (path.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '')
  const parts =
    name
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return names.some((word) => parts.some((part) => part === word || (word.length >= 4 && part.startsWith(word))))
}

/** Whether it is about the code and not of it: a test, a document. */
function isBeside(path: string): boolean {
  return path.split('/').some((part) => BESIDE.has(part) || part.split(/[._-]/).some((word) => word === 'test' || word === 'spec'))
}

function escaped(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@|]/g, '\\$&')
}
