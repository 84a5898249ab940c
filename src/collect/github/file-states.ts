import { parse } from 'yaml'
import { z } from 'zod'
import type { Proposals } from '../../model/proposals.ts'
import type { Proposal } from './github-queries.ts'

const mappingSchema = z.record(z.string(), z.unknown())

/** What the files of a merged pull request say: the states it brought that were not there before, and the numbers of the issues where they are followed. A file that is no YAML says nothing. */
export function fileStates({ told }: Proposal, { file }: Proposals): { states: string[]; numbers: number[] } {
  const found = (told ?? []).map(({ before, after }) => ({ before: read(before), after: read(after) }))
  const valueOf = (mapping: Record<string, unknown>): string => String(mapping[file?.field ?? ''] ?? '')
  const moved = found.filter(({ before, after }) => valueOf(after) !== valueOf(before))
  const states = moved.flatMap(({ after }) => file?.states[valueOf(after)] ?? [])
  const numbers = found.flatMap(({ after }) => {
    const number = Number(file?.number === undefined ? Number.NaN : after[file.number])
    return Number.isInteger(number) && number > 0 ? [number] : []
  })
  return { states: [...new Set(states)], numbers: [...new Set(numbers)] }
}

function read(text: string | null): Record<string, unknown> {
  if (text === null) return {}
  try {
    return mappingSchema.safeParse(parse(text, { logLevel: 'silent' })).data ?? {}
  } catch {
    return {}
  }
}
