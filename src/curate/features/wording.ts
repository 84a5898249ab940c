import { every, type Feature, least, most, share, some } from './feature.ts'

/** A line that only names issues is no explanation. */
function namesIssues(line: string): boolean {
  const [first = '', ...others] = line.trim().split(/\s+/)
  return /^(fix(es|ed)?|updates?|closes?|for|resolves?):?$/i.test(first) && others.length > 0 && others.every((word) => /#\d+[,.]*$/.test(word))
}

function isExplained(message: string): boolean {
  const lines = message.split('\n').filter((line) => !namesIssues(line))
  return lines.join('\n').trim().length >= 20
}

/** What the text of a change says about how it matters. */
export const WORDING: readonly Feature[] = [
  { id: 'explained', words: 'explained at length', less: 'hardly explained', prior: 0.1, of: most(({ message }) => Math.log1p(message.length)) },
  { id: 'unexplained', words: 'a subject that needs no explanation', prior: 0, of: every(({ message }) => !isExplained(message)) },
  { id: 'subject-length', words: 'a long subject', less: 'a short subject', prior: 0, of: least(({ subject }) => Math.log1p(subject.text.length)) },
  {
    id: 'benchmarks',
    words: 'shows benchmarks',
    prior: 0.3,
    of: some(({ message }) =>
      /\b(ns\/op|MB\/s|allocs\/op|B\/op|ops\/s(ec)?|ms\/op|req\/s|geomean|old time\/op)\b|\b\d+(\.\d+)?x faster\b/i.test(message),
    ),
  },
  {
    id: 'users',
    words: 'speaks of users or callers',
    prior: 0.2,
    of: some(({ message }) => /\b(users?|callers?|programs?|applications?|clients?|developers?|consumers?)\b/i.test(message)),
  },
  {
    id: 'behaviour',
    words: 'speaks of behaviour or compatibility',
    prior: 0.3,
    of: some(({ message }) => /\b(compatib|incompatib|breaking|behaviou?r)/i.test(message)),
  },
  { id: 'now', words: 'tells what is so now', prior: 0.2, of: some(({ message }) => /\bnow\b/i.test(message)) },
  {
    id: 'previously',
    words: 'tells what was so before',
    prior: 0.1,
    of: some(({ message }) => /\bpreviously\b|\bbefore this (change|CL|PR|commit)\b|\bused to\b/i.test(message)),
  },
  { id: 'no-longer', words: 'tells what is no longer so', prior: 0.2, of: some(({ text }) => /\bno longer\b/i.test(text)) },
  {
    id: 'standard',
    words: 'follows a standard',
    prior: 0.2,
    of: some(({ text }) => /\bRFC ?\d+|\bspec(ification)?s?\b|\bstandards?\b|\bFIPS\b|\bPOSIX\b|\bcomplian(t|ce)\b/i.test(text)),
  },
  {
    id: 'proposal-named',
    words: 'names a proposal',
    prior: 0.4,
    of: some(({ text }) => /\b([Pp]roposals?|KEP-?\d+|PEP ?\d+|JEP ?\d+)\b/.test(text)),
  },
  { id: 'errors', words: 'about errors', prior: 0, of: some(({ subject }) => /\berrors?\b/i.test(subject.text)) },
  {
    id: 'test-subject',
    words: 'speaks of tests',
    prior: -0.4,
    of: share(({ subject }) => /\bTest[A-Z_]\w*|\b(unit |regression )?tests?\b|\bBenchmark\w*|\bflak\w*|\bCI\b/i.test(subject.text)),
  },
  {
    id: 'text-only',
    words: 'about words and comments',
    prior: -0.8,
    of: share(({ subject }) =>
      /\b(typos?|misspell\w*|clean-?ups?|comments?|whitespace|unused|dead code|spelling|grammar|wording|godoc|docs?|documentation|TODOs?|nits?)\b/i.test(
        subject.text,
      ),
    ),
  },
  {
    id: 'build',
    words: 'about building it',
    prior: -0.2,
    of: share(({ subject }) => /\b(missing|forgotten|broken|build|bootstrap|breakage|compile|lint)\b/i.test(subject.text)),
  },
  {
    id: 'flaky',
    words: 'speaks of flaky tests',
    prior: -0.3,
    of: some(({ text }) => /\bflak\w+|\bCI\b|\btest failures?\b/i.test(text)),
  },
  {
    id: 'prepares',
    words: 'speaks of what comes next',
    prior: -0.3,
    of: every(({ text }) =>
      /\b(prepar(e[sd]?|ing|ation)|subsequent|future|next|later|upcoming|separate|follow-?up) (CLs?|changes?|commits?|PRs?|patch(es)?|for|work)\b|\bin preparation\b/i.test(
        text,
      ),
    ),
  },
  {
    id: 'no-change',
    words: 'changes nothing that users see',
    prior: -0.6,
    of: every(({ text }) =>
      /\bno(n-| )functional|\bno-op\b|\bno (change in behaviou?r|behaviou?r(al)? changes?)|\bmechanical\b|\bautomated\b|\bgenerated (with|by)\b|\bNFC\b/i.test(
        text,
      ),
    ),
  },
  {
    id: 'recent-fault',
    words: 'mends what a recent change broke',
    prior: -0.3,
    of: every(({ text }) => /\b(introduced|broke|broken|regress\w*|caused|forgot|missed|accident\w*|mistake\w*)\b/i.test(text)),
  },
  {
    id: 'names-change',
    words: 'follows another change',
    prior: -0.1,
    of: some(({ message }) => /\bCL \d+|\bcommit [0-9a-f]{7,}|\b(follow[- ]?up|since|after|in) (to )?#\d+/.test(message)),
  },
  {
    id: 'implementation',
    words: 'speaks of the inside',
    prior: -0.3,
    of: share(({ text }) => /\b(internal(ly)?|compiler|refactor\w*|helpers?|clean ?up|simplif\w+|duplicat\w+|readab\w+)\b/i.test(text)),
  },
  { id: 'quotes-code', words: 'quotes code', prior: 0, of: some(({ message }) => /^( {4}|\t)\S/m.test(message)) },
  { id: 'flag-told', words: 'tells of a flag', prior: 0.1, of: some(({ message }) => /\bflags?\b/i.test(message)) },
]
