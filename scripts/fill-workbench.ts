import { join } from 'node:path'
import { h } from 'hastscript'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readText } from '../src/files.ts'
import type { Finding } from '../src/model/finding.ts'
import { countFindings } from './count-findings.ts'
import { type Choices, PANES, previewChoices } from './preview-choices.ts'
import type { PreviewedDocument } from './preview-documents.ts'
import { previewEdition } from './preview-edition.ts'
import { previewFacts } from './preview-facts.ts'
import { previewFindings } from './preview-findings.ts'
import { previewVariants } from './preview-variants.ts'
import type { Shown, Workbench } from './preview-workbench.ts'
import { ROOT } from './program-version.ts'
import { readPreview } from './read-preview.ts'

/**
 * What the workbench shows of the content as it stands, or what to mend where that cannot be read. `path`: of a document on the site, "/" for
 * the one to begin with; `query`: the choices.
 */
export async function fillWorkbench(
  path: string,
  query: URLSearchParams,
  { environment, base }: { environment: Environment; base: string },
): Promise<Workbench> {
  const styles = (await readText(join(ROOT, 'src/styles/workbench.css'))) ?? ''
  try {
    return { base, styles, ...(await filled(path, query, { environment, base })) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { message, where = '', fix } = error
    return { base, styles, ...nothing([message, where, fix].filter(Boolean).join(' · ')), choices: previewChoices(query, []) }
  }
}

type Filled = Omit<Workbench, 'base' | 'styles'>

function nothing(refusal: string): Omit<Filled, 'choices'> {
  const facts = [[{ type: 'text' as const, value: refusal }]]
  return { documents: [], shown: undefined, tiers: [], clients: new Map(), panes: [], refusal, facts, findings: [] }
}

async function filled(path: string, query: URLSearchParams, { environment, base }: { environment: Environment; base: string }): Promise<Filled> {
  const { folder, documents, findings } = await readPreview(environment)
  const { site, clients } = folder
  const { now } = environment
  const shown = path === '/' ? documents[0] : documents.find((one) => one.path === path)
  const isSent = shown?.kind === 'digests' || shown?.kind === 'notices'
  // What is never sent has its public page alone.
  const choices = previewChoices(query, isSent ? previewVariants(folder, now) : [])
  const common = {
    documents,
    choices,
    tiers: site.tiers,
    clients,
    findings: previewFindings(findings, { file: shown?.file, text: shown?.text ?? '' }),
  }
  if (!shown) {
    const why =
      path === '/' ? 'There is nothing to look at yet: npm run draft makes a digest' : `There is nothing at ${path}: choose another document`
    return { ...nothing(why), ...common }
  }
  const errors = findings.filter(({ file, level }) => file === shown.file && level === 'error')
  const edition = shown.kind === 'pages' ? undefined : await previewEdition(shown, choices.variant, { ...folder, now, cache: environment.cache })
  const isRefused = edition ? edition.refused : errors.length > 0
  return {
    ...common,
    shown,
    panes: panesOf(shown, { base, choices, errors }),
    refusal: isRefused ? `This cannot be shown: mend ${countFindings(errors)}, told below.` : undefined,
    facts:
      edition && !edition.refused && edition.edition
        ? [...previewFacts(edition.document, edition.edition, { clients, now }), exposureLink(shown, base)]
        : [],
  }
}

function panesOf(
  { kind, path, status }: PreviewedDocument,
  { base, choices, errors }: { base: string; choices: Choices; errors: readonly Finding[] },
): Shown[] {
  const { variant, marks } = choices
  const faults = countFindings(errors)
  return PANES.filter((pane) => pane === 'public' || variant !== undefined).map((pane) => {
    const note = (told: string): string => [status && told, faults].filter(Boolean).join(' · ')
    if (pane === 'public')
      return { pane, address: `${base}${path}${kind === 'pages' ? '' : '?preview'}`, note: note(`${status}, as it would be published`) }
    const query = pane !== 'text' && marks === 'on' ? '?marks=on' : ''
    return { pane, address: `${base}/preview${path}${variant}/${pane}/${query}`, note: note(`${status}, as it would be sent`) }
  })
}

function exposureLink({ path }: PreviewedDocument, base: string): Workbench['facts'][number] {
  return [h('a', { href: `${base}/preview${path}exposure/`, target: '_blank' }, 'What becomes visible to whom')]
}
