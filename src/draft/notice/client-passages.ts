import type { RootContent } from 'mdast'
import { beginning, END } from '../../closed-mark.ts'
import { dayInWords } from '../../day-in-words.ts'
import { DRAFTED } from '../../drafted-note.ts'
import { isServed } from '../../is-served.ts'
import type { Client } from '../../model/client.ts'
import type { Evidence } from '../../model/matches.ts'
import type { OsvEntry } from '../../model/osv-entry.ts'
import type { Stack } from '../../model/stack.ts'
import type { Touched, Verdict } from '../../model/verdict.ts'
import { printMdx } from '../../print-mdx.ts'
import { code, heading, note, paragraph, type Part, words } from './say.ts'

type Module = Verdict['modules'][number]

/** What a vulnerability means for each client that it touches, as blocks of MDX: a passage for it alone with what is known, room to say what follows, and why it stands here. */
export function clientPassages(touched: readonly Touched[], clients: ReadonlyMap<string, Client>): string[] {
  return touched.flatMap((one) => {
    const client = clients.get(one.client)
    if (!client) return []
    const nodes: RootContent[] = [
      heading('What it means for you'),
      paragraph(...facts(one, client)),
      paragraph('TODO: say what that means for ', ...words(client.name), ', and what it has to do by when.'),
      note(`${DRAFTED.offer}${client.name}: ${[...reasons(one, client)].join(' ')} Delete this passage if it means nothing for it.`),
    ]
    return [[beginning(one.client), ...nodes.map((node) => printMdx(node).trimEnd()), END].join('\n\n')]
  })
}

/** Clients that no passage is for although they are served: those that do not run it, and those of which that is not known. Nothing where there are none. */
export function othersNote(
  entry: OsvEntry,
  {
    touched,
    clients,
    stacks,
    day,
  }: { touched: readonly Touched[]; clients: ReadonlyMap<string, Client>; stacks: ReadonlyMap<string, Stack>; day: string },
): RootContent[] {
  const ecosystems = new Set(entry.affected.flatMap((one) => one.package?.ecosystem ?? []))
  const named = new Set(touched.map(({ client }) => client))
  const others = [...clients]
    .filter(([name, client]) => !named.has(name) && isServed(client, day))
    .map(([name]) => name)
    .sort()
  const isWhole = (name: string): boolean => ecosystems.size > 0 && [...ecosystems].every((one) => stacks.get(name)?.whole.includes(one))
  const [without, unknown] = [others.filter(isWhole), others.filter((name) => !isWhole(name))]
  if (others.length === 0) return []
  return [
    note(
      [
        'No passage for other clients.',
        ...(without.length > 0 ? [`They told all that they run, and this is not in it: ${without.join(', ')}.`] : []),
        ...(unknown.length > 0 ? [`Whether they run it is not known: ${unknown.join(', ')}.`] : []),
      ].join(' '),
    ),
  ]
}

function facts({ verdict, concerns }: Touched, client: Client): Part[] {
  const modules = verdict?.modules ?? []
  const met = concerns.flatMap(({ id }) => client.concerns.find((one) => one.id === id)?.text ?? [])
  const cares = ['It touches', 'It also touches'][modules.length > 0 ? 1 : 0]
  const sentences: Part[][] = [
    ...(modules.length > 0 ? [['Of what you run, ', ...modules.flatMap((one, index): Part[] => [index > 0 ? '; ' : '', ...inWords(one)]), '.']] : []),
    ...(modules.length === 0 && verdict?.says === 'not affected' ? [['What you run does not hold it.']] : []),
    ...(met.length > 0
      ? [[`${cares} what you care about: `, ...met.flatMap((text, index): Part[] => [index > 0 ? '; ' : '', ...words(text.replace(/\.$/, ''))]), '.']]
      : []),
  ]
  return sentences.flatMap((sentence, index) => (index > 0 ? [' ', ...sentence] : sentence))
}

/** What a module of a client is told as, in words for the client: those of a verdict speak of it as somebody else. */
function inWords({ module, says, fixedIn }: Module): Part[] {
  const name: Part[] = module.name === 'stdlib' ? ['Go'] : module.name === 'toolchain' ? ['the Go toolchain'] : [code(module.name)]
  const isTold = module.from.startsWith('clients/')
  const from = isTold ? 'as you told it' : (module.from.split('/').at(-1) ?? module.from)
  const source = module.on === undefined ? from : `${from} ${isTold ? 'on' : 'of'} ${dayInWords(module.on)}`
  const version: Part[] = module.version === undefined ? [] : [' ', ...words(module.version), ...(module.isLeast ? [' or later'] : [])]
  const what: Part[] = [...name, ...version, ' (', ...words(source), ') ']
  const fixed: Part[] =
    fixedIn === undefined ? ['no version after it is known to be fixed'] : ['the first version after it that is not affected is ', ...words(fixedIn)]
  if (says === 'not affected') return [...what, 'is not affected']
  return says === 'affected' ? [...what, 'is affected; ', ...fixed] : [...what, `may be affected: ${doubt(module)}`]
}

function doubt({ version, isReplaced, isLeast }: Module['module']): string {
  if (isReplaced) return 'you build something else in its place, which may have the fix or not'
  if (version === undefined) return 'it is not known which version of it you run'
  return isLeast ? 'it is not known which version you build with' : 'its version cannot be compared with those that are affected'
}

function reasons({ verdict, concerns }: Touched, client: Client): string[] {
  const cares = concerns.flatMap(({ id, evidence }) => {
    const text = client.concerns.find((one) => one.id === id)?.text
    return text === undefined ? [] : [`"${text}" (${evidence.map(shown).join('; ')})`]
  })
  return [
    ...(verdict?.modules ?? []).map(
      ({ module, says, why }) => `${[module.name, module.version].filter(Boolean).join(' ')} in ${module.from} is told as "${says}": ${why}.`,
    ),
    ...(verdict && verdict.modules.length === 0 ? [`What it runs is told as "${verdict.says}": ${verdict.why}.`] : []),
    ...(cares.length > 0 ? [`It cares about ${cares.join(' and about ')}.`] : []),
    ...(client.uses === undefined ? [] : [`It uses the project for: ${client.uses}${/[.!?…]$/.test(client.uses) ? '' : '.'}`]),
  ]
}

function shown({ by, what }: Evidence): string {
  if (by === 'paths') return what
  return by === 'labels' ? `label "${what}"` : `"${what}" in its text`
}
