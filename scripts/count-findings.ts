import type { Finding } from '../src/model/finding.ts'
import { counted } from './command.ts'

/** "2 errors, 1 warning"; empty where there are none. */
export function countFindings(findings: readonly Finding[]): string {
  const count = (level: Finding['level']): string => {
    const { length } = findings.filter((finding) => finding.level === level)
    return length === 0 ? '' : counted(length, level)
  }
  return [count('error'), count('warning')].filter(Boolean).join(', ')
}
