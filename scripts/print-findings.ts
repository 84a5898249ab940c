import type { Finding } from '../src/model/finding.ts'
import type { Story } from '../src/model/story.ts'
import { counted, styled } from './command.ts'

/** Findings grouped by file, `line:column  level  code  message`, and a line that counts them. */
export function printFindings(findings: readonly Finding[], stream: NodeJS.WriteStream = process.stdout): void {
  const place = (finding: Finding): string => (finding.line === undefined ? '' : `${finding.line}:${finding.column ?? 1}`)
  const widths = {
    place: Math.max(0, ...findings.map((finding) => place(finding).length)),
    code: Math.max(0, ...findings.map((finding) => finding.code.length)),
  }
  for (const [file, group] of Map.groupBy(findings, (finding) => finding.file)) {
    stream.write(`${styled('bold', file, stream)}\n`)
    for (const finding of group) {
      const level = styled(finding.level === 'error' ? 'red' : 'yellow', finding.level.padEnd(7), stream)
      stream.write(`  ${place(finding).padStart(widths.place)}  ${level}  ${finding.code.padEnd(widths.code)}  ${finding.message}\n`)
    }
  }
  const count = (level: Finding['level']): string => counted(findings.filter((finding) => finding.level === level).length, level)
  stream.write(`${count('error')}, ${count('warning')}\n`)
}

/** A story that the digest passes over because the maintainer said so, on one line. */
export function tellSilent(story: Story): string {
  return `${story.id} ${story.title} (${story.notable?.join(', ')})`
}

/** Whether a build or a send must stop. */
export function hasError(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.level === 'error')
}
