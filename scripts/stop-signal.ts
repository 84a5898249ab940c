import { say } from './command.ts'

/** One Ctrl-C comes twice where the terminal gives it to npm and to this, and npm hands it on: what comes so soon is the same. */
const SAME_MS = 500

/** A signal that Ctrl-C, or whoever ends the program kindly, aborts once: what is under way is finished. A second time ends it at once. */
export function stopSignal(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController()
  const names: NodeJS.Signals[] = ['SIGINT', 'SIGTERM']
  const stop = (): void => {
    if (controller.signal.aborted) return
    say('\nStopping: what is on its way is waited for; run the same command to go on')
    controller.abort()
    setTimeout(release, SAME_MS).unref()
  }
  const release = (): void => names.forEach((name) => process.off(name, stop))
  names.forEach((name) => process.on(name, stop))
  return { signal: controller.signal, release }
}
