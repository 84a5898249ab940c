import { say } from './command.ts'

/** A signal that Ctrl-C, or whoever ends the program kindly, aborts once: what is under way is finished. A second time ends it at once. */
export function stopSignal(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController()
  const names: NodeJS.Signals[] = ['SIGINT', 'SIGTERM']
  const stop = (): void => {
    say('\nStopping: what is on its way is waited for; run the same command to go on')
    controller.abort()
    release()
  }
  const release = (): void => names.forEach((name) => process.off(name, stop))
  names.forEach((name) => process.on(name, stop))
  return { signal: controller.signal, release }
}
