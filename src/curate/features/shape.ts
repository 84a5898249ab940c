import { any, every, type Feature, least, most, all } from './feature.ts'
import { isCode, isManifest, isTest } from '../paths.ts'

/** How large a story is, and of what. */
export const SHAPE: readonly Feature[] = [
  { id: 'lines', words: 'a large change', less: 'a small change', prior: 0.05, of: most(({ item }) => Math.log1p(item.added + item.deleted)) },
  { id: 'lines-added', words: 'much that is new', less: 'little that is new', prior: 0.05, of: most(({ item }) => Math.log1p(item.added)) },
  { id: 'deletes', words: 'deletes more than it adds', prior: 0, of: least(({ item }) => item.deleted / (1 + item.added + item.deleted)) },
  { id: 'files', words: 'many files', less: 'few files', prior: 0, of: least(({ item }) => Math.log1p(item.paths.length)) },
  { id: 'one-file', words: 'one file', prior: -0.2, of: every(({ item }) => item.paths.length === 1) },
  { id: 'few-lines', words: 'a few lines', prior: -0.3, of: every(({ item }) => item.paths.length > 0 && item.added + item.deleted <= 4) },
  { id: 'tree-wide', words: 'across the tree', prior: -0.3, of: every(({ item }) => item.paths.length >= 25) },
  { id: 'assembly', words: 'assembly', prior: 0, of: every((told) => any(told, (path) => /\.(s|asm)$/i.test(path))) },
  {
    id: 'with-tests',
    words: 'code with its tests',
    prior: 0.3,
    of: (matter) => (matter.changes.length === 0 ? undefined : Number(matter.changes.some((told) => any(told, isTest) && any(told, isCode)))),
  },
  { id: 'only-tests', words: 'nothing but tests', prior: -2, of: every((told) => all(told, isTest)) },
  { id: 'manifests', words: 'nothing but manifests', prior: -0.8, of: every((told) => all(told, isManifest)) },
  {
    id: 'changes',
    words: 'landed in several changes',
    prior: 0.2,
    of: ({ changes }) => (changes.length === 0 ? undefined : Math.log(changes.length)),
  },
]
