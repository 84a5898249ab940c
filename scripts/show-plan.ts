import { fileURLToPath } from 'node:url'
import type { Content } from '../src/content.ts'
import { saidNo } from '../src/check/story-rules.ts'
import { freeze } from '../src/deliver/freeze.ts'
import { readJournal, revisionSent, statesOf } from '../src/deliver/journal.ts'
import { plan, type Planned, type Skipped } from '../src/deliver/plan.ts'
import { newestRevision, type Revision, saveRevision } from '../src/deliver/revisions.ts'
import type { Document } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readText } from '../src/files.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Story } from '../src/model/story.ts'
import { windowOf } from '../src/period.ts'
import { addressedIn, type RenderedVariant, renderVariant } from '../src/render/variant.ts'
import { counted, styled } from './command.ts'
import { hasError, printFindings, tellSilent } from './print-findings.ts'
import { readChecked } from './read-check.ts'

/** Renders, freezes and prints the plan; sends nothing. Gives 1 when a finding would stop the sending. @throws {Problem} when there is nothing to freeze */
export async function showPlan(id: string, options: { only: string | undefined; json: boolean; environment: Environment }): Promise<number> {
  const { only, environment } = options
  const { content, collections, findings: all } = await readChecked(environment)
  const findings = all.filter((finding) => finding.file.endsWith(`/${id}.mdx`) || finding.file.startsWith('clients/'))
  if (options.json && hasError(findings)) {
    process.stdout.write(
      `${JSON.stringify({ digest: id, revision: null, hash: null, messages: 0, variants: 0, recipients: 0, skipped: [], findings }, null, 2)}\n`,
    )
    return 1
  }
  const document = readyDocument(id, content, findings, environment)
  if (only !== undefined && !content.clients.has(only))
    throw new Problem({
      what: `Cannot send to "${only}" alone: there is no clients/${only}.yaml`,
      fix: `There are ${[...content.clients.keys()].join(', ') || 'none'}`,
    })
  if (document.frontmatter.status !== 'ready')
    findings.push({
      file: document.file,
      line: 1,
      column: 1,
      level: 'error',
      code: 'send/draft',
      message: 'its status is draft: only what is ready is sent',
    })

  const { revision, variants, done } = await freezeEveryone(document, content, environment)
  const day = environment.now.toISOString().slice(0, 10)
  const { planned, skipped } = plan(content.clients, { day, addressed: addressedIn(document), only })
  const used = variants.filter((variant) => planned.some((one) => one.variant === variant.name))
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ digest: id, revision: revision.name, hash: revision.hash, messages: planned.length, variants: used.length, recipients: new Set(planned.map((one) => one.recipient.email.toLowerCase())).size, skipped, findings }, null, 2)}\n`,
    )
  } else {
    printPlan(revision, used, {
      planned,
      skipped,
      findings,
      only,
      done: planned.filter((one) => done.has(`${one.client}/${one.recipient.id}`)).length,
      silent: saidNo(document, collections.get(id)),
    })
  }
  return hasError(findings) ? 1 : 0
}

function readyDocument(id: string, content: Content, findings: readonly Finding[], environment: Environment): Document {
  const document = content.documents.find((one) => one.id === id && one.kind !== 'posts')
  if (document && !hasError(findings)) return document
  printFindings(findings, process.stderr)
  throw new Problem({
    what: document
      ? `Cannot freeze ${id}: it has errors`
      : content.documents.some((one) => one.id === id)
        ? `Cannot send "${id}": it is a post, and only digests and notices are sent`
        : `Cannot find a digest or notice "${id}" that can be read`,
    where: `${environment.content}/digests/${id}.mdx`,
    fix:
      document || findings.length > 0
        ? 'Mend what is listed above; nothing was frozen'
        : windowOf(id)
          ? `Draft it: npm run draft -- ${id}`
          : `There are ${
              content.documents
                .filter((one) => one.kind !== 'posts')
                .map((one) => one.id)
                .join(', ') || 'none'
            }`,
  })
}

/** A revision holds everyone who is served: --only narrows what is planned and sent, never what is frozen. */
async function freezeEveryone(
  document: Document,
  content: Content,
  environment: Environment,
): Promise<{ revision: Revision; variants: RenderedVariant[]; done: ReadonlySet<string> }> {
  const { sender } = content.site
  if (!sender)
    throw new Problem({
      what: 'Cannot send: site.yaml names no sender',
      where: `${environment.content}/site.yaml`,
      fix: 'Add sender: { from: "Name <address>", replyTo: address }',
    })
  const day = environment.now.toISOString().slice(0, 10)
  const everyone = plan(content.clients, { day, addressed: addressedIn(document) })
  const styles = (await readText(fileURLToPath(new URL('../src/styles/site.css', import.meta.url)))) ?? ''
  const variants = [...new Set(everyone.planned.map((one) => one.variant))]
    .sort()
    .map((name) => renderVariant(document, name, { content, now: environment.now, styles }))
  const frozen = freeze({
    digest: document.id,
    subject: document.frontmatter.title,
    sendable: document.frontmatter.status === 'ready',
    date: document.date ?? day,
    site: { ...content.site, sender },
    variants,
    ...everyone,
  })
  const newest = await newestRevision(environment.private, document.id)
  const receipts = await readJournal(environment.content, document.id)
  const sent = revisionSent(receipts)
  if (sent !== undefined && (newest?.name !== sent || newest.hash !== frozen.hash)) {
    const same =
      newest?.name === sent &&
      JSON.stringify([newest.manifest.variants, newest.manifest.subject]) === JSON.stringify([frozen.manifest.variants, frozen.manifest.subject])
    const why =
      newest?.name !== sent
        ? `that revision is not the newest in ${environment.private}`
        : same
          ? 'the recipients differ now'
          : 'the text differs now'
    throw new Problem({
      what: `Cannot freeze ${document.id} anew: it was sent as ${sent}, and ${why}`,
      where: same ? `${environment.content}/clients` : document.file,
      fix:
        newest?.name !== sent
          ? 'Restore the private folder from a backup'
          : 'Take the change back; corrections and late recipients of what was sent are not built yet',
    })
  }
  const revision = await saveRevision(environment.private, frozen)
  return {
    revision,
    variants,
    done: new Set(
      [...statesOf(receipts, revision.name)]
        .filter(([, receipt]) => receipt.state !== 'planned' && receipt.state !== 'attempting')
        .map(([recipient]) => recipient),
    ),
  }
}

function printPlan(
  revision: Revision,
  variants: readonly RenderedVariant[],
  {
    planned,
    skipped,
    findings,
    only,
    done,
    silent,
  }: {
    planned: readonly Planned[]
    skipped: readonly Skipped[]
    findings: readonly Finding[]
    only: string | undefined
    done: number
    silent: readonly Story[]
  },
): void {
  const out = (text = ''): void => {
    process.stdout.write(`${text}\n`)
  }
  const size = (text: string): string => `${(Buffer.byteLength(text) / 1024).toFixed(1)} KB`
  out(styled('bold', revision.manifest.subject))
  out(`${revision.manifest.digest}, revision ${revision.name}, frozen in ${revision.folder}`)
  out(`hash ${revision.hash}`)
  for (const variant of variants) {
    out(`\n${styled('bold', variant.name)}  html ${size(variant.html)}, text ${size(variant.text)}, ${variant.words} words beyond the public edition`)
    for (const [client, members] of Map.groupBy(
      planned.filter((one) => one.variant === variant.name),
      (one) => one.client,
    ))
      out(`  ${client}: ${members.map((one) => one.recipient.id).join(', ')}`)
  }
  if (skipped.length > 0) out(`\n${styled('bold', 'skipped')}\n${skipped.map((one) => `  ${one.client}: ${one.reason}`).join('\n')}`)
  if (silent.length > 0) out(`\n${styled('bold', 'not told, as you decided')}\n${silent.map((story) => `  ${tellSilent(story)}`).join('\n')}`)
  out(`\n${counted(planned.length, 'message')}${done > 0 ? `, ${done} with a receipt already` : ''}; nothing was sent now`)
  if (findings.length > 0) printFindings(findings)
  if (!hasError(findings) && planned.length > done)
    out(`next: npm run send -- ${revision.manifest.digest} --send --approve ${revision.hash.slice(0, 12)}${only ? ` --only ${only}` : ''}`)
}
