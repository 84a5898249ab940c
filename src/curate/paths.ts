import { isNote, isSettings, isSource, isTest } from '../note-paths.ts'

const API =
  /(^|\/)api\/[^/]+(\/[^/]+)?\.(txt|json|ya?ml|api)$|\.api\.(md|txt|json)$|\.(pyi|proto|graphqls?|wit|idl)$|\.d\.[cm]?ts$|(^|\/)(openapi|swagger)[^/]*\.(json|ya?ml)$|(^|\/)crds?\/[^/]+\.ya?ml$/i
const HEADER = /\.(h|hh|hpp|hxx)$/i
const HEADERS = /(^|\/)include\//i
const VERSION_NOTES =
  /(^|\/)(changelog|changes|history|news|releases?|release-?notes?|whatsnew|unreleased)(\.(md|mdx|rst|txt|html|adoc))?$|(^|\/)(release-?notes?|whatsnew|releases|changelogs?)\/[^/]+\.(html|md|mdx|rst|txt|adoc)$/i
const DOCUMENTS = /(^|\/)(docs?|documentation)\/([^/]+\/){0,3}[^/]*$/i
const VERSION = /\d\.[\dx]/i
const WRITTEN = /\.(html|md|mdx|rst|txt|adoc)$/i
const MANIFEST =
  /(^|\/)(package(-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|go\.(mod|sum|work(\.sum)?)|cargo\.(toml|lock)|requirements[^/]*\.txt|pyproject\.toml|poetry\.lock|uv\.lock|gemfile(\.lock)?|composer\.(json|lock)|pipfile(\.lock)?|mix\.lock|deno\.lock|bun\.lockb?|flake\.lock|pubspec\.(yaml|lock)|podfile(\.lock)?|package\.resolved|packages\.lock\.json|directory\.packages\.props|libs\.versions\.toml|build\.gradle(\.kts)?|pom\.xml|modules\.txt)$|(^|\/)(vendor|third_party|node_modules)\/|^\.github\/workflows\//i
const DOCUMENT = /(^|\/)docs?\/|\.(md|mdx|rst|adoc|txt)$/i
const ABOUT = /(^|\/)(readme|changelog|licen[cs]e|authors|contributors|copying|notice)([-_.][^/]*)?$/i
const MANUAL = /(^|\/)(all)?docs?\.[a-z]{1,5}$|\.[1-8]$|(^|\/)(man|help|usage)\.[a-z]{1,5}$/i
const MANUALS = /(^|\/)(man|help|usage)\//i
const EXAMPLE = /(^|\/)examples?(\/|[_.-])|(^|\/)example_/i
const INSIDE = /(^|\/)(_?internals?|_?private|impl)(\/|$)/i
const TOOLING = /(^|\/)(\.github|\.gitlab|\.circleci|\.buildkite|ci|tools?|scripts?|misc|hack|infra|dev)\/|(^|\/)(makefile|dockerfile|\.[a-z]+rc)$/i
const PORT =
  /_js[_.]|(^|[_./-])(windows|win32|linux|darwin|macos|osx|ios|android|freebsd|openbsd|netbsd|bsd|dragonfly|solaris|illumos|aix|plan9|wasm|wasi[a-z0-9]*|unix|posix|arm64|aarch64|arm|amd64|x86_64|x64|x86|i?386|ppc64(le|x)?|s390x|riscv(32|64)?|mips[a-z0-9]*|loong(arch)?64)[_./-]/i

export const isManifest = (path: string): boolean => MANIFEST.test(path)
export { isNote, isTest }
/** Files that say what is public: lists of API, headers, type declarations, schemas of messages; not those of others that lie here too. */
export const isApi = (path: string): boolean =>
  (API.test(path) || (HEADER.test(path) && HEADERS.test(path))) && !isTest(path) && !isManifest(path) && !isSettings(path)
/** A changelog, or the notes of one version. */
export const isVersionNotes = (path: string): boolean =>
  (VERSION_NOTES.test(path) || (WRITTEN.test(path) && VERSION.test(nameOf(path)) && DOCUMENTS.test(path))) && !isTest(path)
export const isDocument = (path: string): boolean =>
  (DOCUMENT.test(path) || (ABOUT.test(path) && !isSource(path))) && !isApi(path) && !isManifest(path) && !isSettings(path)
/** What a command or package says about itself. */
export const isManual = (path: string): boolean => (MANUAL.test(path) || (MANUALS.test(path) && !isSource(path))) && !isTest(path)
export const isExample = (path: string): boolean => EXAMPLE.test(path)
/** Code that nobody outside can call. */
export const isInside = (path: string): boolean => INSIDE.test(path)
/** What only those who work on the project run. */
export const isTooling = (path: string): boolean => TOOLING.test(path)
/** A file for one operating system or processor. */
export const isPort = (path: string): boolean => PORT.test(path)
/** What does something where it is used. */
export const isCode = (path: string): boolean => !isTest(path) && !isDocument(path) && !isApi(path) && !isNote(path)

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
/** The folder of a path, without its last slash; '' for the top. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
