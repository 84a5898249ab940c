import { join } from 'node:path'
import { h } from 'hastscript'
import { type Content, readContent } from '../src/content.ts'
import { plan, recipientsOf } from '../src/deliver/plan.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readText } from '../src/files.ts'
import { type Manuscript, readClients, readErrata, readSite } from '../src/folder.ts'
import { dayOf } from '../src/model/day.ts'
import { exposureOf } from '../src/render/exposure.ts'
import { addressedIn, type RenderedVariant } from '../src/render/variant.ts'
import { fillWorkbench } from './fill-workbench.ts'
import { previewEdition } from './preview-edition.ts'
import { previewExposure } from './preview-exposure.ts'
import { previewFindings } from './preview-findings.ts'
import { previewFrame } from './preview-frame.ts'
import { previewVariants } from './preview-variants.ts'
import { previewWorkbench } from './preview-workbench.ts'
import { readPreview } from './read-preview.ts'

/** What the preview answers. `isBench`: whether it is the workbench, the one page that has a script. */
export type Answer = { status: number; type: 'html' | 'plain'; body: string; isBench?: boolean }

type Asked = { environment: Environment; base: string }

/** Answers an address below `/preview`: the workbench, an edition as page, mail or text, or what becomes visible to whom. Undefined where there is nothing. */
export async function previewAnswer({ pathname, searchParams }: URL, asked: Asked): Promise<Answer | undefined> {
  const [, posts = '', id = '', name, part] = /^\/(posts\/)?(?:([^/]+)\/?)?(?:([^/]+)\/?)?(?:(page|mail|text)\/?)?$/.exec(pathname) ?? [
    undefined,
    '',
    '/',
  ]
  if (id === '/') return undefined
  if (name === undefined) {
    const bench = await fillWorkbench(id === '' ? '/' : `/${posts}${id}/`, searchParams, asked)
    return { status: bench.shown || id === '' ? 200 : 404, type: 'html', body: previewWorkbench(bench), isBench: true }
  }
  try {
    const { errata } = await readErrata(asked.environment.content)
    const manuscripts = await Promise.all(
      (['digests', 'notices'] as const).map(async (kind) => ({
        kind,
        id,
        file: `${kind}/${id}.mdx`,
        text: await readText(join(asked.environment.content, kind, `${id}.mdx`)),
        errata: errata.get(id) ?? [],
      })),
    )
    const manuscript = manuscripts.find((one): one is typeof one & { text: string } => one.text !== undefined)
    if (posts || !manuscript) return undefined
    return name === 'exposure'
      ? await exposed(manuscript, asked)
      : await editionAs(part ?? 'page', manuscript, name, { ...asked, marks: searchParams.get('marks') === 'on' })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { status: 200, type: 'plain', body: [error.message, error.where, error.fix].filter(Boolean).join('\n') }
  }
}

async function editionAs(
  part: string,
  manuscript: Manuscript,
  variant: string,
  { environment, base, marks }: Asked & { marks: boolean },
): Promise<Answer | undefined> {
  const { content: folder, now } = environment
  const [site, clients] = await Promise.all([readSite(folder), readClients(folder)])
  if (!previewVariants({ site, clients }, now).includes(variant)) return undefined
  const shown = await previewEdition(manuscript, variant, { folder, site, clients, now, cache: environment.cache, marks })
  if (shown.refused || !shown.edition) return refused(manuscript, { environment, base })
  if (part === 'text') return { status: 200, type: 'plain', body: shown.edition.text }
  return { status: 200, type: 'html', body: part === 'mail' ? withPictures(shown.edition) : shown.edition.page }
}

/** What to mend before anything of a document can be shown. */
async function refused({ file, text, errata }: Manuscript, { environment }: Asked): Promise<Answer> {
  const { findings } = await readPreview(environment)
  const own = findings.filter((finding) => finding.file === file || errata.some((one) => one.file === finding.file))
  return {
    status: 200,
    type: 'html',
    body: previewFrame('This cannot be shown', [h('details', { open: true }, ...previewFindings(own, { file, text }))]),
  }
}

let last: Content | undefined

/** Who gets to read what is told from all that was ever public: every document is read, and kept while its text stays. */
async function exposed(manuscript: Manuscript, { environment, base }: Asked): Promise<Answer | undefined> {
  const { content: folder, now } = environment
  const content = (last = await readContent(folder, { now, before: last }))
  const document = content.documents.find((one) => one.file === manuscript.file)
  if (!document) return refused(manuscript, { environment, base })
  const { planned } = plan(content.clients, { day: dayOf(now), addressed: addressedIn(document) })
  const exposure = exposureOf(document, { content, served: recipientsOf(planned), now })
  const body = previewExposure(exposure, { title: document.frontmatter.title, site: content.site, now, home: `${base}/preview/${document.id}/` })
  return { status: 200, type: 'html', body }
}

/** A mail as a mail program shows it: its pictures in their places. */
function withPictures({ html, pictures }: RenderedVariant): string {
  return pictures.reduce((text, one) => text.replaceAll(`cid:${one.content_id}`, () => `data:${one.content_type};base64,${one.content}`), html)
}
