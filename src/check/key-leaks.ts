import type { Finding } from '../model/finding.ts'

/** An age identity as it stands behind the "#" of a link, in any case: what opens a client's pages, whole or but for its end. */
const IDENTITY = /AGE-SECRET-KEY-(?:PQ-)?1[02-9AC-HJ-NP-Z]{40}/i

/** Keys in the public output: identities of age, and the secret that they are made from. `files`: every file of it; `name`: how it is called in what is found. */
export function keyLeaks(files: readonly { path: string; text: string }[], options: { secret: Buffer | undefined; name: string }): Finding[] {
  const secret = options.secret?.toString('base64').replace(/=+$/, '')
  return files
    .filter(({ path, text }) => IDENTITY.test(path) || IDENTITY.test(text) || (secret !== undefined && text.includes(secret)))
    .map(({ path }) => ({
      file: `${options.name}/${path}`,
      level: 'error',
      code: 'leak/key',
      message: 'holds a key to sealed pages: take it out, and turn the key of that client if it was published',
    }))
}
