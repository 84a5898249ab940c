import type { BlockContent, RootContent } from 'mdast'
import type { Advisory } from '../../model/advisory.ts'
import type { Affected } from '../../model/osv-entry.ts'
import { moduleName } from './affected-part.ts'
import { isPlainVersion, modulesOf } from './check-part.ts'
import { commands, heading, link, list, paragraph, type Part, row, words } from './say.ts'
import { sourceLine } from './source-line.ts'
import { type Span, type Told, versionsOf } from '../../spans.ts'

/** The versions that mend it, module by module in version order, with a command for each; room for what an upgrade costs, and for what to do without one. `now`: an instant. */
export function fixPart(advisory: Advisory, now: string): RootContent[] {
  const modules = Map.groupBy(advisory.entry.affected, ({ package: one }) => JSON.stringify([one?.ecosystem ?? '', one?.name ?? '']))
  return [
    heading('What to do'),
    ...(modules.size > 0 ? [list([...modules.values()].map((blocks) => fixes(blocks, advisory)))] : []),
    paragraph('TODO: say whether building again is enough, and what an upgrade may break.'),
    paragraph('TODO: say what to do where an upgrade has to wait, or that nothing else helps.'),
    sourceLine(advisory, now),
  ]
}

function fixes(blocks: readonly Affected[], advisory: Advisory): BlockContent[] {
  const { name = '', ecosystem = '' } = blocks[0]?.package ?? {}
  const { versions, own, commits } = versionsOf(blocks)
  const named = name ? moduleName(name, ecosystem) : ['Code that the database tells by its commits alone']
  const parts: Part[][] = [
    ...(versions.spans.length > 0 && !(own.fixed.length > 0 && versions.fixed.length === 0) ? [mended(versions)] : []),
    ...(own.spans.length > 0 ? [["in the project's own version numbers ", ...mended(own)]] : []),
    ...[...commits].map(([repository, told]): Part[] => [...(repository ? ['in ', link(repository), ' '] : []), ...mended(told, 'commit ')]),
  ]
  const text = parts.length === 0 ? ['no fix is known'] : parts.flatMap((part, index) => (index > 0 ? ['; ', ...part] : part))
  const steps = modulesOf(advisory, ecosystem).includes(name) ? stepsFor(name, ecosystem, versions.fixed.filter(isPlainVersion)) : []
  return [paragraph(...named, ': ', ...text, '.'), ...steps]
}

/** "fixed in 1.2.3 and 1.3.1", and what has no fix. */
function mended({ spans, fixed }: Told, noun = ''): Part[] {
  const after = spans.flatMap(({ through }) => through ?? [])
  const open = spans.filter(({ before, through }) => before === undefined && through === undefined)
  const some: Part[][] = [
    ...(fixed.length > 0 ? [[`fixed in ${noun}`, ...row(fixed.map(words))]] : []),
    ...(after.length > 0 ? [['no longer affected after ', ...row(after.map(words))]] : []),
    ...open.map((span): Part[] => unfixed(span, spans.length === 1)),
  ]
  return some.flatMap((part, index) => (index > 0 ? ['; ', ...part] : part))
}

function unfixed({ from }: Span, isOnly: boolean): Part[] {
  if (isOnly && from === '0') return ['no fix']
  return from === '0' ? ['no fix for other versions'] : ['no fix from ', ...words(from), ' on']
}

function stepsFor(name: string, ecosystem: string, fixed: readonly string[]): BlockContent[] {
  if (fixed.length === 0) return []
  if (ecosystem === 'Go' && (name === 'stdlib' || name === 'toolchain'))
    return [
      paragraph(
        'Build with Go ',
        ...row(fixed.map(words), 'or'),
        fixed.length > 1 ? ', whichever is of your branch, or a later one, and roll out what you built.' : ' or later, and roll out what you built.',
      ),
    ]
  const command: Record<string, (version: string) => string> = {
    Go: (version) => `go get ${name}@v${version}`,
    npm: (version) => `npm install ${name}@${version}`,
    'crates.io': (version) => `cargo update -p ${name} --precise ${version}`,
  }
  const toCommand = command[ecosystem]
  // On a line of its own: what is longer than a line of mail is broken there.
  return toCommand ? [commands([...fixed.map(toCommand), ...(ecosystem === 'Go' ? ['go mod tidy'] : [])])] : []
}
