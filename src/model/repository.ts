import { z } from 'zod'

/** `repository.json`: what the maintainer said about the repositories that the content folder is pushed to. */
export const repositorySchema = z
  .strictObject({
    remotes: z.record(z.string().min(1), z.enum(['private', 'public'])).describe('Host and path of a remote, and who may read it'),
    invented: z
      .record(z.string().min(1), z.string().regex(/^[0-9a-f]{64}$/))
      .default({})
      .describe('Files of the sample that comes with Legible, whose clients are invented, by sha256; heeded in its own checkout alone'),
  })
  .describe('Who may read the repositories of the content folder')

/** What git tracks of the content folder, as paths below it, and where that is pushed to. `visibility` is what the maintainer said; `unread`: why git does not tell. */
export type Repository = {
  unread?: string
  remotes: readonly { name: string; visibility: 'private' | 'public' | 'unknown' }[]
  tracked: ReadonlySet<string>
}
