import type { Coverage } from '../model/coverage.ts'

/** So many are no accident: a window with none after one with as many is looked at. */
const MANY = 10

/** Coverage with a problem by name for each source, and each question of it, that brought nothing where the window before had many. */
export function suspects(coverage: readonly Coverage[], before: { until: string; sources: readonly Coverage[] } | undefined): Coverage[] {
  return coverage.map((source) => {
    const last = before?.sources.find((one) => one.id === source.id)
    if (!last || !source.complete) return source
    const empty = last.asked.filter((one) => one.returned >= MANY && source.asked.some((now) => now.what === one.what && now.returned === 0))
    const problems =
      empty.length > 0
        ? empty.map(
            (one) =>
              `no ${one.what} came, where the window until ${before?.until.slice(0, 10)} had ${one.returned}: see whether the source is still what it was`,
          )
        : last.returned >= MANY && source.returned === 0
          ? [`nothing came, where the window until ${before?.until.slice(0, 10)} had ${last.returned}: see whether the source is still what it was`]
          : []
    return problems.length > 0 ? { ...source, complete: false, problems: [...source.problems, ...problems] } : source
  })
}
