import { isDocument, isInside, isPort, isTest, isTooling } from '../paths.ts'
import { isBranch } from '../subject.ts'
import { all, any, every, type Feature, least, most, share, some } from './feature.ts'

const PLATFORM =
  /\b(windows|linux|darwin|macos|osx|ios|android|(free|open|net)bsd|dragonfly|solaris|illumos|aix|plan9|wasm|wasi\w*|arm64|aarch64|arm|amd64|x86(_64)?|i?386|ppc64(le|x)?|s390x|riscv(32|64)?|mips\w*|loong(arch)?64)\b/i

/** Where a story lies, and how much else lies there. */
export const BREADTH: readonly Feature[] = [
  {
    id: 'crowd',
    words: 'much was done there',
    less: 'little else was done there',
    prior: -0.1,
    of: (matter) => least((told) => Math.log1p(matter.field.inFolder(told.folder)))(matter),
  },
  {
    id: 'region',
    words: 'a busy region',
    less: 'a quiet region',
    prior: -0.1,
    of: (matter) => least((told) => Math.log1p(matter.field.inRegion(told.folder)))(matter),
  },
  {
    id: 'author-busy',
    words: 'by one who changes much here',
    less: 'by one who changes little here',
    prior: -0.05,
    of: (matter) => least((told) => Math.log1p(matter.field.ofAuthor(told.item.author)))(matter),
  },
  {
    id: 'pace',
    words: 'landed when much was landing',
    less: 'landed when little was landing',
    prior: 0,
    of: (matter) => most((told) => matter.field.paceAt(told.item.at))(matter),
  },
  {
    id: 'novelty',
    words: 'landed while much that is new was landing',
    less: 'landed while things were being mended',
    prior: 0,
    of: (matter) => most((told) => matter.field.noveltyAt(told.item.at))(matter),
  },
  { id: 'deep', words: 'deep in the tree', less: 'near the top of the tree', prior: 0, of: least(({ folder }) => folder.split('/').length) },
  {
    id: 'people',
    words: 'several people worked on it',
    prior: 0.1,
    of: ({ changes }) => (changes.length === 0 ? undefined : Math.log(Math.max(1, new Set(changes.map(({ item }) => item.author)).size))),
  },
  { id: 'several-areas', words: 'touches several areas', prior: 0, of: some(({ subject }) => subject.areas.length > 1) },
  {
    id: 'everywhere',
    words: 'of no one area',
    prior: -0.2,
    of: every(({ subject }) => subject.areas.some((area) => /^(all|misc|various|treewide|tree-wide|global|repo)$/i.test(area))),
  },
  {
    id: 'inside-files',
    words: 'inside only',
    prior: -0.6,
    of: every((told) => all(told, (path) => isInside(path) || isTest(path)) && !all(told, isTest)),
  },
  {
    id: 'inside-area',
    words: 'of an area that is not public',
    prior: -0.4,
    of: every(({ subject }) => subject.areas.length > 0 && subject.areas.every((area) => isInside(`${area}/`) || /(^|\/)internal(\/|$)/.test(area))),
  },
  {
    id: 'tooling',
    words: "the project's own tooling",
    prior: -1,
    of: every((told) => all(told, (path) => isTooling(path) || isTest(path)) && !all(told, isTest)),
  },
  { id: 'branch', words: 'of a branch', prior: -0.3, of: every(({ subject }) => subject.marks.some(isBranch)) },
  {
    id: 'one-platform',
    words: 'for one platform',
    prior: -0.1,
    of: every((told) => all(told, (path) => isPort(path) || isTest(path)) && !all(told, isTest)),
  },
  { id: 'platform-named', words: 'names a platform', prior: 0, of: share(({ subject }) => PLATFORM.test(subject.text)) },
  {
    id: 'new-port',
    words: 'a platform that is new',
    prior: 0.6,
    of: some(
      ({ subject }) => PLATFORM.test(subject.text) && /\b(port|support for|initial|bootstrap|new platform|GOOS|GOARCH|target)\b/i.test(subject.text),
    ),
  },
  { id: 'only-documents', words: 'nothing but documentation', prior: -0.8, of: every((told) => all(told, isDocument)) },
  { id: 'documents', words: 'touches the documentation', prior: 0.3, of: some((told) => any(told, isDocument) && !all(told, isDocument)) },
]
