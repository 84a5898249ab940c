import type { RootContent } from 'mdast'
import type { Advisory } from '../../model/advisory.ts'
import { code, commands, heading, paragraph, words } from './say.ts'

/** What may stand in a command that somebody pastes into a shell: no sign that means anything there, and no option. */
const PLAIN = /^[\w@.][\w@./+~-]*$/

const GO: [string, string][] = [
  ['govulncheck ./...', 'whether your code reaches it'],
  ['go version -m PROGRAM', 'what it was built with'],
]

/** Names of modules of each ecosystem as they may stand in a command. Those that may not are left out. */
export function modulesOf({ entry }: Advisory, ecosystem: string): string[] {
  const named = entry.affected.flatMap((one) => (one.package?.ecosystem === ecosystem ? [one.package.name] : []))
  return [...new Set(named)].filter((name) => PLAIN.test(name))
}

/** Whether a version may stand in such a command. */
export function isPlainVersion(version: string): boolean {
  return /^\w[\w.+~-]*$/.test(version)
}

/** Commands that tell whether a program is affected, and a question about its configuration. */
export function checkPart(advisory: Advisory): RootContent[] {
  const { entry } = advisory
  const go = modulesOf(advisory, 'Go')
  const modules = go.filter((name) => name !== 'stdlib' && name !== 'toolchain')
  const lines: [string, string][] = [
    ...(modules.length < go.length ? [['go version', 'the Go that you build with'] as [string, string]] : []),
    ...modules.map((name): [string, string] => [`go list -m ${name}`, 'the version you build with']),
    ...(go.length > 0 ? GO : []),
    ...modulesOf(advisory, 'npm').map((name): [string, string] => [`npm ls ${name}`, 'the versions that you install']),
    ...modulesOf(advisory, 'crates.io').map((name): [string, string] => [`cargo tree -i ${name}`, 'the version that you build with']),
  ]
  const width = Math.max(...lines.map(([command]) => command.length))
  const id = [entry.id, ...entry.aliases].find((one) => /^GO-\d{4}-\d+$/.test(one))
  return [
    heading('How to check'),
    ...(lines.length > 0 ? [commands(lines.map(([command, what]) => `${command.padEnd(width)}  # ${what}`))] : []),
    ...(go.length > 0
      ? [
          paragraph(
            ...(id === undefined ? [] : [code('govulncheck'), ' calls it ', ...words(id), '. ']),
            'Of a program without its source, ask ',
            code('govulncheck -mode=binary PROGRAM'),
            '.',
          ),
        ]
      : []),
    paragraph('TODO: ask what in a configuration decides whether it matters, and give a search that finds it; or say that nothing does.'),
  ]
}
