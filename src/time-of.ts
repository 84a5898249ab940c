/** Milliseconds since 1970 of a date; undefined for none, for what is no date and for the zero date of year 1. */
export function timeOf(date: string | undefined): number | undefined {
  const time = date && /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/i.test(date) ? Date.parse(date) : Number.NaN
  return time > 0 ? time : undefined
}
