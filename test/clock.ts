import type { Clock } from '../src/http.ts'

/** Time that passes only when somebody waits: `waits` are the milliseconds waited for, `expire()` ends every deadline that was set. */
export function virtualClock(start = '2026-10-02T09:00:00Z'): Clock & { waits: number[]; expire: () => void } {
  let now = Date.parse(start)
  const waits: number[] = []
  const deadlines = new Set<AbortController>()
  return {
    waits,
    now: () => now,
    async wait(ms) {
      waits.push(ms)
      now += ms
    },
    deadline() {
      const controller = new AbortController()
      deadlines.add(controller)
      return controller.signal
    },
    expire() {
      for (const controller of deadlines) controller.abort()
      deadlines.clear()
    },
  }
}
