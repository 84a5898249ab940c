import { z } from 'zod'

/** What the SDK gives back; it never throws, and says neither why nothing came nor the status where the body does not. */
export type Answered = { data: unknown; error: unknown; headers: Readonly<Record<string, string>> | null }

const errorSchema = z.object({ statusCode: z.number().nullish(), name: z.string().nullish() })

/** What each name of an error stands for, where an answer came and its body does not say the status: the SDK tells no status but that of the body. Names that stand with several statuses have the mildest. */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['invalid_idempotency_key', 400],
  ['missing_api_key', 401],
  ['restricted_api_key', 401],
  ['invalid_api_key', 403],
  ['suspended_api_key', 403],
  ['invalid_permission', 403],
  ['not_found', 404],
  ['method_not_allowed', 405],
  ['invalid_idempotent_request', 409],
  ['concurrent_idempotent_requests', 409],
  ['resource_locked', 409],
  ['validation_error', 422],
  ['invalid_attachment', 422],
  ['invalid_from_address', 422],
  ['invalid_access', 422],
  ['invalid_parameter', 422],
  ['invalid_region', 422],
  ['missing_required_field', 422],
  ['monthly_quota_exceeded', 429],
  ['daily_quota_exceeded', 429],
  ['rate_limit_exceeded', 429],
  ['security_error', 451],
  ['internal_server_error', 500],
  ['service_unavailable', 503],
])

/**
 * Status and name of an error of the SDK, the name without what is no name, such as an address; `status`: undefined where neither the body nor its name tells.
 * @see ../shared/notes/email.md 1.1 (names and statuses of resend 6.38.0, 2026-11)
 */
export function statusOf({ error, headers }: Pick<Answered, 'error' | 'headers'>): { status: number | undefined; name: string | undefined } {
  const { statusCode, name: given } = errorSchema.safeParse(error).data ?? {}
  const name = /^[a-z0-9_]{1,64}$/i.exec(given ?? '')?.[0]
  return { status: statusCode ?? (headers === null ? undefined : STATUSES.get(name ?? '')), name }
}
