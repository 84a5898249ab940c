import type { Coverage } from '../model/coverage.ts'

/** What was asked, returned, kept and left out and why, source by source, as the draft and the terminal show it. `problems` stand apart: a terminal colours them. */
export function coverageLines(coverage: readonly Coverage[]): { source: string; asked: string[]; problems: string[]; complete: boolean }[] {
  return coverage.map((source) => {
    const dropped = Object.entries(source.dropped).map(([why, count]) => `, ${count} ${why}`)
    const served = source.served === 'disk' ? '' : `; ${source.requests} ${source.requests === 1 ? 'request' : 'requests'}, ${source.served}`
    return {
      source: `${source.id} (${source.kind}): ${source.complete ? '' : 'NOT COMPLETE, '}returned ${source.returned}, kept ${source.kept}${dropped.join('')}${served}`,
      asked:
        source.served === 'disk' && source.asked.length < 2
          ? []
          : source.asked.map(
              (one) =>
                `${one.what}: ${one.returned}${one.counted === undefined || one.counted === one.returned ? '' : ` of ${one.counted}`} (${one.query})`,
            ),
      problems: source.problems,
      complete: source.complete,
    }
  })
}
