import { z } from 'zod'
import { nameSchema } from './name.ts'
import { evidenceSchema } from './matches.ts'
import { stackModuleSchema } from './stack.ts'

const says = z.enum(['affected', 'not affected', 'cannot tell'])
const why = z.string().min(1).describe('A sentence without its period')

/** Whether what a client runs is affected by a vulnerability, by the versions that OSV tells. Whether the code is reached it does not say. */
export const verdictSchema = z.strictObject({
  says,
  why,
  modules: z
    .array(
      z.strictObject({
        module: stackModuleSchema,
        says,
        why,
        fixedIn: z.string().optional().describe('The first version after it that is not affected; absent: none, or not known'),
      }),
    )
    .describe('Those of its modules that the vulnerability is about, in the order of the stack'),
})

/** What a vulnerability has to do with a client. */
export const touchedSchema = z.strictObject({
  client: nameSchema,
  verdict: verdictSchema.optional().describe('Absent: the client said nothing of what it runs'),
  concerns: z.array(z.strictObject({ id: nameSchema, evidence: z.array(evidenceSchema).min(1) })).describe('Its concerns that it meets'),
})

export type Verdict = z.infer<typeof verdictSchema>
export type Touched = z.infer<typeof touchedSchema>
