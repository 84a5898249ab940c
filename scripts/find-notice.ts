import { join } from 'node:path'
import { idsIn, readFacts } from '../src/draft/notice/facts.ts'
import { listFiles, readText } from '../src/files.ts'
import { parseMdx, SyntaxFault } from '../src/mdx.ts'

/** A notice that is there. `entry`: id of the entry that it was drafted from last; undefined where its facts are not there. */
export type StandingNotice = { id: string; text: string; entry: string | undefined }

/** The notice of a vulnerability: the file that is called so, else the first whose facts name one of its ids. */
export async function findNotice(folder: string, { id, ids }: { id: string; ids: readonly string[] }): Promise<StandingNotice | undefined> {
  const names = (await listFiles(join(folder, 'notices'), '.mdx')).map((name) => name.slice(0, -'.mdx'.length))
  const wanted = new Set(ids.map((one) => one.toLowerCase()))
  for (const name of [...names.filter((one) => one === id), ...names.filter((one) => one !== id)]) {
    const text = (await readText(join(folder, 'notices', `${name}.mdx`))) ?? ''
    const facts = factsIn(text)
    if (name === id || wanted.has(name.toLowerCase()) || facts.flatMap(idsIn).some((one) => wanted.has(one.toLowerCase())))
      return { id: name, text, entry: idsIn(facts.at(-1) ?? [])[0] }
  }
  return undefined
}

/** Facts of a notice, oldest first; none where it cannot be parsed. */
function factsIn(text: string): string[][] {
  try {
    return readFacts(parseMdx(text.replace(/^\ufeff/, '')))
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error
    return []
  }
}
