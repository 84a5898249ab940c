import type { Minor } from '../src/curate/watch.ts'
import { touches, type Waiting } from '../src/curate/pressing.ts'
import type { Touched } from '../src/model/verdict.ts'
import { plainLine } from '../src/plain.ts'
import { ageInWords } from './age-in-words.ts'
import { counted, styled } from './command.ts'

/** What a watch has to tell. `failed`: sentences on databases that nobody can answer for now. */
export type Told = { waiting: readonly Waiting[]; minor: readonly Minor[]; failed: readonly string[]; promisedHours: number | undefined }

const MOST_WHOLE = 10
const MOST_FACTS = 6
const MOST_MINOR = 12

/** Prints on stdout what a watch found, short enough for a mail: what failed, what waits for an answer, most urgent first (beyond ten a line each), what happened beside. Nothing where there is nothing. */
export function printWatch({ waiting, minor, failed, promisedHours }: Told): void {
  const risky = waiting.filter(({ isAtRisk }) => isAtRisk).length
  const lines = [
    ...(failed.length > 0
      ? [styled('red', 'Nobody knows whether anything is new: a source failed'), ...failed.map((one) => `  ${plainLine(one)}`), '']
      : []),
    ...(waiting.length > 0
      ? [
          styled(
            'bold',
            `${counted(waiting.length, 'vulnerability waits', 'vulnerabilities wait')} for an answer${risky > 0 ? `, ${risky} at risk` : ''}`,
          ),
          '',
          ...waiting.slice(0, MOST_WHOLE).flatMap((one) => [...waitingLines(one, promisedHours), '']),
          ...waiting.slice(MOST_WHOLE).map((one) => `${plainLine(one.id)}: ${clockOf(one, promisedHours)}: ${one.title}`),
          ...(waiting.length > MOST_WHOLE ? [''] : []),
          'Nobody needs a word about one? npm run notice -- ID --dismiss "WHY"',
          '',
        ]
      : []),
    ...minor.slice(0, MOST_MINOR).map(({ id, title, says }) => `${plainLine(id)} ${says}: ${title}`),
    ...(minor.length > MOST_MINOR ? [`and ${minor.length - MOST_MINOR} more that need no answer`] : []),
  ]
  if (lines.length > 0) process.stdout.write(`${lines.join('\n').trimEnd()}\n`)
}

function waitingLines(one: Waiting, promisedHours: number | undefined): string[] {
  const names = [...one.also, ...one.aliases].map(plainLine)
  return [
    `${styled('bold', plainLine(one.id))}${names.length > 0 ? ` (${names.join(', ')})` : ''}: ${one.title}`,
    `  ${clockOf(one, promisedHours)}`,
    ...(one.isGone ? ['  no source gives it any more'] : []),
    ...(one.what !== 'new' && one.was === undefined ? ['  what changed is not known: the watch had not seen it before'] : []),
    ...factLines('was', one.was ?? []),
    ...factLines('now', one.now ?? []),
    ...one.touched.flatMap(touchedLine),
    ...(touches(one) ? [] : ['  touches no client, as far as they said what they run and care about']),
    `  next: ${nextStep(one)}`,
  ]
}

function clockOf({ what, ageMinutes, isAtRisk }: Waiting, promisedHours: number | undefined): string {
  const age = ageInWords(ageMinutes)
  return `${what}, ${promisedHours === undefined ? `${age} old` : `${age} of ${ageInWords(promisedHours * 60)}`}${isAtRisk ? styled('red', ': at risk') : ''}`
}

function factLines(word: string, facts: readonly string[]): string[] {
  return [
    ...facts.slice(0, MOST_FACTS).map((fact) => `  ${word}  ${fact}`),
    ...(facts.length > MOST_FACTS ? [`  ${word}  and ${facts.length - MOST_FACTS} more`] : []),
  ]
}

function touchedLine({ client, verdict, concerns }: Touched): string[] {
  const modules = (verdict?.modules ?? []).map(
    ({ module, says, why, fixedIn }) =>
      `${[module.name, module.version].filter(Boolean).join(' ')} ${says}${says === 'cannot tell' ? ` (${why})` : ''}${fixedIn === undefined ? '' : `, fixed in ${fixedIn}`}`,
  )
  const met = concerns.map(({ id, evidence }) => `cares about ${id} (${evidence.map(({ what }) => `"${what}"`).join(', ')})`)
  const said = [...modules, ...met]
  return said.length > 0 ? [`  ${client}: ${plainLine(said.join('; '))}`] : []
}

/** The command that comes next. An id of other signs than those of ids is no word of a shell. */
function nextStep({ id, what, notice }: Waiting): string {
  const draft = `npm run notice -- ${/^[\w.-]+$/.test(id) ? id : `'${plainLine(id).replaceAll("'", "'\\''")}'`}`
  if (notice === undefined) return draft
  const send = `npm run send -- ${notice.id}`
  if (notice.isSent && what !== 'new') return `${draft}, say what changed, set "updated" to the day, then ${send}`
  return notice.status === 'draft' ? `finish notices/${notice.id}.mdx, then ${send}` : send
}
