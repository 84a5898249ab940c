/** What a path says to more than one stage, for any project. */
/** What a path says about a file, for any project: no rule here knows a project's own names. */
const TEST =
  /(^|\/)(tests?|testdata|__tests__|__mocks__|__snapshots__|fixtures?|e2e|testutils?|test-?(support|helpers?)|bench(es|marks?))\/|[._-](test|spec|bench|unittest)s?\.[a-z0-9]+$|(^|\/)test_[^/]+$|(^|\/)tests\.(py|rs)$/i
/** Where names begin large, "Latest.java" is none. */
const TEST_CLASS = /([a-z0-9](Test|Tests|Spec|IT)|(^|\/)Test[A-Z]\w*)\.(java|kts?|scala|groovy|cs|fs|vb|swift|php|cpp|cc|mm?)$/
/** Tests lie there, or what a standard says. */
const SPECS = /(^|\/)specs?\//i
const TEXT = /\.(md|mdx|rst|adoc|bs|html?|txt|ya?ml|json|proto)$/i
const CODE =
  /\.([cm]?[jt]sx?|go|py|rs|java|kts?|scala|cs|rb|php|swift|cc?|cpp|cxx|hh?|hpp|mm?|sh|vue|svelte|ex|erl|hs|clj|dart|lua|pl|sql|css|scss)$/i
/** What only tools read, wherever it lies. */
const SETTINGS = /(^|\/)(\.[^/]+|[^/]*(config|rc)\.json|config\.ya?ml|cmakelists\.txt)$/i
const NOTE =
  /(^|\/)(docs?\/next|changelog\.d|changelogs?\/(unreleased|fragments)|docs?\/changelog|newsfragments?|\.changesets?|\.changes|changes|next-release|release-?notes?(\.d|\/notes)?)\/[^/]+/i

export const isTest = (path: string): boolean => TEST.test(path) || TEST_CLASS.test(path) || (SPECS.test(path) && !TEXT.test(path))
/** Written in a programming language. */
export const isSource = (path: string): boolean => CODE.test(path)
export const isSettings = (path: string): boolean => SETTINGS.test(path)
/** A fragment of the next release's notes. */
export const isNote = (path: string): boolean =>
  NOTE.test(path) && !isSource(path) && !isSettings(path) && !/(^|\/)readme\b/i.test(path) && !isTest(path)
