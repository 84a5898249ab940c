import { join } from 'node:path'
import { idsIn, readFacts } from '../src/draft/notice/facts.ts'
import { listFiles, readText } from '../src/files.ts'
import { parseMdx, SyntaxFault } from '../src/mdx.ts'

/** The notice of a vulnerability that is there: the file that is called so, else the first whose facts name one of its ids. */
export async function findNotice(
  folder: string,
  { id, ids }: { id: string; ids: readonly string[] },
): Promise<{ id: string; text: string } | undefined> {
  const names = (await listFiles(join(folder, 'notices'), '.mdx')).map((name) => name.slice(0, -'.mdx'.length))
  const wanted = new Set(ids.map((one) => one.toLowerCase()))
  for (const name of [...names.filter((one) => one === id), ...names.filter((one) => one !== id)]) {
    const text = (await readText(join(folder, 'notices', `${name}.mdx`))) ?? ''
    if (name === id || wanted.has(name.toLowerCase()) || namedIn(text).some((one) => wanted.has(one.toLowerCase()))) return { id: name, text }
  }
  return undefined
}

/** Ids that the facts of a notice name; none where it cannot be parsed. */
function namedIn(text: string): string[] {
  try {
    return readFacts(parseMdx(text.replace(/^\ufeff/, ''))).flatMap(idsIn)
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error
    return []
  }
}
