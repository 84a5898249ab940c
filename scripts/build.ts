import { basename, join, relative } from 'node:path'
import { readFolder } from '../src/folder.ts'
import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { followLink, listNames, readText } from '../src/files.ts'
import type { Opening } from '../src/render/next-opening.ts'
import { command, counted, say } from './command.ts'
import { fillSite } from './fill-site.ts'
import { preparing } from './prepare-folder.ts'
import { publishSite } from './publish-site.ts'

await command({
  name: 'build',
  does: 'Builds the public edition into a fresh folder, searches every byte of it for private text, and only then puts it in its place.',
  async run() {
    const environment = readEnvironment()
    const out = await followLink(environment.out)
    await refuseForeign(out)
    const { pages, sealed, files, opening } = await preparing(environment, async (prepare) => {
      const folder = await readFolder(environment.content)
      return publishSite({ out, cache: environment.cache }, (tree) => fillSite(folder, { tree, environment, prepare, name: basename(out) }))
    })
    say(`build: ${pages} pages${sealed > 0 ? `, ${sealed} sealed pages` : ''}, ${files} files in ${relative(process.cwd(), out) || out}`)
    if (opening) say(sayNext(opening))
    return 0
  },
})

/** What a scheduled build waits for. */
function sayNext({ day, passages, files }: Opening): string {
  const opened = [...(passages > 0 ? [counted(passages, 'passage')] : []), ...files]
  const last = opened.pop() ?? ''
  return `next: ${day} opens ${opened.length > 0 ? `${opened.join(', ')} and ` : ''}${last}; build again then`
}

/** A build replaces the whole folder: one that holds anything else than a build is left alone. */
async function refuseForeign(out: string): Promise<void> {
  const index = await readText(join(out, 'index.html'))
  const names = await listNames(out)
  if (names.length === 0 || index?.includes('<meta name="generator" content="Legible">')) return
  throw new Problem({
    what: `Cannot build into ${out}: it holds files that no build made`,
    where: out,
    fix: 'Set DIGEST_OUT to an empty folder, or remove what is there',
  })
}
