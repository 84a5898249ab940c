import { describe, expect, test } from 'vitest'
import { readStack } from '../src/curate/stack/read-stack.ts'
import { Problem } from '../src/errors.ts'
import { clientSchema } from '../src/model/client.ts'
import { type Stack, stackSchema } from '../src/model/stack.ts'

const read = (files: Record<string, string>, modules: object[] = []): Stack => {
  const client = clientSchema.parse({
    name: 'Acme',
    tier: 't',
    since: '2026-01-01',
    stack: { modules, files: Object.keys(files).map((path) => ({ path, on: '2026-05-01' })) },
  })
  return stackSchema.parse(readStack(client.stack ?? { modules: [], files: [] }, { name: 'acme', texts: new Map(Object.entries(files)) }))
}
/** Each module as "ecosystem name version marks". */
const told = (files: Record<string, string>, modules: object[] = []): string[] =>
  read(files, modules).modules.map(({ ecosystem, name, version, isLeast, isReplaced }) =>
    [ecosystem, name, version ?? '?', isLeast && 'least', isReplaced && 'replaced'].filter(Boolean).join(' '),
  )
const problem = (files: Record<string, string>): string => {
  try {
    read(files)
  } catch (error) {
    if (error instanceof Problem) return `${error.message} | ${error.where} | ${error.fix}`
    throw error
  }
  throw new Error('it was read')
}
const json = (value: unknown): string => JSON.stringify(value)

describe('go.mod', () => {
  const mod = (...lines: string[]): Record<string, string> => ({ 'stacks/acme/go.mod': ['module acme.example/app', ...lines].join('\n') })

  test('names what is required, in blocks and lines, and the least version of Go', () => {
    const files = mod(
      '',
      'go 1.22',
      '',
      'require (',
      '\tlattice.example/knot v1.2.3',
      '\tlattice.example/rope/v2 v2.0.0-20260102030405-abcdefabcdef // indirect',
      '\t"lattice.example/quoted" `v0.1.0`',
      ')',
      'require lattice.example/old v3.0.0+incompatible // as it was',
      'exclude lattice.example/knot v1.2.2',
      'retract [v1.0.0, v1.0.9] // broken',
      'tool lattice.example/tool',
      'ignore ./dist',
      'godebug default=go1.21',
    )
    expect(told(files)).toEqual([
      'Go stdlib 1.22 least',
      'Go lattice.example/knot 1.2.3',
      'Go lattice.example/rope/v2 2.0.0-20260102030405-abcdefabcdef',
      'Go lattice.example/quoted 0.1.0',
      'Go lattice.example/old 3.0.0+incompatible',
    ])
    expect(read(files).whole).toEqual(['Go'])
    expect(read(files).modules[1]).toEqual({
      ecosystem: 'Go',
      name: 'lattice.example/knot',
      version: '1.2.3',
      from: 'stacks/acme/go.mod',
      on: '2026-05-01',
    })
    expect(told({ 'go.mod': Object.values(files).join('').replaceAll('\n', '\r\n') })).toHaveLength(5)
  })

  test.each([
    ['go 1.16', [], 'least 1.16'],
    ['go 1.17', ['Go'], 'least 1.17'],
    ['go 1.25rc1', ['Go'], 'least 1.25rc1'],
    ['go 2.0', ['Go'], 'least 2.0'],
    ['', [], ''],
    ['go 1.22.0\ntoolchain go1.25.3', ['Go'], 'least 1.25.3'],
    ['go 1.26.0\ntoolchain go1.25.3', ['Go'], 'least 1.26.0'],
    ['go 1.22.0\ntoolchain default', ['Go'], 'least 1.22.0'],
    ['go 1.22.0\ntoolchain go1.25.3-acme', ['Go'], 'least 1.25.3-acme'],
  ])('%j: whole %j, %s', (lines, whole, expected) => {
    const { modules, whole: found } = read(mod(lines))
    expect([found, modules.map(({ isLeast, version }) => `${isLeast ? 'least ' : ''}${version}`).join()]).toEqual([whole, expected])
  })

  test('what is replaced says nothing by its version, and a fork is known by its own name too', () => {
    const require = ['require (', 'a.example/a v1.0.0', 'b.example/b v1.0.0', 'c.example/c v1.0.0', 'd.example/d v1.0.0', 'e.example/e v1.0.0', ')']
    const replace = [
      'replace a.example/a => ../a',
      'replace (',
      'b.example/b => fork.example/b v1.0.1',
      'c.example/c v1.0.0 => c.example/c v1.0.9',
      'd.example/d v0.9.0 => ./d',
      'e.example/e => e.example/e v2.0.0',
      'e.example/e v1.0.0 => e.example/e v1.5.0',
      'never.example/used => ./used',
      ')',
    ]
    expect(told(mod(...require, ...replace))).toEqual([
      'Go a.example/a 1.0.0 replaced',
      'Go b.example/b 1.0.0 replaced',
      'Go fork.example/b 1.0.1',
      'Go c.example/c 1.0.9',
      'Go d.example/d 1.0.0',
      'Go e.example/e 1.5.0',
    ])
  })

  test.each<[string[], number, string]>([
    [['require a.example/a'], 2, '"require" must name a module and its version'],
    [['require (', 'a.example/a main', ')'], 3, '"require" must name a module and its version'],
    [['replace a.example/a'], 2, '"replace" must name a module'],
    [['replace a.example/a => b.example/b'], 2, '"replace" must name a module'],
    [['go latest'], 2, '"go" must name a version of Go'],
    [['toolchain 7'], 2, '"toolchain" must name a version of Go'],
    [['', 'banana v1'], 3, '"banana" is no directive of a go.mod'],
    [['require (', 'a.example/a v1.0.0'], 2, 'the block "require (" has no end'],
  ])('%j is a problem at line %i', (lines, line, said) => {
    expect(problem(mod(...lines))).toContain(`Cannot read stacks/acme/go.mod:${line}: ${said}`)
  })

  test('a file without a module is none', () => {
    expect(problem({ 'go.mod': 'go 1.22\n' })).toBe('Cannot read go.mod: it has no line "module" | go.mod | Put it there as the tool wrote it')
  })
})

describe('lockfiles', () => {
  const packages = {
    '': { name: 'app', version: '1.0.0' },
    'node_modules/knot': { version: '1.0.0', resolved: 'https://registry.example/knot-1.0.0.tgz' },
    'node_modules/@rope/core': { version: '2.0.0' },
    'node_modules/knot/node_modules/@rope/core': { version: '1.9.0' },
    'node_modules/alias': { name: 'real', version: '3.0.0' },
    'node_modules/fork': { version: '4.0.0', resolved: 'git+ssh://git@lattice.example/fork.git#abc' },
    'node_modules/local': { resolved: 'packages/local', link: true },
    'packages/local': { version: '0.0.1' },
  }
  const expected = ['npm knot 1.0.0', 'npm @rope/core 2.0.0', 'npm @rope/core 1.9.0', 'npm real 3.0.0']

  test.each([2, 3])('package-lock.json, version %i', (lockfileVersion) => {
    const files = { 'stacks/package-lock.json': json({ name: 'app', lockfileVersion, packages }) }
    expect(told(files)).toEqual([...expected, 'npm fork 4.0.0 replaced', 'npm local ? replaced'])
    expect(read(files).whole).toEqual(['npm'])
    expect(told({ 'npm-shrinkwrap.json': json({ lockfileVersion, packages }) })).toHaveLength(6)
  })

  test('package-lock.json, version 1', () => {
    const dependencies = {
      knot: { version: '1.0.0', dependencies: { '@rope/core': { version: '1.9.0' } } },
      '@rope/core': { version: '2.0.0' },
      alias: { version: 'npm:real@3.0.0' },
      fork: { version: 'git+ssh://git@lattice.example/fork.git#abc' },
    }
    expect(told({ 'package-lock.json': json({ lockfileVersion: 1, dependencies }) }).sort()).toEqual([...expected, 'npm fork ? replaced'].sort())
    expect(read({ 'package-lock.json': json({ lockfileVersion: 1 }) })).toEqual({ modules: [], whole: ['npm'] })
  })

  test.each([
    ['5.4', ['/knot/1.0.0', '/@rope/core/2.0.0_react@17.0.0', '/@rope/core/1.9.0', '/real/3.0.0'], 'lattice.example/acme/fork/abc'],
    ["'6.0'", ['/knot@1.0.0', '/@rope/core@2.0.0(react@17.0.0)(@x/y@1.0.0)', '/@rope/core@1.9.0', '/real@3.0.0'], 'lattice.example/acme/fork/abc'],
    ["'9.0'", ['knot@1.0.0', "'@rope/core@2.0.0'", "'@rope/core@1.9.0'", 'real@3.0.0'], 'fork@https://lattice.example/fork/abc.tar.gz'],
  ])('pnpm-lock.yaml, version %s', (version, keys, fork) => {
    const rows = [
      ...keys.map((key) => `  ${key.startsWith("'") ? key : `'${key}'`}:\n    resolution: {integrity: sha512-a}`),
      `  '${fork}':\n    name: fork\n    version: 4.0.0`,
    ]
    const files = { 'stacks/pnpm-lock.yaml': `lockfileVersion: ${version}\n\npackages:\n\n${rows.join('\n\n')}\n` }
    expect(told(files)).toEqual([...expected, 'npm fork 4.0.0 replaced'])
    expect(read(files).whole).toEqual(['npm'])
  })

  test('Cargo.lock', () => {
    const files = {
      'Cargo.lock':
        '# made by hand\nversion = 4\n\n[[package]]\nname = "app"\nversion = "0.1.0"\n\n[[package]]\nname = "knot"\nversion = "1.0.0"\nsource = "registry+https://lattice.example/index"\ndependencies = [\n "rope",\n]\n\n[[package]]\nname = "rope"\nversion = "2.0.0"\nsource = "git+https://lattice.example/rope#abc"\n\n[[package]]\nname = "thread"\nversion = "3.0.0"\nsource = "sparse+https://lattice.example/index/"\n',
    }
    expect(told(files)).toEqual(['crates.io app 0.1.0 replaced', 'crates.io knot 1.0.0', 'crates.io rope 2.0.0 replaced', 'crates.io thread 3.0.0'])
    expect(read(files).whole).toEqual(['crates.io'])
  })

  test.each<[string, string, RegExp]>([
    ['package-lock.json', '{', /^Cannot read package-lock.json: SyntaxError/],
    ['package-lock.json', '{}', /lockfileVersion \| package-lock.json \| Put it there/],
    ['package-lock.json', '{"lockfileVersion":4,"packages":{}}', /lockfileVersion/],
    ['package-lock.json', '{"lockfileVersion":3}', /packages/],
    ['package-lock.json', '{"lockfileVersion":3,"packages":{"node_modules/a":{"version":7}}}', /packages\["node_modules\/a"\]\.version/],
    ['pnpm-lock.yaml', '', /^Cannot read pnpm-lock.yaml: /],
    ['pnpm-lock.yaml', 'lockfileVersion: 9\npackages:\n  a: {', /^Cannot read pnpm-lock.yaml:3: /],
    ['pnpm-lock.yaml', 'packages: {}', /"lockfileVersion" is missing/],
    ['pnpm-lock.yaml', "lockfileVersion: '9.0'\npackages: &a\n  b@1: *a\n", /^Cannot read pnpm-lock.yaml: /],
    ['Cargo.lock', 'version = 4\n[[package]\n', /^Cannot read Cargo.lock:2: /],
    ['Cargo.lock', '[[package]]\nname = "a"\n', /"package\.0\.version" is missing/],
    ['go.sum', 'a.example/a v1.0.0 h1:abc', /^Cannot read go.sum: files of this name cannot be read \| go.sum \| Share go.mod, package-lock.json/],
    ['yarn.lock', '# yarn lockfile v1', /Share go.mod/],
    [
      'package.json',
      '{"name":"app"}',
      /it is no lockfile by its name, and has neither "bomFormat": "CycloneDX" nor "spdxVersion" \| package.json \| Share go.mod/,
    ],
    ['bom.json', '[]', /^Cannot read bom.json: /],
    ['bom.json', '{"bomFormat":"CycloneDX","components":[{"name":"a","purl":"a"}]}', /components\[0\]\.purl is no purl/],
    ['bom.json', '{"bomFormat":"CycloneDX","components":[{"name":"a"}]}', /none of its components has a purl/],
    ['bom.json', '{"spdxVersion":"SPDX-3.0"}', /must be SPDX-2/],
  ])('%s of %j is a problem', (name, text, said) => {
    expect(problem({ [name]: text })).toMatch(said)
  })
})

describe('SBOMs', () => {
  const purls = [
    'pkg:golang/lattice.example/knot/v2@v2.1.0#sub/path',
    'pkg:golang/stdlib@1.22.1',
    'pkg:golang/std@go1.23.0',
    'pkg:npm/%40rope/core@1.0.0',
    'pkg:cargo/knot@1.0.0',
    'pkg:pypi/Knot_Tools@1.0',
    'pkg:maven/org.lattice/knot@1.0',
    'pkg:deb/debian/knot@1.0?distro=debian-12',
  ]
  const expected = [
    'Go lattice.example/knot/v2 2.1.0',
    'Go stdlib 1.22.1',
    'Go stdlib 1.23.0',
    'npm @rope/core 1.0.0',
    'crates.io knot 1.0.0',
    'PyPI knot-tools 1.0',
    'Maven org.lattice:knot 1.0',
  ]
  const whole = ['Go', 'npm', 'crates.io', 'PyPI', 'Maven']
  const cyclone = (components: object[], more: object = {}) => json({ bomFormat: 'CycloneDX', specVersion: '1.6', components, ...more })

  test('CycloneDX, components inside components too', () => {
    const [first, ...others] = purls.map((purl) => ({ name: 'x', purl }))
    expect(told({ 'a.cdx.json': cyclone([{ name: 'app', components: [first] }, ...others, { name: 'file' }]) }).sort()).toEqual(expected.toSorted())
    expect(new Set(read({ 'a.json': cyclone(purls.map((purl) => ({ name: 'x', purl }))) }).whole)).toEqual(new Set(whole))
  })

  test('CycloneDX that says that it is not complete is not whole', () => {
    const of = (aggregate: string) =>
      read({ 'a.json': cyclone([{ name: 'x', purl: 'pkg:npm/knot@1.0.0' }], { compositions: [{ aggregate }] }) }).whole
    expect([of('complete'), of('incomplete'), of('incomplete_first_party_only'), of('unknown'), of('not_specified')]).toEqual([
      ['npm'],
      [],
      [],
      [],
      ['npm'],
    ])
  })

  test('SPDX 2', () => {
    const packages = purls.map((purl) => ({
      name: 'x',
      SPDXID: 'SPDXRef-x',
      versionInfo: '0',
      externalRefs: [
        { referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator: 'cpe:2.3:a' },
        { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl },
      ],
    }))
    const files = { 'a.spdx.json': json({ spdxVersion: 'SPDX-2.3', packages: [...packages, { name: 'bare' }] }) }
    expect(told(files)).toEqual(expected)
    expect(read(files).whole).toEqual(whole)
  })

  test('the name of a component has the capitals that a purl of Go may have lost, and a version that it lacks', () => {
    const of = (component: object) => told({ 'a.json': cyclone([component]) })
    expect(of({ name: 'lattice.example/Acme/Knot', purl: 'pkg:golang/lattice.example/acme/knot@v1.0.0' })).toEqual([
      'Go lattice.example/Acme/Knot 1.0.0',
    ])
    expect(of({ group: 'lattice.example/Acme', name: 'Knot', version: 'v1.0.0', purl: 'pkg:golang/lattice.example/acme/knot' })).toEqual([
      'Go lattice.example/Acme/Knot 1.0.0',
    ])
    expect(of({ name: 'another', purl: 'pkg:golang/lattice.example/acme/knot@v1.0.0' })).toEqual(['Go lattice.example/acme/knot 1.0.0'])
    // npm has names of before it wanted small letters.
    expect(of({ name: 'KNOTStream', purl: 'pkg:npm/KNOTStream@1.0.0' })).toEqual(['npm KNOTStream 1.0.0'])
  })

  test('CycloneDX that is about a program of a database is told to run it', () => {
    const about = { component: { type: 'application', name: 'knot', version: 'v2.0.0', purl: 'pkg:golang/lattice.example/knot@v2.0.0' } }
    const files = { 'a.json': cyclone([{ name: 'x', purl: 'pkg:npm/x@1.0.0' }], { metadata: about }) }
    expect(told(files)).toEqual(['Go lattice.example/knot 2.0.0', 'npm x 1.0.0'])
    // It alone tells nothing of what else of its ecosystem is built in.
    expect(read(files).whole).toEqual(['npm'])
    expect(told({ 'a.json': cyclone([{ name: 'x', purl: 'pkg:npm/x@1.0.0' }], { metadata: { component: { name: 'image' } } }) })).toEqual([
      'npm x 1.0.0',
    ])
  })

  test('CycloneDX with a library that has no purl is not whole', () => {
    const of = (type: string) =>
      read({
        'a.json': cyclone([
          { type, name: 'y', version: '1.0.0' },
          { name: 'x', purl: 'pkg:npm/x@1.0.0' },
        ]),
      }).whole
    expect([of('library'), of('framework'), of('file'), of('operating-system')]).toEqual([[], [], ['npm'], ['npm']])
  })
})

describe('a stack', () => {
  const mod =
    'module acme.example/app\ngo 1.22.0\nrequire lattice.example/knot v1.2.3\nrequire lattice.example/rope v1.0.0\nreplace lattice.example/rope => ../rope\n'

  test('has what was named first, each once, and each file by its own day', () => {
    const { modules } = read({ 'stacks/a/go.mod': mod, 'stacks/b/go.mod': mod }, [
      { name: 'lattice.example/knot', version: 'v1.2.3', on: '2026-06-01' },
      { name: 'lattice.example/new' },
      { name: 'knot', ecosystem: 'npm', version: '7.0.0' },
    ])
    expect(modules.map(({ name, version, from, on }) => `${name} ${version} ${from} ${on}`)).toEqual([
      'lattice.example/knot 1.2.3 clients/acme.yaml 2026-06-01',
      'lattice.example/new undefined clients/acme.yaml undefined',
      'knot 7.0.0 clients/acme.yaml undefined',
      'stdlib 1.22.0 stacks/a/go.mod 2026-05-01',
      'lattice.example/rope 1.0.0 stacks/a/go.mod 2026-05-01',
    ])
  })

  test('takes a version that was named for one that a file leaves open, and for no other', () => {
    expect(
      told({ 'go.mod': mod }, [
        { name: 'stdlib', version: '1.25.3' },
        { name: 'lattice.example/rope', version: '1.1.0' },
        { name: 'lattice.example/knot', version: '1.2.4' },
      ]),
    ).toEqual(['Go stdlib 1.25.3', 'Go lattice.example/rope 1.1.0', 'Go lattice.example/knot 1.2.4', 'Go lattice.example/knot 1.2.3'])
    expect(told({ 'go.mod': mod }, [{ name: 'stdlib' }])).toContain('Go stdlib 1.22.0 least')
    expect(told({ 'go.mod': mod }, [{ name: 'toolchain', version: 'go1.25.3' }])).toEqual([
      'Go toolchain 1.25.3',
      'Go lattice.example/knot 1.2.3',
      'Go lattice.example/rope 1.0.0 replaced',
    ])
  })

  test('is whole only where every file that names an ecosystem is', () => {
    const older = mod.replace('1.22.0', '1.16')
    const lock = json({ lockfileVersion: 3, packages: {} })
    expect(read({ 'go.mod': mod, 'package-lock.json': lock }).whole).toEqual(['Go', 'npm'])
    expect(read({ 'go.mod': mod, 'old/go.mod': older }).whole).toEqual([])
    expect(read({}, [{ name: 'lattice.example/knot' }]).whole).toEqual([])
  })

  test('a file that is not there is a problem', () => {
    const client = clientSchema.parse({ name: 'Acme', tier: 't', since: '2026-01-01', stack: { files: [{ path: 'stacks/go.mod' }] } })
    expect(() => readStack(client.stack ?? { modules: [], files: [] }, { name: 'acme', texts: new Map() })).toThrow(
      'Cannot read stacks/go.mod: it is not there, and clients/acme.yaml names it',
    )
  })

  test('text of a file is on one line and without control characters', () => {
    const [module] = read({ 'a.json': json({ bomFormat: 'CycloneDX', components: [{ name: 'x', purl: 'pkg:npm/kn%1b%0aot@1.0%0a.0' }] }) }).modules
    expect([module?.name, module?.version]).toEqual(['kn\uFFFD ot', '1.0 .0'])
  })
})
