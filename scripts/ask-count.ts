import { Problem } from '../src/errors.ts'
import { ask, isTerminal } from './ask.ts'

/** Lets a person type how many messages are to leave, or takes `--yes`. @throws {Problem} when it is another number, or nobody is there to be asked */
export async function askCount(id: string, options: { count: number; yes: string | undefined; question: string }): Promise<void> {
  if (options.yes === undefined && !isTerminal())
    throw new Problem({ what: 'Cannot ask for the head count: there is no terminal', fix: 'Give it as --yes N' })
  const typed = (options.yes ?? (await ask(options.question))).trim()
  if (typed !== String(options.count))
    throw new Problem({
      what: `Cannot send ${id}: the head count is ${options.count}, got "${typed}"`,
      fix: 'Nothing was sent; look at the plan again',
    })
}
