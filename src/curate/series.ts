import type { Told } from './told.ts'

const MOST_DAYS = 30
const DAY_MS = 86_400_000

/** Changes whose titles number them as one series by one person: "[2/5] …", "[PATCH v3 2/5] …", "… (2/5)", "… part 2 of 5". Each number once, within thirty days. */
export function series(changes: readonly Told[]): Told[][] {
  const numbered = changes
    .flatMap((told) => {
      const place = placeOf(told.item.title)
      return place && told.item.kind === 'change' ? [{ told, ...place }] : []
    })
    .sort((a, b) => a.told.item.at.localeCompare(b.told.item.at) || a.number - b.number || a.told.item.id.localeCompare(b.told.item.id, 'en'))
  const found: { key: string; numbers: Set<number>; lastMs: number; members: Told[] }[] = []
  for (const { told, number, of } of numbered) {
    const key = `${of} ${told.item.author ?? ''}`
    const atMs = Date.parse(told.item.at)
    const open = found.findLast((one) => one.key === key && !one.numbers.has(number) && atMs - one.lastMs <= MOST_DAYS * DAY_MS)
    if (open) {
      open.numbers.add(number)
      open.lastMs = atMs
      open.members.push(told)
    } else found.push({ key, numbers: new Set([number]), lastMs: atMs, members: [told] })
  }
  return found.flatMap(({ members }) => (members.length > 1 ? [members] : []))
}

/** Which of how many a title says it is; undefined for dates, ratios and whatever cannot be a place in a series. */
function placeOf(title: string): { number: number; of: number } | undefined {
  const [, number, of] =
    /^(?:\[[^\]]{1,60}\]\s*)*\[(?:[^\]/]{0,30}\s)?(\d{1,2})\/(\d{1,2})\]/.exec(title) ??
    /\((?:part )?(\d{1,2})(?:\/| of )(\d{1,2})\)(?: \(#\d+\))?$/i.exec(title) ??
    /\bpart (\d{1,2})(?:\/| of )(\d{1,2})$/i.exec(title) ??
    []
  const place = { number: Number(number), of: Number(of) }
  return number !== undefined && place.of >= 2 && place.number >= 1 && place.number <= place.of ? place : undefined
}
