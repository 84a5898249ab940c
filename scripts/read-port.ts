import { Problem } from '../src/errors.ts'

/** The port that `--port` names, 0 for any that is free; `usual` without it. @throws {Problem} when it is none */
export function readPort(given: string | boolean | undefined, usual: number): number {
  const port = Number(given ?? usual)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Problem({ what: `Cannot listen on port "${String(given)}"`, fix: 'Give a number from 0 to 65535' })
}
