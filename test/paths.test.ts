import fc from './fast-check.ts'
import { describe, expect, test } from 'vitest'
import * as paths from '../src/curate/paths.ts'

type Rule = Exclude<keyof typeof paths, 'folderOf'>

/** For each rule paths that it takes, and paths that look like them. */
const TABLE: Record<Rule, { takes: string[]; leaves: string[] }> = {
  isTest: {
    takes: [
      'src/shed/lathe_test.go',
      'src/lathe.test.ts',
      'src/lathe-spec.js',
      'lathe_unittest.cc',
      'test_lathe.py',
      'shed/tests.py',
      'src/tests.rs',
      'tests/a.c',
      'src/__tests__/a.js',
      'src/__snapshots__/a.snap',
      'spec/lathe_spec.rb',
      'spec/lathe.rb',
      'shed/testdata/a.txt',
      'e2e/a.ts',
      'src/test/java/Lathe.java',
      'src/LatheTest.java',
      'LatheTests.swift',
      'LatheIT.kt',
      'TestLathe.java',
      'benches/lathe.rs',
      'LatheSpec.scala',
    ],
    leaves: [
      'src/Commit.java',
      'src/Latest.java',
      'Edit.cs',
      'Unit.kt',
      'Manifest.swift',
      'src/contest.go',
      'src/attest/a.go',
      'src/testing.ts',
      'specs/lathe.md',
      'spec/openapi.yaml',
      'latest/a.c',
      'src/Testament.java',
    ],
  },
  isApi: {
    takes: [
      'api/next.txt',
      'api/lathe/v1.json',
      'src/lathe.d.ts',
      'types/a.d.mts',
      'lathe.pyi',
      'shed.proto',
      'schema.graphql',
      'include/shed/lathe.h',
      'openapi.yaml',
      'config/crd/lathe.yaml',
      'shed/lathe.api.md',
    ],
    leaves: [
      'api/package.json',
      'packages/api/tsconfig.json',
      'api/requirements.txt',
      'api/CMakeLists.txt',
      'api/.eslintrc.json',
      'api/lathe.go',
      'src/lathe.h',
      'vendor/shed/include/a.h',
      'node_modules/@types/a/index.d.ts',
      'third_party/a.proto',
      'api/testdata/a.txt',
      'test/include/a.h',
    ],
  },
  isNote: {
    takes: [
      'doc/next/6-stdlib/1.md',
      'changelog.d/12.fixed',
      'newsfragments/12.feature',
      '.changeset/old-lathes-sing.md',
      'changes/12',
      'changelogs/unreleased/12.yml',
      'releasenotes/notes/a.yaml',
      '.changes/unreleased/a.yaml',
    ],
    leaves: [
      'src/changes/list.ts',
      'changes/lathe.go',
      '.changeset/config.json',
      '.changeset/README.md',
      'releasenotes/source/conf.py',
      'CHANGELOG.md',
      'tests/newsfragments/12.feature',
    ],
  },
  isVersionNotes: {
    takes: [
      'CHANGELOG.md',
      'docs/releases/4.2.txt',
      'doc/go1.30.html',
      'docs/whatsnew/3.12.rst',
      'NEWS',
      'HISTORY.rst',
      'release-notes.md',
      'docs/a/b/v1.x.md',
      'changelog/next.md',
    ],
    leaves: ['src/news.ts/a', 'docs/lathe.md', 'src/lathe1.2.md', 'docs/1.2/lathe.md', 'tests/CHANGELOG.md', 'src/changes.tsx/b'],
  },
  isManifest: {
    takes: [
      'package.json',
      'web/package-lock.json',
      'go.mod',
      'go.sum',
      'Cargo.lock',
      'crates/a/Cargo.toml',
      'requirements-dev.txt',
      'pnpm-lock.yaml',
      'uv.lock',
      'flake.lock',
      'deno.lock',
      'gradle/libs.versions.toml',
      'vendor/a/b.go',
      '.github/workflows/ci.yml',
      'pom.xml',
      'Pipfile',
    ],
    leaves: ['src/package.jsonc', 'cargo.rs', 'src/vendoring.go', 'docs/requirements.md', 'src/.github/workflows.md'],
  },
  isDocument: {
    takes: ['docs/a.html', 'README.md', 'README', 'LICENSE', 'LICENSE-MIT', 'AUTHORS', 'guide.rst', 'src/lathe.md', 'doc/lathe.svg', 'NOTICE'],
    leaves: [
      'src/license.ts',
      'src/license_check.go',
      'authors_list.py',
      'readme.go',
      'CMakeLists.txt',
      'requirements.txt',
      'api/next.txt',
      'vendor/a/README.md',
    ],
  },
  isManual: {
    takes: ['src/cmd/lathe/doc.go', 'alldocs.go', 'man/lathe.1', 'lathe.8', 'help.go', 'usage.txt', 'docs/help/lathe.md'],
    leaves: ['packages/cli/index.ts', 'help/server.go', 'src/doc_lathe.go', 'src/human/a.md', 'test/doc.go', 'lathe.9'],
  },
  isExample: {
    takes: ['examples/a.ts', 'example_test.go', 'src/example_lathe.go', 'example/a', 'lathe/examples_more.py'],
    leaves: ['src/exemplary.ts', 'counterexample/a', 'examplesque/a'],
  },
  isInside: {
    takes: ['internal/a.go', 'src/_private/a.py', 'src/lathe/impl/a.cc', 'internals/a.ts', 'src/internal'],
    leaves: ['src/international/a.ts', 'simple/a', 'src/internal.ts', 'privateer/a'],
  },
  isTooling: {
    takes: ['.github/CODEOWNERS', 'scripts/a.sh', 'tools/a.py', 'Makefile', 'Dockerfile', '.eslintrc', 'ci/a.yml', 'hack/a.sh'],
    leaves: ['src/toolset/a.ts', 'describe/ci.ts', 'src/makefile.go', 'development/a'],
  },
  isPort: {
    takes: [
      'src/lathe_windows.go',
      'linux/lathe.c',
      'src/arm64/a.s',
      'lathe-darwin.ts',
      'windows/a.c',
      'src/a_js.go',
      'src/sys_riscv64.s',
      'wasm/a.ts',
    ],
    leaves: ['assets/js/app.ts', 'src/app.js.map', 'src/alarm.go', 'src/unixtime.go', 'src/windowsill.go', 'src/charm/a.go'],
  },
  isCode: {
    takes: ['src/lathe.go', 'CMakeLists.txt', 'lathe.c', 'src/license.ts'],
    leaves: ['README.md', 'lathe_test.go', 'api/next.txt', 'doc/next/1.md'],
  },
}

describe.each(Object.entries(TABLE))('%s()', (rule, { takes, leaves }) => {
  const is = paths[rule as Rule]
  test('takes', () => expect(takes.filter((path) => !is(path))).toEqual([]))
  test('leaves', () => expect(leaves.filter(is)).toEqual([]))
})

test('every rule about paths is in the table', () => {
  expect(Object.keys(TABLE).sort()).toEqual(
    Object.keys(paths)
      .filter((name) => name !== 'folderOf')
      .sort(),
  )
})

test('the folder of a path and its name make the path again', () => {
  const name = fc.constantFrom('a', 'b.c', 'é', 'x y')
  fc.assert(
    fc.property(fc.array(name, { maxLength: 4 }), name, (folders, file) => {
      expect(paths.folderOf([...folders, file].join('/'))).toBe(folders.join('/'))
    }),
  )
})
