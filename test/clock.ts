import { onTestFinished, vi } from 'vitest'
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

/** Lets the queue inside GitHub's client run on this clock: each of its timers goes off at once and moves the clock on. Every other timer is real. */
export function libraryTimers(clock: Clock): void {
  const real = globalThis.setTimeout
  const stub = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): ReturnType<typeof setTimeout> => {
    if (!/bottleneck/.test(new Error().stack ?? '')) return real(run, ms, ...args)
    void clock.wait(ms)
    return real(run, 0, ...args)
  }
  vi.stubGlobal('setTimeout', stub)
  vi.spyOn(Date, 'now').mockImplementation(() => clock.now())
  onTestFinished(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
}
