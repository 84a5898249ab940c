import type { ElementContent } from 'hast'
import { h } from 'hastscript'
import type { Finding } from '../src/model/finding.ts'
import { countFindings } from './count-findings.ts'

const WIDTH = 200
const BEFORE = 80

/** Findings with the lines that they are about, errors first. `file`: the one that is looked at, `text`: what stands in it; those in other files come after, without their lines. */
export function previewFindings(findings: readonly Finding[], { file, text }: { file: string | undefined; text: string }): ElementContent[] {
  const lines = text.split(/\r?\n/)
  const own = errorsFirst(findings.filter((finding) => finding.file === file))
  const others = errorsFirst(findings.filter((finding) => finding.file !== file))
  return [
    h(
      'summary',
      file === undefined ? 'Findings' : h('b', { className: [levelOf(own)] }, countFindings(own) || 'Nothing to mend'),
      others.length > 0 ? ` · ${countFindings(others)} in other files` : '',
    ),
    ...(own.length > 0 ? [h('ol', ...own.map((finding) => told(finding, lines)))] : []),
    ...(others.length > 0 ? [h('ol', { className: ['others'] }, ...others.map((finding) => told(finding)))] : []),
  ]
}

function levelOf(findings: readonly Finding[]): Finding['level'] | 'clean' {
  return findings.length === 0 ? 'clean' : findings.some(({ level }) => level === 'error') ? 'error' : 'warning'
}

function errorsFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => Number(b.level === 'error') - Number(a.level === 'error'))
}

/** `lines`: those of its file, where they are shown. */
function told({ file, line, column, level, code, message }: Finding, lines?: readonly string[]): ElementContent {
  const place = line === undefined ? '' : `${line}:${column ?? 1}`
  const source = line === undefined ? undefined : lines?.[line - 1]
  return h(
    'li',
    { className: [level] },
    h('p', h('b', level), ' ', h('code', code), ' ', h('span.place', lines ? place : [file, place].filter(Boolean).join(':')), ' ', message),
    ...(source === undefined
      ? []
      : [h('pre', h('span.number', { ariaHidden: 'true' }, String(line)), ...excerpt(source, { offset: (column ?? 1) - 1, message }))]),
  )
}

/** A line as it stands, with what the message quotes of it marked, else what begins at the place; of a long one the part around that. */
function excerpt(line: string, { offset, message }: { offset: number; message: string }): ElementContent[] {
  const quoted = /"([^"]+)"/.exec(message)?.[1] ?? ''
  const found = quoted === '' ? -1 : line.indexOf(quoted, offset)
  const start = found < 0 ? Math.min(offset, line.length) : found
  const marked = found < 0 ? (/^\S{0,40}/.exec(line.slice(start))?.[0] ?? '') : quoted
  const from = line.length <= WIDTH ? 0 : Math.max(0, Math.min(start - BEFORE, line.length - WIDTH))
  const to = Math.max(start + marked.length, Math.min(line.length, from + WIDTH))
  return [
    { type: 'text', value: `${from > 0 ? '…' : ''}${line.slice(from, start)}` },
    ...(marked ? [h('mark', marked)] : []),
    { type: 'text', value: `${line.slice(start + marked.length, to)}${to < line.length ? '…' : ''}` },
  ]
}
