import { z } from 'zod'
import { daySchema } from './day.ts'

/** One module that a client runs. */
export const stackModuleSchema = z.strictObject({
  ecosystem: z.string().min(1).describe('As OSV names it: Go, npm, crates.io, PyPI'),
  name: z.string().min(1).describe('As OSV names it; of the standard library of Go "stdlib", of its commands "toolchain"'),
  version: z.string().min(1).optional().describe('As it stands, without a leading "v" or "go"; absent: not said'),
  from: z.string().min(1).describe('File that says so, relative to the content folder'),
  on: daySchema.optional().describe('Day on which that was so'),
  isLeast: z.literal(true).optional().describe('What is built may be newer: a go.mod names the least version of Go'),
  isReplaced: z.literal(true).optional().describe('Something else is built in its place, such as a fork: its version says nothing'),
})

/** What a client runs, as far as it said. */
export const stackSchema = z.strictObject({
  modules: z.array(stackModuleSchema),
  whole: z.array(z.string()).describe('Ecosystems of which it names every module: what is not there is not used'),
})

export type StackModule = z.infer<typeof stackModuleSchema>
export type Stack = z.infer<typeof stackSchema>
