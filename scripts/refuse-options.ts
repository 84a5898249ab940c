import { Problem } from '../src/errors.ts'

type Given = Readonly<Record<string, string | boolean | undefined>>

/** Options of which at most one is given. */
const APART = ['cancel', 'test', 'canary', 'at'] as const
/** What is canceled is canceled as a whole. */
const NOT_WITH_CANCEL = ['only', 'pdf', 'letter', 'json', 'erratum', 'no-thread'] as const

/** Looks whether the options of sending fit together. @throws {Problem} when they do not, and when what sends lacks --send */
export function refuseOptions(id: string, options: Given): void {
  const isGiven = (name: string): boolean => options[name] !== undefined && options[name] !== false
  const [first, second] = APART.filter(isGiven)
  const other = second ?? (first === 'cancel' ? NOT_WITH_CANCEL.find(isGiven) : undefined)
  if (first !== undefined && other !== undefined)
    throw new Problem({
      what: `Cannot use --${first} together with --${other}`,
      fix: first === 'cancel' ? `It cancels a digest as a whole: npm run send -- ${id} --cancel` : 'Run one, then the other',
    })
  if (first !== undefined && first !== 'cancel' && !isGiven('send'))
    throw new Problem({ what: `Cannot use --${first} without --send`, fix: `Nothing is sent without it: npm run send -- ${id} --send --${first} …` })
  if (isGiven('send') && isGiven('erratum'))
    throw new Problem({
      what: 'Cannot send a correction at once: it was not looked at',
      fix: `Look at its plan first: npm run send -- ${id} --erratum FILE`,
    })
  if (isGiven('letter') && !isGiven('pdf'))
    throw new Problem({ what: 'Cannot choose the paper: there is no PDF', fix: `Ask for one: npm run send -- ${id} --pdf --letter` })
}
