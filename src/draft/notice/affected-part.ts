import type { BlockContent, RootContent } from 'mdast'
import type { Advisory } from '../../model/advisory.ts'
import type { Affected } from '../../model/osv-entry.ts'
import { code, heading, link, list, paragraph, type Part, row, words } from './say.ts'
import { spanInWords, type Told, versionsOf } from '../../spans.ts'
import { sourceLine } from './source-line.ts'

type Imported = NonNullable<Affected['ecosystem_specific']>['imports'][number]

/** Which versions, packages, symbols and platforms are affected, block by block as the database has them, and room to say who is not. `now`: an instant. */
export function affectedPart(advisory: Advisory, now: string): RootContent[] {
  const { affected } = advisory.entry
  const introduced = affected.flatMap(({ ranges }) => ranges.flatMap(({ events }) => events.flatMap((event) => event.introduced ?? [])))
  const earliest = introduced.find((version) => /\d-0$/.test(version))
  return [
    heading('Who is affected, and who is not'),
    ...(affected.length > 0 ? [list(affected.map(block))] : [paragraph('TODO: say what is affected. The database names nothing.')]),
    ...(earliest === undefined
      ? []
      : [
          paragraph(...words(`From ${earliest} on means from the first pre-release of ${earliest.slice(0, -2)} on: "-0" stands before all of them.`)),
        ]),
    paragraph(
      'TODO: say who is not affected although it may look so: other packages of the module, indirect use through a higher API, other platforms and configurations.',
    ),
    sourceLine(advisory, now),
  ]
}

/** What a module is called, with what a reader may not know. */
export function moduleName(name: string, ecosystem: string): Part[] {
  if (ecosystem === 'Go' && name === 'stdlib') return ['The standard library of Go (', code(name), ')']
  if (ecosystem === 'Go' && name === 'toolchain') return ['The commands of Go (', code(name), ')']
  return ecosystem === 'Go' ? [code(name)] : [code(name), ' (', ...words(ecosystem), ')']
}

function block(affected: Affected): BlockContent[] {
  const name = affected.package
    ? moduleName(affected.package.name, affected.package.ecosystem)
    : ['Code that the database tells by its commits alone']
  const imports = affected.ecosystem_specific?.imports ?? []
  return [paragraph(...name, ': ', ...versions(affected)), ...(imports.length > 0 ? [list(imports.map(imported))] : [])]
}

function versions(affected: Affected): Part[] {
  const { versions: told, own, commits, named } = versionsOf([affected])
  const parts: Part[][] = [
    ...(told.spans.length > 0 ? [inWords(told)] : []),
    ...(own.spans.length > 0 ? [["in the project's own version numbers: ", ...inWords(own)]] : []),
    ...[...commits].map(([repository, { spans }]): Part[] => [
      ...(repository ? ['in ', link(repository), ': '] : []),
      ...spans.flatMap((span, index): Part[] => [...(index > 0 ? ['; '] : []), ...words(spanInWords(span, 'commits'))]),
    ]),
    ...(named.length > 0 ? [['named one by one: ', ...row(named.map(words))]] : []),
  ]
  if (parts.length === 0) return ['all versions; the database tells none apart']
  return parts.flatMap((part, index) => (index > 0 ? ['; ', ...part] : part))
}

function inWords({ spans }: Told): Part[] {
  return words(spans.map((span) => spanInWords(span)).join('; '))
}

/** A package with all its symbols: what a program calls, and below it what is called inside. */
function imported({ path, symbols, goos, goarch }: Imported): BlockContent[] {
  const [exported, inner] = [symbols.filter(isExported), symbols.filter((symbol) => !isExported(symbol))]
  const within: Part[] = ['inside it: ', ...row(inner.map(code))]
  const line = paragraph(
    'package ',
    code(path),
    ...(goos.length > 0 ? [', only on ', ...row(goos.map(code), 'or'), ' (GOOS)'] : []),
    ...(goarch.length > 0 ? [', only on ', ...row(goarch.map(code), 'or'), ' (GOARCH)'] : []),
    ...(symbols.length === 0 ? [', all of it'] : []),
    ...(exported.length > 0 ? [', through ', ...row(exported.map(code))] : []),
    ...(exported.length === 0 && inner.length > 0 ? [', ', ...within] : []),
  )
  return exported.length > 0 && inner.length > 0 ? [line, list([[paragraph(...within)]])] : [line]
}

/** Whether a symbol of Go is one that other packages can name. */
function isExported(symbol: string): boolean {
  return symbol.split('.').every((part) => /^\p{Lu}/u.test(part))
}
