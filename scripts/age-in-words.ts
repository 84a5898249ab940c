const HOUR = 60
const DAY = 24 * HOUR

/** A span of time to the minute: "2 h 10 min", "6 h", "0 min"; from two days on in days and hours: "3 days 4 h". */
export function ageInWords(minutes: number): string {
  const whole = Math.floor(minutes)
  const parts =
    whole < 2 * DAY
      ? [[Math.floor(whole / HOUR), 'h'] as const, [whole % HOUR, 'min'] as const]
      : [[Math.floor(whole / DAY), 'days'] as const, [Math.floor((whole % DAY) / HOUR), 'h'] as const]
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`)
  return said.join(' ') || '0 min'
}
