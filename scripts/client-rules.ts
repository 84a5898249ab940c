import type { Folder } from '../src/folder.ts'
import { clientSchema } from '../src/model/client.ts'
import { nameSchema } from '../src/model/name.ts'

/** A person as it is given: "Jo Doe <jo@acme.example>". */
export type Person = { name: string; email: string }

/** What is asked of the answers about a new client: each gives what is wrong ("must be …"), undefined where nothing is. */
export type ClientRules = {
  name: (text: string) => string | undefined
  file: (text: string) => string | undefined
  tier: (text: string) => string | undefined
  since: (text: string) => string | undefined
  until: (text: string, since: string) => string | undefined
  /** `before`: those of the same client. */
  recipient: (text: string, before: readonly Person[]) => string | undefined
}

/** The rules of a content folder: its tiers, and whose names and addresses are taken. `used`: names that clients had who may have no file any more. */
export function clientRules({ site, clients, used = [] }: Pick<Folder, 'site' | 'clients'> & { used?: Iterable<string> }): ClientRules {
  const { shape } = clientSchema
  const names = new Map([...clients.keys()].map((name) => [name.toLowerCase(), name]))
  const former = new Map([...used].map((name) => [name.toLowerCase(), name]))
  const addresses = new Map(
    [...clients].flatMap(([name, { recipients }]) => recipients.map(({ id, email }) => [email.toLowerCase(), `${name}/${id}`])),
  )
  return {
    name: (text) => faultIn(shape.name, text),
    file: (text) => {
      const there = names.get(text.toLowerCase())
      const before = former.get(text.toLowerCase())
      return (
        faultIn(nameSchema, text) ??
        (there === undefined ? undefined : `must be another than "${there}", which has its file clients/${there}.yaml`) ??
        (before === undefined
          ? undefined
          : `must be another than "${before}", which a client had before: its links would open what is made for this one, and its mail count as that of this one`)
      )
    },
    tier: (text) => (site.tiers.includes(text) ? undefined : `must be one of ${site.tiers.join(', ')}, got "${text}"`),
    since: (text) => faultIn(shape.since, text),
    until: (text, since) => faultIn(shape.until, text) ?? (text < since ? `must not be before ${since}, its first day` : undefined),
    recipient: (text, before) => {
      const person = personOf(text)
      if (!person) return `must be a name and an address, such as "Jo Doe <jo@acme.example>", got "${text}"`
      const owner = addresses.get(person.email.toLowerCase()) ?? before.find(({ email }) => email.toLowerCase() === person.email.toLowerCase())?.name
      return (
        faultIn(shape.recipients, [{ id: 'x', ...person }]) ??
        (owner === undefined
          ? undefined
          : `must have an address of its own: ${person.email} is that of ${owner}, and one person would get two editions`)
      )
    },
  }
}

/** "Jo Doe <jo@acme.example>" as a person; undefined for anything else. */
export function personOf(text: string): Person | undefined {
  const [, name = '', email] = /^\s*"?([^<>"]*?)"?\s*<([^<>\s]+)>\s*$/.exec(text) ?? []
  return email === undefined || name.trim() === '' ? undefined : { name: name.trim(), email }
}

function faultIn(
  schema: { safeParse: (value: unknown) => { error?: { issues: readonly { message: string }[] } | undefined } },
  value: unknown,
): string | undefined {
  return schema.safeParse(value).error?.issues[0]?.message
}
