import { isOpen } from '../src/is-open.ts'
import type { Exposure, Told } from '../src/model/exposure.ts'

/** One audience of the sheet. `heading`: how its sentences are announced; `people`: who get it by mail, undefined for everyone; `opens`: when everyone may read how much of it, empty for never. */
export type ExposureRow = {
  audience: string
  heading: string
  who: string
  people: number | undefined
  opens: string
  sentences: number
  words: number
  addresses: number
  told: readonly Told[]
  reach: 'public' | 'tier' | 'client'
}

/** The sheet as rows: everyone at once, everyone later by day, the public alone, the tiers, the clients. Those of the public that hold nothing are left out. */
export function exposureRows(exposure: Exposure, { tiers, language, now }: { tiers: readonly string[]; language: string; now: Date }): ExposureRow[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' })
  type Rest = Pick<ExposureRow, 'audience' | 'heading' | 'who' | 'people' | 'opens' | 'reach'>
  const row = (told: readonly Told[], rest: Rest): ExposureRow => {
    const said = told.filter(({ kind }) => kind !== 'address')
    const words = said.map(({ text }) => [...segmenter.segment(text)].filter((part) => part.isWordLike).length)
    return {
      ...rest,
      told,
      sentences: said.length,
      words: words.reduce((sum, one) => sum + one, 0),
      addresses: told.length - said.length,
    }
  }
  const { publicAlone, publicOn } = exposure
  const awaited = publicOn !== undefined && !isOpen(publicOn, now) ? publicOn : undefined
  const opens = exposure.status === 'draft' ? 'once ready' : (awaited ?? 'now')
  const later = [...Map.groupBy(exposure.everyone, (told) => told.opens)].filter(([day]) => day !== undefined)
  const atOnce = exposure.everyone.filter((told) => told.opens === undefined)
  const everyone = { people: undefined, reach: 'public' } as const
  return [
    row(atOnce, { ...everyone, audience: 'everyone', heading: 'new to everyone', who: '', opens }),
    ...later.map(([day = '', told]) =>
      row(told, { ...everyone, audience: 'everyone, later', heading: `new to everyone from ${day} on, by itself`, who: '', opens: day }),
    ),
    ...(publicAlone.length > 0
      ? [row(publicAlone, { ...everyone, audience: 'the public alone', heading: 'the public alone', who: 'in no client edition', opens })]
      : []),
    ...exposure.clients.map(({ tier, client, readers, told }) => {
      const people = readers.reduce((sum, one) => sum + one.recipients, 0)
      const audience = client !== undefined ? `${client} alone` : tiers.at(-1) === tier ? tier : `${tier} and above`
      return row(told, {
        audience,
        heading: `${audience}${people === 0 ? ', which nobody gets' : ''}`,
        who: client === undefined ? readers.map((one) => one.client).join(', ') : '',
        people,
        opens: opening(told),
        reach: client === undefined ? 'tier' : 'client',
      })
    }),
  ]
}

function opening(told: readonly Told[]): string {
  const days = told.flatMap((one) => one.opens ?? []).sort()
  const [first = ''] = days
  return days.length === 0 || (days.every((day) => day === first) && days.length === told.length) ? first : `${days.length} from ${first}`
}
