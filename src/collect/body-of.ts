import { Problem } from '../errors.ts'
import type { Answer } from '../http.ts'
import { plainLine } from '../plain.ts'
import { Unreadable } from './patience.ts'

/** The text of an answer that is meant to have one. @throws {Problem} when the server refused; @throws {Unreadable} when it is empty */
export function bodyOf({ status, text }: Answer, url: string): string {
  if (status >= 400) {
    const said = beginning(text)
    throw new Problem({
      what: `Cannot collect from ${url}: it answered ${status}${said && ` ("${said}")`}`,
      where: url,
      fix:
        status === 401 || status === 403
          ? 'It asks for a login, and sources.yaml knows none: choose a public address'
          : 'Mend the address in sources.yaml',
    })
  }
  if (text.trim() === '') throw new Unreadable(`${new URL(url).host} answered with nothing`)
  return text
}

/** The first 80 characters of an answer as they may stand in a message. */
export function beginning(text: string): string {
  return plainLine(text.slice(0, 200)).slice(0, 80).toWellFormed()
}
