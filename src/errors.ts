/** What a person can mend: said in three lines, without a stack. Everything else that is thrown is a bug. */
export class Problem extends Error {
  override name = 'Problem' as const
  readonly where: string | undefined
  readonly fix: string

  /** `what`: the action and what stood in its way; `where`: file:line or address; `fix`: what to do about it. */
  constructor(parts: { what: string; where?: string | undefined; fix: string }, options?: ErrorOptions) {
    super(parts.what, options)
    this.where = parts.where
    this.fix = parts.fix
  }
}

/** Nobody answered, or only for now: the same may do later. What was asked for is not settled, so a command that it ends gives 3. */
export class Unanswered extends Problem {}

/** The `code` of a system error such as ENOENT, or undefined. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
