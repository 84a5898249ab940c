import { counted } from './command.ts'
import { differences } from './real-weeks-differences.ts'
import { endingOf } from './real-weeks-faults.ts'
import { orderOf } from './real-weeks-order.ts'
import { type Digest, draftQuarter, type Given } from './real-weeks-quarter.ts'
import { faultsOfRun } from './real-weeks-steps.ts'

const LEAST_ORDER = 85

const DIGESTS: readonly Digest[] = [
  {
    name: 'crypto',
    folder: 'src/crypto',
    sections: [
      ['TLS', 'src/crypto/tls'],
      ['Certificates', 'src/crypto/x509'],
    ],
  },
  {
    name: 'wide',
    folder: 'src',
    sections: [
      ['Cryptography', 'src/crypto'],
      ['Network', 'src/net'],
      ['Runtime', 'src/runtime'],
      ['Commands', 'src/cmd'],
    ],
  },
  { name: 'limited', folder: 'src' },
]

/** Acceptance of drafting again: a quarter drafted week by week with a maintainer's edits in between, against a single draft with the same edits. */
export async function draftWeeks(given: Given, agree: (what: string, holds: boolean) => void): Promise<void> {
  const all = await Promise.all(DIGESTS.map(async (digest) => ({ digest, ...(await draftQuarter(digest, given)) })))
  for (const { digest, runs, weekly, again, single, changes } of all) {
    const { log, now, text } = weekly
    const quiet = (what: string, faults: readonly string[]): void =>
      agree([`${digest.name}: ${what}`, ...faults.slice(0, 9)].join('\n    '), faults.length === 0)
    const fresh = weekly.past.size
    quiet(
      `in ${counted(runs.length, 'draft')} of a quarter, ${counted(fresh, 'new line')} came each to where it disagrees with the fewest others; what stood before stands after, in its order`,
      runs.flatMap(faultsOfRun),
    )
    const { faults, twice, deleted } = endingOf(weekly, changes)
    quiet(
      `${counted(log.length, 'edit')} stand, of ${counted(now.length, 'story', 'stories')} none is told twice unless a comment says so (${twice}), none of ${counted(changes.length, 'change')} is lost but for ${deleted} whose line was deleted`,
      faults,
    )
    agree(`${digest.name}: drafting once more changes nothing`, again === text)
    if (digest.sections === undefined) continue
    const { same, different } = differences(weekly, single)
    const reasons = [...Map.groupBy(different, (one) => one.why)].map(([why, members]) => `${members.length} ${why}`)
    quiet(
      `${same} of ${same + different.length} lines are those of a single draft with the same edits, to the byte and below the same headings; of the others ${reasons.join(', ')}`,
      different
        .filter((one) => one.why === undefined)
        .map((one) => `${one.stories.join(' ')}: ${one.weekly.join(' ') || 'nothing'} | ${one.single.join(' ') || 'nothing'}`),
    )
    const order = orderOf(weekly, single)
    agree(
      `${digest.name}: ${((100 * order.same) / order.pairs).toFixed(1)} % of ${order.pairs} pairs of lines that no edit moved stand in the order of the single draft, at least ${LEAST_ORDER} %: lines keep their places while ranks move`,
      order.same * 100 >= order.pairs * LEAST_ORDER,
    )
  }
}
