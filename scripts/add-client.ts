import { basename, join, resolve } from 'node:path'
import { readStack } from '../src/curate/stack/read-stack.ts'
import { suggestMatch } from '../src/curate/suggest-match.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import { readBytes, writeWhole } from '../src/files.ts'
import { readFolder, shown } from '../src/folder.ts'
import { clientSchema } from '../src/model/client.ts'
import { dayOf } from '../src/model/day.ts'
import { printClient } from '../src/print-client.ts'
import { shortName } from '../src/short-name.ts'
import { readYaml } from '../src/yaml.ts'
import { isTerminal } from './ask.ts'
import { clientRules } from './client-rules.ts'
import { styled } from './command.ts'
import { type GivenClient, givenClient } from './given-client.ts'
import { namesUsed } from './names-used.ts'
import { type Newcomer, newcomerFile } from './newcomer.ts'
import { readStories } from './read-stories.ts'
import { sealArchive } from './seal-archive.ts'
import { sharedFault } from './shared-fault.ts'
import { showLastDigest } from './show-last-digest.ts'
import { tellMatch } from './tell-match.ts'

/** What is needed of a new client, by the flags that say it. */
const NEEDED = [
  ['name', (given: GivenClient) => given.name !== undefined, '--name "Acme Corp"'],
  ['tier', (given: GivenClient) => given.tier !== undefined, '--tier NAME'],
  ['recipient', (given: GivenClient) => given.recipients.length > 0, '--recipient "Jo Doe <jo@acme.example>"'],
] as const

type Given = { name: string | undefined; options: Partial<Record<string, string | boolean>>; lists: Partial<Record<string, readonly string[]>> }

/**
 * Takes a client on: writes its file, shows what it would have got of the last digest, and makes its archive. What the flags leave open is asked at a
 * terminal. Nothing that is there is written over. @throws {Problem} when something is missing or taken, before anything is written
 */
export async function addClient({ name, options, lists }: Given, environment: Environment): Promise<number> {
  const folder = await readFolder(environment.content)
  const today = dayOf(environment.now)
  const { tiers } = folder.site
  if (tiers.length === 0)
    throw new Problem({
      what: 'Cannot take a client on: site.yaml names no tiers',
      where: join(folder.folder, 'site.yaml'),
      fix: 'Add them, lowest first, such as tiers: [silver, gold]',
    })
  const rules = clientRules({ ...folder, used: await namesUsed(environment.content) })
  const given = givenClient(name, { options, lists }, { rules, today })
  const missing = NEEDED.filter(([, isThere]) => !isThere(given)).map(([, , flag]) => flag)
  const isAsked = missing.length > 0 && isTerminal() && process.stdout.isTTY === true
  if (missing.length > 0 && !isAsked)
    throw new Problem({
      what: `Cannot take the client on: nobody is there to be asked for ${missing.join(', ')}`,
      fix: 'Give what is missing, or run it at a terminal',
    })

  const stories = await readStories(folder)
  const suggest = (text: string) => ({ text, ...suggestMatch(text, stories) })
  const tell = ({ match, isFound }: ReturnType<typeof suggest>): string[] => tellMatch(match, { stories, isFound })
  const suggested = given.worries.map(suggest)
  const asking = { input: process.stdin, output: process.stderr, rules, tiers, today, sharedFault, suggest, tell }
  const newcomer: Newcomer = isAsked ? await (await import('./ask-client.ts')).askClient(given, asking) : complete(given, { suggested, today })
  const fault = rules.file(newcomer.file)
  if (fault !== undefined)
    throw new Problem({
      what: `Cannot take the client on: its short name ${fault}`,
      fix: 'Give another: npm run client -- add NAME …; nothing was written',
    })

  const copies = await copiesOf(newcomer, folder.folder)
  const file = `clients/${newcomer.file}.yaml`
  const text = printClient(newcomerFile({ ...newcomer, stack: [...copies.keys()] }, { day: today }), { file })
  const client = readYaml(text, clientSchema, { file })
  if (client.stack) readStack(client.stack, { name: newcomer.file, texts: new Map([...copies].map(([path, bytes]) => [path, bytes.toString()])) })
  const isDry = options['dry-run'] === true
  const out = (lines: readonly string[]): void => {
    process.stdout.write(lines.map((line) => `${line}\n`).join(''))
  }
  if (!isDry) {
    for (const [path, bytes] of copies) await writeWhole(join(folder.folder, path), bytes, { expected: undefined })
    await writeWhole(join(folder.folder, file), text, { expected: undefined })
  }
  const path = shown(folder.folder, file)
  out([
    styled('bold', isDry ? `${path}, which was not written` : `${path} (new)`),
    ...(isDry ? text.trimEnd().split('\n') : [...copies.keys()].map((path) => `  ${path}`)),
  ])
  if (!isAsked) for (const one of suggested) out([`concern: ${one.text}`, ...tell(one).map((line) => `  ${line}`)])
  out(await showLastDigest([newcomer.file, client], { environment, isDry }))
  if (isDry) return 0
  return sealArchive(newcomer.file, { environment, isShown: options['link'] === true, out })
}

/** What the flags say, with what they need not say. */
function complete(given: GivenClient, { suggested, today }: { suggested: Newcomer['worries']; today: string }): Newcomer {
  const { name = '', tier = '', since = today } = given
  const worries = suggested.map(({ text, match }) => ({ text, match }))
  return { ...given, name, tier, since, file: given.file ?? shortName(name, { otherwise: 'client' }), worries }
}

/** What a client shared, by the path that it gets in the content folder. @throws {Problem} when a file is not there, or its place is taken */
async function copiesOf({ file, stack }: Newcomer, folder: string): Promise<Map<string, Buffer>> {
  const copies = new Map<string, Buffer>()
  for (const [index, given] of stack.entries()) {
    const bytes = await readBytes(resolve(given))
    if (!bytes)
      throw new Problem({
        what: `Cannot take the client on: there is no file ${given}, which --stack names`,
        where: resolve(given),
        fix: 'Give the path of the go.mod, lockfile or SBOM that it shared',
      })
    // Its name tells what it is: a second go.mod lies in a folder of its own.
    const before = stack.slice(0, index).filter((other) => basename(other) === basename(given)).length
    const path = `stacks/${file}/${before > 0 ? `${before + 1}/` : ''}${basename(given)}`
    if (await readBytes(join(folder, path)))
      throw new Problem({
        what: `Cannot take the client on: ${path} is there already`,
        where: join(folder, path),
        fix: 'Move it away, or give another short name: npm run client -- add NAME …; nothing was written',
      })
    copies.set(path, bytes)
  }
  return copies
}
