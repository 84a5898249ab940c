import type { Found, Memo } from '../src/memo.ts'

/** What is found in the words of a document, which is kept for what `against` stands for. */
export type Search = (against: string, find: (text: string) => ReadonlySet<number>) => ReadonlySet<number>

/** Searches the words of documents. What is found in them is kept for the next time that the same is looked for, when `keep` is called. */
export function searchWords(memo: Memo) {
  const fresh: Found[] = []
  return {
    of:
      (file: string, key: string, words: () => readonly string[]): Search =>
      (against, find) => {
        const known = memo.foundIn(file, key, against)
        if (known !== undefined) return new Set<number>(JSON.parse(known))
        const found = new Set(words().flatMap((text) => [...find(text)]))
        fresh.push({ file, key, against, found: JSON.stringify([...found]) })
        return found
      },
    keep: () => memo.keepFound(fresh),
  }
}
