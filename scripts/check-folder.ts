import { join } from 'node:path'
import { checkSite, sortFindings } from '../src/check/check.ts'
import { type Folder, readFolder } from '../src/folder.ts'
import type { Environment } from '../src/environment.ts'
import { listTree } from '../src/files.ts'
import type { Finding } from '../src/model/finding.ts'
import { readRepository, rememberRemote } from '../src/repository.ts'
import { ask, isTerminal } from './ask.ts'
import { findLeaksIn } from './find-leaks.ts'
import { type PreparedDocument, preparing } from './prepare-folder.ts'
import { hasError } from './print-findings.ts'
import { ROOT } from './program-version.ts'

/** Every finding over the content, and where it is without errors and `searches`, what is private in the public build. */
export async function checkFolder(
  environment: Environment,
  { searches }: { searches: boolean },
): Promise<{ folder: Folder; findings: Finding[]; leaked: Finding[] }> {
  const { content, out, now, secret } = environment
  return preparing(environment, async (prepare) => {
    const folder = await readFolder(content)
    const prepared = await Promise.all((await prepare(folder, { now })).map((one) => one.prepared))
    const findings = await findingsOver(folder, prepared)
    const leaked = searches && !hasError(findings) ? await findLeaksIn(out, { folder, prepared, secret, now }) : []
    return { folder, findings, leaked }
  })
}

/** Every finding over a folder; at a terminal, who may read a remote that git pushes private content to is asked for once, and remembered. */
export async function findingsOver(folder: Folder, prepared: readonly PreparedDocument[]): Promise<Finding[]> {
  const found = [...folder.faults, ...prepared.flatMap(({ findings }) => findings)]
  const outlines = prepared.flatMap(({ outline }) => outline ?? [])
  const assets = await listTree(join(ROOT, 'public'))
  const find = async (): Promise<Finding[]> => {
    const repository = await readRepository(folder.folder, { isSample: folder.folder === join(ROOT, 'content') })
    return sortFindings([...found, ...checkSite({ site: folder.site, clients: folder.clients, outlines, assets, repository })])
  }
  const findings = await find()
  return (await askedWhoReads(folder.folder, findings)) ? find() : findings
}

/** Says whether anything was answered. */
async function askedWhoReads(folder: string, findings: readonly Finding[]): Promise<boolean> {
  if (!isTerminal() || !findings.some(({ code }) => code === 'repository/public')) return false
  const unknown = (await readRepository(folder, { isSample: false }))?.remotes.filter(({ visibility }) => visibility === 'unknown') ?? []
  let answered = false
  for (const { name } of unknown) {
    const answer = (await ask(`git pushes this content, with what is private in it, to ${name}. Can the public read that? [y/n] `)).trim()
    if (!/^(y|yes|n|no)$/i.test(answer)) continue
    await rememberRemote(folder, name, /^y/i.test(answer) ? 'public' : 'private')
    answered = true
  }
  return answered
}
