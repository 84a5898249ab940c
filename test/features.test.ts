import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import { bareTitle } from '../src/bare-title.ts'
import { FEATURES } from '../src/curate/features.ts'
import { isRelease } from '../src/curate/features/conventions.ts'
import type { Matter } from '../src/curate/features/feature.ts'
import { fieldOf } from '../src/curate/field.ts'
import { groupItems } from '../src/curate/group-items.ts'
import { measure } from '../src/curate/measure.ts'
import { subjectOf } from '../src/curate/subject.ts'
import { tell } from '../src/curate/told.ts'
import type { Item } from '../src/model/item.ts'
import { change } from './stories.ts'

type Given = Partial<Item>
/** A story, and what lies around it; `takesBack` as grouping found it. */
type Case = { items: Given[]; among?: Given[]; takesBack?: true }

const DAY = 86_400_000
const at = (day: number) => new Date(Date.UTC(2026, 6, 1) + day * DAY).toISOString().replace('.000', '')
const full = (given: readonly Given[], prefix: string) => given.map((one, index) => change({ id: `${prefix}${index}`, ...one }))

function matterOf({ items, among = [], takesBack }: Case): Matter {
  const all = full(items, 'o/r@').map(tell)
  const field = fieldOf([...all, ...full(among, 'o/r@among').map(tell)])
  return { all, changes: all.filter(({ item }) => item.kind === 'change'), takesBack: takesBack === true, field }
}

const one = (...given: Given[]): Case[] => given.map((item) => ({ items: [item] }))
const titles = (...given: string[]): Case[] => one(...given.map((title) => ({ title })))
const messages = (...given: string[]): Case[] => one(...given.map((message) => ({ message })))
const files = (...given: string[][]): Case[] => one(...given.map((paths) => ({ paths })))
const labels = (...given: string[]): Case[] => one(...given.map((label) => ({ labels: [label] })))
const of = (kind: Item['kind'], ...states: (string | undefined)[]): Case[] =>
  one(...states.map((state) => ({ kind, paths: [], ...(state === undefined ? {} : { state }) })))
const refs = (verb: 'fixes' | 'updates' | 'follows', ...ids: string[]): Given => ({ references: ids.map((id) => ({ id, verb })) })
const crowd = (count: number, given: Given = {}): Given[] => Array.from({ length: count }, () => given)
const asked = (day: number): Case => ({
  items: [{ at: at(80), ...refs('fixes', 'o/r#7') }],
  among: [{ id: 'o/r#7', kind: 'issue', paths: [], at: at(80), transitions: [{ at: at(day), to: 'opened' }] }],
})

/** For each feature stories that have more of it, and stories that have less. */
const TABLE: Record<string, { more: Case[]; less: Case[] }> = {
  'takes-back': { more: [{ items: [{}], takesBack: true }], less: one({}) },
  'vulnerability-new': { more: of('vulnerability', 'new'), less: of('vulnerability', 'updated', 'withdrawn') },
  'vulnerability-updated': { more: of('vulnerability', 'updated'), less: of('vulnerability', 'new') },
  'vulnerability-withdrawn': { more: of('vulnerability', 'withdrawn'), less: of('vulnerability', 'new') },
  'proposal-landed': {
    more: ['accepted', 'implemented'].map((state) => ({ items: [{ kind: 'proposal', state }, {}] })),
    less: ['declined', 'active', 'likely-accept'].map((state) => ({ items: [{ kind: 'proposal', state }, {}] })),
  },
  'proposal-accepted': { more: of('proposal', 'accepted'), less: of('proposal', 'declined', 'likely-accept', undefined) },
  'proposal-declined': { more: of('proposal', 'declined'), less: of('proposal', 'accepted', 'likely-decline') },
  'proposal-likely': { more: of('proposal', 'likely-accept', 'likely-decline'), less: of('proposal', 'accepted', 'active', undefined) },
  milestone: { more: of('release', 'planned'), less: of('release', undefined, 'prerelease') },
  release: { more: of('release', undefined), less: of('release', 'planned', 'prerelease') },
  discussed: { more: one({ comments: 30 }, { reactions: 31, comments: 0 }), less: one({ comments: 29 }, { reactions: 0 }) },
  'label-breaking': {
    more: labels('breaking-change', 'kind/api-change', 'semver:major', 'BREAKING', 'BreakingChange'),
    less: labels('non-breaking', 'kind/bug', 'not a breaking change', 'groundbreaking'),
  },
  'label-notable': {
    more: labels('release-note', 'relnotes', 'needs-changelog', 'Changelog: Added', 'ReleaseNotes'),
    less: labels('release-note-none', 'skip-changelog', 'no changelog', 'changelog: none', 'not notable', 'bug'),
  },
  'label-security': {
    more: labels('security', 'kind/security', 'Type: Vulnerability', 'CVE'),
    less: labels('insecurity', 'no security impact', 'bug'),
  },
  'label-feature': {
    more: labels('enhancement', 'kind/feature', 'FeatureRequest', 'semver-minor', 'Type: Feature Request'),
    less: labels('bug', 'not a feature', 'featured'),
  },
  'label-deprecation': { more: labels('deprecation', 'kind/deprecated'), less: labels('bug', 'no-deprecation') },
  'label-performance': { more: labels('performance', 'perf', 'T-Performance'), less: labels('performing', 'bug') },
  'label-bug': { more: labels('bug', 'C-bug', 'kind/regression', 'Type: Bug'), less: labels('not a bug', 'debug', 'feature') },
  'label-inside': {
    more: labels('chore', 'area/testing', 'dependencies', 'clean-up', 'release-note-none', 'skip changelog'),
    less: labels('feature', 'release-note', 'latest'),
  },
  'label-documentation': { more: labels('docs', 'kind/documentation', 'Documentation'), less: labels('docker', 'bug') },
  advisory: {
    more: [...messages('Fixes CVE-2026-12345', 'See GHSA-2345-6789-cfgh.'), ...titles('shed: mend CVE-2026-1234')],
    less: messages('', 'CVE', 'CVE-2026', 'about security'),
  },
  trouble: {
    more: titles('shed: avoid panic in the lathe', 'fix(shed): deadlock on close', 'Fix memory leak in shed'),
    less: titles('shed: company of lathes', 'fix(shed): traces', 'Add bleak mode to shed'),
  },
  hardening: {
    more: [...messages('An attacker could wait.'), ...titles('shed: compare in constant time-', 'feat: sanitize names', 'Reject untrusted lathes')],
    less: titles('shed: attach lathes', 'feat: tidy names', 'Add trust to shed'),
  },
  breaking: {
    more: [...titles('feat(shed)!: drop lathes', 'shed!: drop lathes'), ...messages('x\n\nBREAKING CHANGE: y', 'BREAKING-CHANGE: y')],
    less: [...titles('feat(shed): drop lathes', 'shed: break!'), ...messages('- [ ] BREAKING CHANGE', 'not breaking')],
  },
  'type-feature': { more: titles('feat: x', 'Feature(shed)!: x'), less: titles('fix: x', 'shed: add feat', 'Add feature to shed') },
  'type-fix': { more: titles('fix: x', 'bugfix(shed): x'), less: titles('feat: x', 'shed: fix x', 'Fix x in shed') },
  'type-performance': { more: titles('perf(shed): x'), less: titles('shed: perf', 'feat: x') },
  'type-chore': { more: titles('chore: x', 'refactor(shed): x', 'ci: x', 'build(deps): x'), less: titles('feat: x', 'shed: x', 'Build x') },
  'type-documentation': { more: titles('docs: x', 'doc(shed): x'), less: titles('shed: doc', 'Document x') },
  'type-test': { more: titles('test: x', 'tests(shed): x'), less: titles('shed: test', 'Test x') },
  dependency: {
    more: one(
      { title: 'build(deps): bump lathe from 1.0 to 1.1' },
      { title: 'Upgraded lathe', paths: ['go.mod', 'go.sum'] },
      { title: 'all: update vendored lathe', paths: ['vendor/lathe/a.go'] },
      { title: 'Roll lathe from 0123456789 to abcdef0123 (3 revisions)' },
    ),
    less: one(
      { title: 'build: require a newer lathe', paths: ['package.json'] },
      { title: 'shed: update lathe', paths: ['src/lathe.go'] },
      { title: 'Update labels from beta to done' },
    ),
  },
  vendored: { more: files(['vendor/a.go', 'src/a.go'], ['third_party/a/b.c']), less: files(['src/vendor.go'], ['vendors/a']) },
  'release-mark': {
    more: titles(
      '2.4.0',
      'Release v2.4.0',
      'chore(main): release 2.4.0',
      'Bump version to 1.0.0-beta.2',
      'Prepare for release 2.4.0',
      'Version Packages',
    ),
    less: titles('2.4.0: mend it', 'release: mend', 'chore: tidy releases'),
  },
  'api-files': { more: files(['api/next.txt'], ['src/a.ts', 'src/a.d.ts']), less: files(['src/a.ts'], ['api/package.json']) },
  'names-symbol': {
    more: titles('shed: add Lathe.Turn', 'feat(shed): add `turn`', 'Add LatheOptions to shed', 'shed: speed up turn()'),
    less: titles('shed: add turning', 'feat(shed): add turning', 'Add turning to shed', 'shed: deflake TestLathe'),
  },
  'names-symbol-inside': {
    more: titles('shed: mend Lathe.Turn', 'feat: add LatheOptions', 'Add LatheOptions to shed'),
    less: titles('shed: mend lathes', 'feat: add Lathe', 'shed: skip TestLathe.Turn'),
  },
  'adds-symbol': {
    more: titles('shed: add Lathe.Turn', 'feat: introduces LatheOptions', 'Support LatheOptions in shed'),
    less: titles('shed: address Lathe.Turn', 'fix: mend LatheOptions', 'Add turning to shed'),
  },
  default: { more: titles('shed: default to x', 'feat: new defaults', 'Change default of shed'), less: titles('shed: fault', 'Add x to shed') },
  deprecates: {
    more: [...titles('shed: deprecate x', 'feat!: deprecated x', 'Deprecation of x'), ...messages('Deprecates x')],
    less: titles('shed: deprecatory', 'Add x'),
  },
  'flag-named': {
    more: titles('shed: add -turn', 'feat: add --long', 'Add `--x-y` to shed', 'Document flags'),
    less: titles('shed: re-add x', 'feat: add x - y', 'Add x-y to shed'),
  },
  'private-name': {
    more: one({ title: 'shed: mend _turn' }, { title: 'shed: mend turnLathe', paths: ['a.go'] }),
    less: one({ title: 'shed: mend turn' }, { title: 'feat: mend turnLathe', paths: ['a.ts'] }, { title: 'Add Turn_x to shed' }),
  },
  'api-told': { more: messages('This is a new API.', 'An exported name.'), less: messages('apical', 'RAPID') },
  'note-fragment': {
    more: files(['doc/next/1.md'], ['newsfragments/1.feature'], ['.changeset/a.md']),
    less: files(['src/a.ts'], ['.changeset/config.json']),
  },
  'version-notes': { more: files(['CHANGELOG.md'], ['docs/releases/1.2.rst']), less: files(['src/a.ts'], ['docs/a.md']) },
  'asks-for-note': {
    more: messages('RELNOTE=yes', '```release-note\nAdds x.\n```', 'Changelog: added'),
    less: messages('', '```release-note\nNONE\n```', 'RELNOTE: no', 'Changelog: none', 'No release note needed'),
  },
  'declines-note': {
    more: messages('```release-note\n\nNONE\n```', 'Relnote: no.', 'changelog: n/a', 'no changelog entry needed'),
    less: messages('```release-note\nAdds x\n```', 'Changelog: no longer turns lathes', ''),
  },
  manual: { more: files(['src/cmd/lathe/doc.go'], ['man/lathe.1']), less: files(['src/a.go'], ['packages/cli/a.ts']) },
  example: { more: files(['examples/a.ts'], ['example_test.go']), less: files(['src/a.ts']) },
  switch: {
    more: [
      ...messages('Set GODEBUG=x=1', 'LATHE_OPTIONS holds it', 'An environment variable', 'opt out of it'),
      ...titles('Environment variable for x', 'feat: add feature flag for x', 'shed: add config option'),
    ],
    less: [...messages('optional', 'opt'), ...titles('shed: flags', 'feat: options')],
  },
  'variable-named': {
    more: titles('shed: read LATHE_SPEED', 'feat: `LATHES`', 'Add LATHES to shed'),
    less: titles('shed: read IDs', 'feat: Lathes', 'Add OK to shed'),
  },
  'verb-add': {
    more: titles('shed: add x', 'feat: adds x', 'Added x to shed', 'Fixed #12 -- Supporting x'),
    less: titles('shed: address x', 'feat: newline x', 'Mend x'),
  },
  'verb-open': { more: titles('shed: allow x', 'feat: exposes x', 'Permitted x'), less: titles('shed: expo x', 'Mend x') },
  'verb-close': { more: titles('shed: reject x', 'feat: denies x', 'Restricting x'), less: titles('shed: limitless x', 'Mend x') },
  'verb-away': { more: titles('shed: drop x', 'feat!: dropping x', 'Retired x'), less: titles('shed: droplet x', 'Mend x') },
  'verb-remove': { more: titles('shed: remove x', 'feat: deletes x', 'Removing x'), less: titles('shed: remote x', 'Mend x') },
  'verb-improve': { more: titles('shed: improve x', 'feat: refined x', 'Rewrote x'), less: titles('shed: improper x', 'Mend x') },
  'verb-faster': { more: titles('shed: reduce x', 'perf: caching x', 'Optimised x'), less: titles('shed: speedy x', 'Mend x') },
  'verb-fix': { more: titles('shed: fix x', 'fix: corrects x', 'Fixed x'), less: titles('shed: fixture x', 'Mend x') },
  'verb-guard': { more: titles('shed: handle x', 'fix: ensures x', 'Prevented x'), less: titles('shed: handler x', 'Mend x') },
  'verb-minor': { more: titles('shed: tweak x', 'fix: minor x', 'Polished x'), less: titles('shed: moreover x', 'Mend x') },
  'verb-change': {
    more: titles('shed: use x', 'fix: making x', 'Kept x', 'shed: do not x', "shed: don't x"),
    less: titles('shed: user x', 'Us x', 'Mend x'),
  },
  'verb-clean': { more: titles('shed: tidied x', 'refactor: simplifies x', 'Cleanup x'), less: titles('shed: movement x', 'Mend x') },
  'verb-document': { more: titles('shed: clarifies x', 'docs: noted x', 'Documenting x'), less: titles('shed: not x', 'Mend x') },
  'verb-test': { more: titles('shed: test x', 'test: skipping x', 'Deflaked x'), less: titles('shed: testament x', 'Mend x') },
  'verb-update': { more: titles('shed: update x', 'build: bumps x', 'Synced x'), less: titles('shed: uptick x', 'Mend x') },
  'fixes-issue': { more: one(refs('fixes', 'o/r#7')), less: one({}, refs('updates', 'o/r#7')) },
  'updates-issue': { more: one(refs('updates', 'o/r#7')), less: one({}, refs('fixes', 'o/r#7')) },
  'no-issue': { more: one({}, refs('follows', 'a/cl/7')), less: one(refs('updates', 'o/r#7')) },
  'several-issues': { more: one(refs('fixes', 'o/r#7', 'o/r#8')), less: one({}, refs('fixes', 'o/r#7', 'o/r#7')) },
  'issue-age': { more: [asked(-400)], less: [asked(70), asked(90)] },
  'issue-old': { more: [asked(-101)], less: [asked(-99), asked(90)] },
  lines: { more: one({ added: 100, deleted: 100 }), less: one({ added: 150, deleted: 0 }) },
  'lines-added': { more: one({ added: 100 }), less: one({ added: 10, deleted: 900 }) },
  deletes: { more: one({ added: 10, deleted: 90 }), less: one({ added: 90, deleted: 10 }, { added: 0, deleted: 0 }) },
  files: { more: files(['a', 'b', 'c']), less: files(['a'], []) },
  'one-file': { more: files(['a']), less: files(['a', 'b'], []) },
  'few-lines': { more: one({ added: 2, deleted: 2 }), less: one({ added: 3, deleted: 2 }, { added: 0, deleted: 0, paths: [] }) },
  'tree-wide': {
    more: files(Array.from({ length: 25 }, (_, index) => `${index}`)),
    less: files(Array.from({ length: 24 }, (_, index) => `${index}`)),
  },
  assembly: { more: files(['src/a.s', 'src/a.go'], ['a.asm']), less: files(['src/a.go'], ['src/as']) },
  'with-tests': { more: files(['src/a.go', 'src/a_test.go']), less: files(['src/a.go'], ['src/a_test.go']) },
  'only-tests': { more: files(['src/a_test.go'], ['test/a.ts']), less: files(['src/a.go', 'src/a_test.go'], []) },
  manifests: { more: files(['go.mod', 'go.sum'], ['package.json']), less: files(['go.mod', 'src/a.go'], []) },
  changes: { more: [{ items: [{}, {}] }], less: one({}) },
  crowd: { more: [{ items: [{}], among: crowd(5) }], less: [{ items: [{}], among: crowd(5, { paths: ['lib/a.ts'] }) }] },
  region: {
    more: [{ items: [{ paths: ['src/a/b/c.ts'] }], among: crowd(5, { paths: ['src/a/d/e.ts'] }) }],
    less: [{ items: [{ paths: ['src/a/b/c.ts'] }], among: crowd(5, { paths: ['src/f/d/e.ts'] }) }],
  },
  'author-busy': { more: [{ items: [{}], among: crowd(5) }], less: [{ items: [{}], among: crowd(5, { author: 'Bo Other' }) }] },
  pace: {
    more: [{ items: [{ at: at(0) }], among: [...crowd(9, { at: at(1) }), { at: at(200) }] }],
    less: [{ items: [{ at: at(200) }], among: [...crowd(9, { at: at(1) })] }],
  },
  novelty: {
    more: [{ items: [{ at: at(0), title: 'shed: add x' }], among: crowd(9, { at: at(200), title: 'shed: mend x' }) }],
    less: [
      { items: [{ at: at(0), title: 'shed: mend x' }], among: crowd(9, { at: at(200), title: 'shed: add x' }) },
      { items: [{ at: at(0), title: 'shed: address x' }], among: crowd(9, { at: at(200), title: 'feat: mend x' }) },
    ],
  },
  deep: { more: files(['a/b/c/d.ts']), less: files(['a/d.ts'], ['d.ts'], []) },
  people: { more: [{ items: [{ author: 'Ada' }, { author: 'Bo' }] }], less: [{ items: [{ author: 'Ada' }, { author: 'Ada' }] }] },
  'several-areas': { more: titles('shed, barn: x', 'feat(shed,barn): x'), less: titles('shed: x', 'feat(shed): x', 'Add x, y') },
  everywhere: { more: titles('all: x', 'chore(repo): x', 'treewide: x'), less: titles('shed: x', 'feat(allot): x', 'Add all') },
  'inside-files': { more: files(['internal/a.go'], ['src/impl/a.cc', 'test/a.cc']), less: files(['internal/a.go', 'src/a.go'], ['test/a.cc'], []) },
  'inside-area': {
    more: titles('shed/internal/x: mend', 'feat(internal): x', '[internal] mend x'),
    less: titles('shed: mend', 'feat(international): x', 'Mend internal x'),
  },
  tooling: { more: files(['.github/CODEOWNERS'], ['scripts/a.sh', 'test/a.ts']), less: files(['src/a.ts'], ['test/a.ts'], []) },
  branch: {
    more: titles('[release-branch.1.30] shed: x', '[3.12] fix: x', '[4.2.x] Fixed #1 -- Mended x'),
    less: titles('[lathe] Add x', '[1/3] feat: x', '[WIP] shed: x'),
  },
  'one-platform': {
    more: files(['src/a_windows.go'], ['linux/a.c', 'test/a.c']),
    less: files(['src/a.go', 'src/a_windows.go'], ['assets/js/a.ts'], []),
  },
  'platform-named': {
    more: titles('shed: mend on Windows', 'fix(shed): arm64 only', 'Add riscv64 to shed'),
    less: titles('shed: mend windowsill', 'fix: charm', 'Add x'),
  },
  'new-port': {
    more: titles('shed: initial support for riscv64', 'feat: port to wasm', 'Add support for FreeBSD'),
    less: titles('shed: mend on Windows', 'feat: port x', 'Add support for x'),
  },
  'only-documents': {
    more: files(['docs/a.md'], ['README.md', 'LICENSE']),
    less: files(['docs/a.md', 'src/a.ts'], ['CMakeLists.txt'], ['api/next.txt'], []),
  },
  documents: { more: files(['docs/a.md', 'src/a.ts']), less: files(['docs/a.md'], ['src/a.ts']) },
  explained: { more: messages('long '.repeat(50)), less: messages('short', '') },
  unexplained: {
    more: messages('', 'Fixes #12, #13.', 'Updates o/r#12\nFor #13'),
    less: messages('Fixes #12 since the lathe turned too fast', 'It turned too fast before.'),
  },
  'subject-length': { more: titles('shed: mend the lathe where it turns'), less: titles('shed/of/a/long/name/that/does/not/count: mend') },
  benchmarks: { more: messages('Lathe-8 12 ns/op', 'geomean 3%', 'It is 2.5x faster'), less: messages('1x', 'faster') },
  users: { more: messages('Callers can wait.', 'for users'), less: messages('userland', '') },
  behaviour: { more: messages('The behavior differs', 'backward compatible'), less: messages('misbehaves', '') },
  now: { more: messages('It now turns.'), less: messages('known', '') },
  previously: { more: messages('Previously it did.', 'Before this change it did', 'It used to turn'), less: messages('used too', '') },
  'no-longer': { more: [...messages('It no longer turns'), ...titles('No longer turn')], less: messages('no long', '') },
  standard: { more: messages('See RFC 1234.', 'As the spec says', 'POSIX'), less: messages('special', 'despecification') },
  'proposal-named': { more: messages('See the proposal', 'KEP-123', 'PEP 8'), less: messages('Proposed', 'PEPPER 8') },
  errors: { more: titles('shed: return error', 'fix: errors in x', 'Add error to shed'), less: titles('shed: terror', 'Add x') },
  'test-subject': {
    more: titles('shed: deflake TestLathe', 'fix: flaky x', 'Run unit tests in CI'),
    less: titles('shed: attest', 'feat: contest x', 'Add contests'),
  },
  'text-only': { more: titles('shed: fix typo', 'docs: spelling', 'Remove unused x', 'Clean-up x'), less: titles('shed: mend', 'feat: typography') },
  build: { more: titles('shed: mend build', 'fix: broken x', 'Add missing x'), less: titles('shed: rebuild', 'Add x') },
  flaky: {
    more: [...titles('fix: flaky x', 'shed: deal with CI')],
    less: messages('CIRCLE', 'flake-free'.replace('flake', 'snow')),
  },
  prepares: { more: messages('In preparation of x', 'A subsequent change turns it', 'for a follow-up CL'), less: messages('next', 'changes later') },
  'no-change': { more: messages('No functional change.', 'NFC', 'This is a no-op'), less: messages('function changes', 'nfcx') },
  'recent-fault': { more: messages('It was broken by x', 'A regression'), less: messages('breaks', '') },
  'names-change': { more: messages('CL 123 did', 'commit abcdef0 did', 'since #12', 'follow up to #12'), less: messages('CLS 123', '#12') },
  implementation: { more: [...messages('internally'), ...titles('shed: refactor x', 'Simplify x')], less: messages('international', '') },
  'quotes-code': { more: messages('So:\n\n    lathe.turn()\n', '\tturn'), less: messages('  x', 'a    b') },
  'flag-told': { more: messages('a flag', 'its flags'), less: messages('flagship', '') },
}

describe.each(FEATURES.map((feature) => [feature.id, feature] as const))('%s', (id, feature) => {
  const { more = [], less = [] } = TABLE[id] ?? {}
  const valued = (cases: readonly Case[]) => cases.map((one) => ({ ...one, value: feature.of(matterOf(one)) }))
  const least = Math.min(...valued(more).map(({ value = Number.NaN }) => value))

  test('can be told, and is more where it holds than where it does not', () => {
    expect(more.length * less.length).toBeGreaterThan(0)
    expect(least).toBeGreaterThan(0)
    expect(valued(less).filter(({ value }) => value === undefined || !(value < least))).toEqual([])
  })
})

test('the table and the features hold the same, each once', () => {
  expect(FEATURES.map(({ id }) => id)).toEqual([...new Set(FEATURES.map(({ id }) => id))])
  expect(Object.keys(TABLE).sort()).toEqual(FEATURES.map(({ id }) => id).sort())
  expect(FEATURES.filter(({ prior, words }) => !Number.isFinite(prior) || words.trim() !== words || words === '')).toEqual([])
})

test('what cannot be told is neither more nor less', () => {
  const undefinedOf = (given: Given) => FEATURES.filter((feature) => feature.of(matterOf({ items: [given] })) === undefined).map(({ id }) => id)
  const onlyTrackers = FEATURES.map(({ id }) => id).filter((id) =>
    /^(label|proposal-(?!named)|vulnerability|milestone|release$|discussed|issue-)/.test(id),
  )
  expect(undefinedOf({})).toEqual(onlyTrackers)
  expect(FEATURES.filter((feature) => feature.of(matterOf({ items: [{ kind: 'article', paths: [] }] })) !== undefined).map(({ id }) => id)).toEqual([
    'takes-back',
    'advisory',
  ])
})

test('every value is finite or cannot be told, for whatever items', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('', 'Revert "x"', 'feat!: x', 'shed: y', '[x]', '2.4.0'))
  const item = fc.record({
    kind: fc.constantFrom('change', 'proposal', 'issue', 'vulnerability', 'release', 'article').map((kind) => kind as Item['kind']),
    title: text,
    message: text,
    author: fc.option(fc.constantFrom('Ada', ''), { nil: undefined }),
    paths: fc.array(fc.constantFrom('', '/', 'a', 'src/a.ts', 'api/1.txt', 'a_test.go'), { maxLength: 3 }),
    added: fc.nat(),
    deleted: fc.nat(),
    at: fc.integer({ min: -9999, max: 9999 }).map(at),
    state: fc.option(fc.constantFrom('open', 'new', 'accepted', 'planned'), { nil: undefined }),
    labels: fc.array(text, { maxLength: 2 }),
    references: fc.array(
      fc.constantFrom('o/r#1', 'o/r#999999999', 'x', '#', 'o/r#0').map((id) => ({ id, verb: 'fixes' as const })),
      { maxLength: 2 },
    ),
    reverts: fc.array(fc.constantFrom('o/r@1', '', 'x'), { maxLength: 1 }),
  })
  fc.assert(
    fc.property(fc.array(item, { maxLength: 8 }), (given) => {
      const items = given.map(({ author, state, ...rest }, index) => ({
        ...change({ id: `o/r@${index}`, ...rest }),
        ...(author === undefined ? {} : { author }),
        ...(state === undefined ? {} : { state }),
      }))
      const measured = measure(items)
      expect(measured.flatMap(({ values }) => values).filter((value) => value !== undefined && !Number.isFinite(value))).toEqual([])
      expect(measured.flatMap(({ group }) => group.members)).toHaveLength(items.length)
    }),
  )
})

describe('isRelease()', () => {
  test.each([
    '2.4.0',
    'release: v2.4.0',
    'chore(release): 2.4.0',
    'v1.2.3rc1',
    '1.2-rc.1',
    '3.13.0b1 release',
    '1.2.x',
    'Release version 2.4.0 (#12)',
  ])('takes %j', (title) => expect(isRelease(title)).toBe(true))
  test.each(['2.4.0: mend it', 'release', '2.4.', '1.2--x', '1.2-0123456789abcdef0123456789abcdef01234567!', 'bump lathe to 2.4', 'version 2'])(
    'does not take %j',
    (title) => expect(isRelease(title)).toBe(false),
  )
})

const UNITS = [
  '[',
  '[]',
  '[] ',
  '[a]',
  ']',
  '(',
  '((',
  '()',
  '( ',
  '"',
  'Revert "',
  'Reland "',
  'Reland ',
  '`',
  "'",
  '\n',
  ' ',
  '\t',
  '- [ ] ',
  '> ',
  'a',
  'A',
  'aA',
  'Aa',
  'a.',
  'A.',
  'A.a',
  'a,',
  'a, ',
  'a: ',
  'a:',
  '-',
  '-a',
  '--',
  '_',
  '_a',
  'é',
  '✨',
  ':a:',
  ':',
  '1',
  '1.',
  '1.1.',
  '.1',
  '-1',
  '#',
  '#1',
  '#1 ',
  'fix #1 ',
  'fix #1',
  'fixes o/r#1, ',
  '#1#1',
  'CL 1',
  'RFC ',
  'CVE-2026-',
  'GHSA-',
  'release ',
  'bump a from b ',
  'bump ',
  'roll a from 1 ',
  'update the ',
  'deprecat',
  'wasi',
  '-wasi',
  'mips',
  'A_',
  'relnote:',
  'changelog:none ',
  '```release-note\n',
  '```release-note\n\n',
  'opt ',
  'no ',
  'test ',
  'Test',
  'flak',
  '0123456789abcdef',
  'a/',
  '/',
  'api/',
  'include/',
  'doc/',
  'spec/',
  '.test.',
  '_test.',
  'requirements',
  'changes/',
  'docs/1.1',
  '.changeset/',
  'Test.java',
  'config.',
  '(#1)',
  '(take 1)',
  ' (#1)',
  '(cherry-pick ',
]

/** 64 kB on one line: what takes time that grows faster than the text does not end before the test is stopped. */
test.each(UNITS)('everything answers to 64 kB of %j', (unit) => {
  for (const begin of ['', 'changelog: none', '```release-note', 'fix ', 'api/', 'docs/', '1.1', 'Revert "', 'feat(']) {
    const text = `${begin}${unit.repeat(65_536 / unit.length)}!`
    const items = [
      change({ id: 'o/r@1', title: text, message: text, paths: [text, `${text}.md`, `${text}/a.h`], labels: [text], reverts: [text] }),
      change({ id: 'o/r@2', title: `Revert "${text}"`, message: text, paths: [text], at: '2026-08-02T00:00:00Z', reverts: [text] }),
    ]
    expect(groupItems(items).flatMap(({ members }) => members)).toHaveLength(2)
    expect(measure(items).every(({ values }) => values.length === FEATURES.length)).toBe(true)
    expect(text.toLowerCase()).toContain(bareTitle(text))
    expect(text.endsWith(subjectOf(text).text)).toBe(true)
  }
})
