import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './scratch.ts'

const STAGES = ['collect', 'curate', 'draft', 'check', 'render', 'deliver']
const EFFECTS = /^(node:(fs|fs\/promises|child_process|http|https|net|worker_threads|sqlite|readline.*)|undici)$/
const MAY_HAVE_EFFECTS = new Set(['src/files.ts', 'src/http.ts', 'src/process.ts', 'src/threads.ts', 'src/memo.ts', 'src/content.config.ts'])

const files = ['src', 'scripts']
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
  .filter((file) => /\.(ts|astro)$/.test(file))
const code = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]))

/** What a file imports: packages by name, files of the project by their path. */
function importsOf(file: string, options: { types: boolean } = { types: true }): string[] {
  const found = [
    ...(code.get(file) ?? '').matchAll(
      /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'"\n]*?from\s*'([^']+)'|(?:^|\n)import\s+'([^']+)'|\bimport\('([^']+)'\)/g,
    ),
  ]
  return found
    .filter((match) => options.types || !match[1])
    .map((match) => match[2] ?? match[3] ?? match[4] ?? '')
    .map((name) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : name))
}

const stageOf = (file: string): string | undefined => STAGES.find((stage) => file.startsWith(`src/${stage}/`))

test('the rules below look at real imports', () => {
  expect(importsOf('src/collect/collect.ts')).toEqual(expect.arrayContaining(['src/collect/ask-source.ts', 'src/collect/git/git.ts']))
  expect(files.length).toBeGreaterThan(50)
})

test('a stage never imports another stage, nor scripts, nor pages', () => {
  const broken = files
    .filter((file) => stageOf(file))
    .flatMap((file) =>
      importsOf(file)
        .filter(
          (name) => (stageOf(name) !== undefined && stageOf(name) !== stageOf(file)) || /^(scripts|src\/(pages|layouts|components))\//.test(name),
        )
        .map((name) => `${file} imports ${name}`),
    )
  expect(broken).toEqual([])
})

test('no source knows another', () => {
  const sourceOf = (file: string): string | undefined => /^src\/collect\/([a-z]+)\//.exec(file)?.[1]
  expect(new Set(files.map(sourceOf))).toEqual(new Set([undefined, 'feed', 'gerrit', 'git', 'github', 'osv']))
  const broken = files
    .filter((file) => sourceOf(file))
    .flatMap((file) =>
      importsOf(file)
        .filter((name) => sourceOf(name) !== undefined && sourceOf(name) !== sourceOf(file))
        .map((name) => `${file} imports ${name}`),
    )
  expect(broken).toEqual([])
})

test('what lies beside the stages joins none of them: scripts, pages, what Astro reads and what runs in browsers do', () => {
  const beside = files.filter(
    (file) =>
      file.startsWith('src/') && !stageOf(file) && !/^src\/(pages|layouts|components|model|browser)\/|^src\/(content\.config|env\.d)\.ts$/.test(file),
  )
  expect(beside.length).toBeGreaterThan(8)
  expect(
    beside.flatMap((file) =>
      importsOf(file)
        .filter((name) => stageOf(name))
        .map((name) => `${file} imports ${name}`),
    ),
  ).toEqual([])
})

test('model imports zod and itself alone', () => {
  const broken = files
    .filter((file) => file.startsWith('src/model/'))
    .flatMap((file) =>
      importsOf(file)
        .filter((name) => name !== 'zod' && !name.startsWith('src/model/'))
        .map((name) => `${file} imports ${name}`),
    )
  expect(broken).toEqual([])
})

test('nothing in src imports scripts', () => {
  expect(files.filter((file) => file.startsWith('src/') && importsOf(file).some((name) => name.startsWith('scripts/')))).toEqual([])
})

test('disk, network and programs are reached from their own files alone', () => {
  const broken = files
    .filter((file) => file.startsWith('src/') && !MAY_HAVE_EFFECTS.has(file))
    .flatMap((file) => [
      ...importsOf(file)
        .filter((name) => EFFECTS.test(name))
        .map((name) => `${file} imports ${name}`),
      ...(/\b(fetch\(|console\.|process\.(exit|stdout|stderr)|Date\.now\(\)|new Date\(\))/.test(code.get(file) ?? '') &&
      !/^src\/(environment\.ts|pages\/|browser\/)/.test(file)
        ? [`${file} has an effect`]
        : []),
    ])
  expect(broken).toEqual([])
})

test('pure stages do not touch the disk', () => {
  const broken = files
    .filter((file) => /^src\/(curate|draft|check|render)\//.test(file))
    .flatMap((file) =>
      importsOf(file, { types: false })
        .filter((name) => ['src/files.ts', 'src/process.ts', 'src/http.ts', 'src/content.ts', 'src/threads.ts', 'src/memo.ts'].includes(name))
        .map((name) => `${file} imports ${name}`),
    )
  expect(broken).toEqual([])
})

test.each(['send-approved', 'send-copies', 'cancel-scheduled'])('sending has no way to render: nothing that %s reaches is in render/', (name) => {
  const reached = new Set<string>()
  const walk = (file: string): void => {
    if (reached.has(file) || !code.has(file)) return
    reached.add(file)
    importsOf(file).forEach(walk)
  }
  walk(`scripts/${name}.ts`)
  expect(reached.size).toBeGreaterThan(5)
  expect([...reached].filter((file) => /^src\/(render|draft|curate|collect)\//.test(file))).toEqual([])
})

test('no cycles', () => {
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '))
    if (trail.includes(file) || done.has(file) || !code.has(file)) return
    importsOf(file).forEach((name) => visit(name, [...trail, file]))
    done.add(file)
  }
  files.forEach((file) => visit(file, []))
  expect(cycles).toEqual([])
})

test('no barrels, no drawers', () => {
  expect(files.filter((file) => /\/(index\.ts|utils?|helpers?|lib|common)(\/|\.ts$)/.test(file))).toEqual([])
})

test('imports of our own files say their ending', () => {
  const broken = files.flatMap((file) =>
    [...(code.get(file) ?? '').matchAll(/from\s*'(\.[^']*)'/g)]
      .filter((match) => !/\.(ts|astro|css|json|mjs)$/.test(match[1] ?? ''))
      .map((match) => `${relative(ROOT, file)}: ${match[1]}`),
  )
  expect(broken).toEqual([])
})
