import picomatch from 'picomatch'
import type { Concern } from '../model/client.ts'
import type { Item } from '../model/item.ts'
import type { Evidence } from '../model/matches.ts'
import { withoutSpans } from '../plain.ts'
import { wholeWords } from '../whole-words.ts'

/** What is looked at in a story: of each of its items what it is called, what it says and what it touches. */
type Looked = { items: readonly Pick<Item, 'id' | 'title' | 'message' | 'paths' | 'labels'>[] }

/**
 * What tells that a story meets a concern, for many stories of one concern: any of the keys of its `match` in any of the story's items.
 * Paths, then words of title or message, then labels, each in the order of the items, everything once; case does not count in words and labels.
 * What stands in a template's comments counts for nothing. Empty: not met, as by every story where `match` is empty.
 */
export function meets({ match: { paths, words, labels } }: Pick<Concern, 'match'>): (story: Looked) => Evidence[] {
  const glob = paths && picomatch(paths, { dot: true })
  const any = words && wholeWords(words)
  const each = words?.map((word) => new RegExp(wholeWords([word]).source, 'giu'))
  const wanted = labels && new Set(labels.map((label) => label.toLowerCase()))
  return ({ items }) => {
    const found = new Map<string, Evidence>()
    const add = (by: Evidence['by'], what: string, item: string): void => {
      const key = `${by} ${by === 'paths' ? what : what.toLowerCase()}`
      if (!found.has(key)) found.set(key, { by, what, item })
    }
    if (glob) for (const item of items) for (const path of item.paths) if (glob(path)) add('paths', path, item.id)
    if (any && each)
      for (const item of items)
        for (const text of [item.title, withoutSpans(item.message, '<!--', '-->')])
          if (any.test(text)) for (const word of each) for (const [what] of text.matchAll(word)) add('words', what, item.id)
    if (wanted) for (const item of items) for (const label of item.labels) if (wanted.has(label.toLowerCase())) add('labels', label, item.id)
    return [...found.values()]
  }
}
