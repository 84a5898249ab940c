import cvss from 'ae-cvss-calculator'

const IMPACT = '[NLH]'
/** Every base metric of each version, with the values that it may have. @see https://www.first.org/cvss (read 2026-11) */
const BASE = {
  2: { AV: '[LAN]', AC: '[HML]', Au: '[MSN]', C: '[NPC]', I: '[NPC]', A: '[NPC]' },
  3: { AV: '[NALP]', AC: '[LH]', PR: '[NLH]', UI: '[NR]', S: '[UC]', C: IMPACT, I: IMPACT, A: IMPACT },
  4: { AV: '[NALP]', AC: '[LH]', AT: '[NP]', PR: '[NLH]', UI: '[NPA]', VC: IMPACT, VI: IMPACT, VA: IMPACT, SC: IMPACT, SI: IMPACT, SA: IMPACT },
}

/** The base score of a vector of CVSS 2.0, 3.0, 3.1 or 4.0, from 0 to 10; undefined unless it has every base metric exactly once, each with a value of its own. */
export function baseScore(vector: string): number | undefined {
  const [, version = ''] = /^CVSS:(3\.0|3\.1|4\.0)\//.exec(vector) ?? []
  const bare = version === '' ? vector.replace(/^\((.*)\)$/, '$1') : vector.slice(`CVSS:${version}/`.length)
  const metrics: Record<string, string> = BASE[version === '' ? 2 : version === '4.0' ? 4 : 3]
  const given = bare.split('/')
  const isWhole = Object.entries(metrics).every(([name, values]) => {
    const found = given.filter((part) => part.startsWith(`${name}:`))
    return found.length === 1 && new RegExp(`^${name}:${values}$`).test(found[0] ?? '')
  })
  if (!isWhole) return undefined
  if (version === '4.0') return new cvss.Cvss4P0(vector).calculateScores().baseMetricsOnly
  if (version === '3.1') return new cvss.Cvss3P1(vector).calculateScores().base
  return version === '3.0' ? new cvss.Cvss3P0(vector).calculateScores().base : new cvss.Cvss2(bare).calculateScores().base
}
