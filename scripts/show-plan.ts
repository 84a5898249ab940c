import { readCollection, readContent } from '../src/content.ts'
import type { Document } from '../src/document.ts'
import { saidNo } from '../src/check/story-rules.ts'
import { planCommand } from '../src/deliver/plan-command.ts'
import type { Planned, Skipped } from '../src/deliver/plan.ts'
import { newestRevision, readExposure } from '../src/deliver/revisions.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Paper } from '../src/model/paper.ts'
import { checkFolder } from './check-folder.ts'
import { clientNamed } from './client-named.ts'
import { freezeEveryone } from './freeze-everyone.ts'
import { hasError, printFindings } from './print-findings.ts'
import { openPrinter } from './open-printer.ts'
import { placeErratum } from './place-erratum.ts'
import type { AskedCorrection } from './plan-correction.ts'
import { printPlan } from './print-plan.ts'
import { readyDocument } from './ready-document.ts'
import { sealPages } from './seal-pages.ts'

type Options = { only: string | undefined; json: boolean; paper: Paper | undefined; correction: AskedCorrection; environment: Environment }

/**
 * Renders, freezes and prints the plan; sends nothing. `erratum`: a file that says what was wrong in what was sent; `isThreaded`: as `AskedCorrection` has it. Gives 1 when a finding would stop the sending. @throws {Problem} when there is nothing to freeze
 */
export async function showPlan(
  id: string,
  { erratum, isThreaded, ...options }: Omit<Options, 'correction'> & { erratum: string | undefined; isThreaded: boolean },
): Promise<number> {
  const newest = await newestRevision(options.environment.private, id)
  if (newest?.manifest.report)
    throw new Problem({
      what: `Cannot plan "${id}" from the content: it is the report of ${newest.manifest.report.client}`,
      where: newest.folder,
      fix: `Make it anew, look at it and approve its hash: ${planCommand(newest)}`,
    })
  if (erratum === undefined) return show(id, { ...options, correction: { isAsked: false, isThreaded } })
  const { environment } = options
  const placed = await placeErratum(id, erratum, environment)
  try {
    return await show(id, { ...options, correction: { isAsked: true, isThreaded } })
  } finally {
    // An erratum of which nothing was frozen would stand on the public page all the same.
    if ((await newestRevision(environment.private, id))?.manifest.corrects?.revision !== placed.revision) await placed.undo()
  }
}

async function show(id: string, options: Options): Promise<number> {
  const { only, environment } = options
  const { findings: all } = await checkFolder(environment, { searches: false })
  const content = await readContent(environment.content, environment)
  const findings = all.filter(
    ({ file, code }) =>
      file.endsWith(`/${id}.mdx`) || isOfErratum(file, id) || (file.startsWith('clients/') && code !== 'client/concern') || file === 'site.yaml',
  )
  if (options.json && hasError(findings)) return printRefused(id, findings)
  const document = readyDocument(id, content, findings, environment)
  if (only !== undefined) clientNamed(content.clients, only, { verb: 'send to', folder: environment.content })
  if (document.frontmatter.status !== 'ready')
    findings.push({
      file: document.file,
      line: 1,
      column: 1,
      level: 'error',
      code: 'send/draft',
      message: 'its status is draft: only what is ready is sent',
    })

  const frozen = await freezeEveryone(document, content, environment, { ...options, open: openPrinter })
  if ('refused' in frozen && options.json) return printRefused(id, [...findings, ...frozen.refused])
  if ('refused' in frozen) throw refusal(document, frozen.refused)
  findings.push(...frozen.findings)
  const { revision, variants, done } = frozen
  const sealed = hasError(findings) ? undefined : await sealPages(content, environment)
  const { planned, skipped } = only === undefined ? frozen : narrowed(frozen, only)
  const used = variants.filter((variant) => planned.some((one) => one.variant === variant.name))
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ digest: id, revision: revision.name, hash: revision.hash, messages: planned.length, variants: used.length, recipients: new Set(planned.map((one) => one.recipient.email.toLowerCase())).size, skipped, findings }, null, 2)}\n`,
    )
  } else {
    printPlan(revision, used, {
      exposure: await readExposure(revision),
      site: content.site,
      now: environment.now,
      planned,
      skipped,
      findings,
      only,
      done: planned.filter((one) => done.has(`${one.client}/${one.recipient.id}`)).length,
      silent: saidNo(document, document.kind === 'digests' ? await readCollection(content.folder, id) : undefined),
      sealed,
    })
  }
  return hasError(findings) ? 1 : 0
}

function isOfErratum(file: string, id: string): boolean {
  return file.startsWith(`errata/${id}.`) && /^r\d+\.mdx$/.test(file.slice(`errata/${id}.`.length))
}

/** Who is left where one client alone is asked for. */
function narrowed({ planned, skipped }: { planned: readonly Planned[]; skipped: readonly Skipped[] }, only: string) {
  const others = [...new Set(planned.map(({ client }) => client))].filter((client) => client !== only)
  const left = others.map((client): Skipped => ({ client, reason: `only ${only} was asked for` }))
  return {
    planned: planned.filter(({ client }) => client === only),
    skipped: [...skipped, ...left].sort((a, b) => a.client.localeCompare(b.client, 'en')),
  }
}

/** Prints why nothing was frozen and gives what to throw. */
function refusal({ id, file }: Document, findings: readonly Finding[]): Problem {
  printFindings(findings, process.stderr)
  const isLeak = findings.some((finding) => finding.code === 'leak/edition')
  return new Problem({
    what: `Cannot freeze ${id}: ${isLeak ? 'an edition holds text that not all who get it may read' : 'a mail of it would not be shown whole'}`,
    where: file,
    fix: isLeak
      ? 'Nothing was frozen. Look at the marks around the passages named above; where they are as you mean them, report a bug'
      : 'Nothing was frozen. Shorten the digest, or move a part of it into a post and link to it',
  })
}

/** What `--json` gives where nothing is frozen. */
function printRefused(id: string, findings: readonly Finding[]): number {
  process.stdout.write(
    `${JSON.stringify({ digest: id, revision: null, hash: null, messages: 0, variants: 0, recipients: 0, skipped: [], findings }, null, 2)}\n`,
  )
  return 1
}
