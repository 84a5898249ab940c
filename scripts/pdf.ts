import { join, relative, resolve } from 'node:path'
import { type Content, readContent } from '../src/content.ts'
import { plan, variantOf } from '../src/deliver/plan.ts'
import type { Document } from '../src/document.ts'
import { readEnvironment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { writeWhole } from '../src/files.ts'
import { dayOf } from '../src/model/day.ts'
import { addressedIn } from '../src/render/variant.ts'
import { checkFolder } from './check-folder.ts'
import { clientNamed } from './client-named.ts'
import { command, say, textOf } from './command.ts'
import { openPrinter } from './open-printer.ts'
import { printPages } from './print-pages.ts'
import { readyDocument } from './ready-document.ts'
import { renderPages } from './render-pages.ts'

/** An edition to print: a variant, and a client that reads it; without one, a reader of its tier. */
type Wanted = { variant: string; client?: string }

await command({
  name: 'pdf',
  does: 'Prints editions of a digest or notice as PDFs, by the Chromium, Chrome or Edge of this machine: those that would be sent, unless one is named.',
  arguments: ['ID'],
  options: {
    tier: { value: 'NAME', help: 'what a client of this tier reads' },
    client: { value: 'NAME', help: 'what this client reads' },
    public: { help: 'what everyone reads, too; with --out, that alone' },
    letter: { help: 'on US Letter instead of A4' },
    out: { value: 'FILE', help: 'where the one PDF goes, instead of pdf/ in the private folder' },
  },
  async run({ arguments: [id], options }) {
    const environment = readEnvironment()
    if (id === undefined) throw new Problem({ what: 'Cannot print without an ID', fix: 'Such as npm run pdf -- 2026-Q3' })
    const { findings } = await checkFolder(environment, { searches: false })
    const content = await readContent(environment.content, environment)
    const found = findings.filter((finding) => finding.file.endsWith(`/${id}.mdx`) || finding.file.startsWith('clients/'))
    const day = dayOf(environment.now)
    const ready = readyDocument(id, content, found, environment)
    const document = { ...ready, date: ready.date ?? day }
    const wanted = wantedOf(document, content, {
      day,
      tier: textOf(options.tier),
      client: textOf(options.client),
      onlyPublic: Boolean(options.public && options.out),
    })
    const pages = await renderPages(document, wanted, { content, now: environment.now, isPublic: Boolean(options.public) })
    const out = textOf(options.out)
    if (pages.size === 0)
      throw new Problem({ what: `Cannot print ${id}: nobody would be sent it`, fix: 'Name an edition: --public, --tier NAME or --client NAME' })
    if (out !== undefined && pages.size > 1)
      throw new Problem({ what: `Cannot print ${pages.size} editions into ${out}`, fix: 'Name one: --tier NAME or --client NAME' })
    if (document.frontmatter.status !== 'ready') say(`pdf: ${document.file} is a draft`)

    const { title } = document.frontmatter
    const paper = options.letter ? 'Letter' : 'A4'
    const printed = await printPages(pages, { open: openPrinter, paper, title, author: content.site.author.name, date: document.date })
    for (const [name, { bytes }] of printed) {
      const path = out === undefined ? join(environment.private, 'pdf', `${id}-${name}.pdf`) : resolve(out)
      await writeWhole(path, bytes)
      process.stdout.write(`${relative(process.cwd(), path)}  ${(bytes.length / 1024).toFixed(0)} KB\n`)
    }
    return 0
  },
})

function wantedOf(
  document: Document,
  content: Content,
  options: { day: string; tier: string | undefined; client: string | undefined; onlyPublic: boolean },
): Wanted[] {
  const { day, tier, client, onlyPublic } = options
  const { tiers } = content.site
  const addressed = addressedIn(document)
  if (tier !== undefined && !tiers.includes(tier))
    throw new Problem({ what: `Cannot print for the tier "${tier}": site.yaml does not name it`, fix: `There are ${tiers.join(', ') || 'none'}` })
  const known = client === undefined ? undefined : clientNamed(content.clients, client, { verb: 'print for', folder: content.folder }).client
  return [
    ...(tier === undefined ? [] : [{ variant: `tier-${tier}` }]),
    ...(client === undefined || known === undefined ? [] : [{ variant: variantOf(client, known, addressed), client }]),
    ...(tier === undefined && client === undefined && !onlyPublic ? plan(content.clients, { day, addressed }).planned : []),
  ]
}
