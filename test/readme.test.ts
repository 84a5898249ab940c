import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { RULES } from '../src/check/check.ts'
import { clientSchema } from '../src/model/client.ts'
import { digestSchema, erratumSchema, pageSchema } from '../src/model/publication.ts'
import { sectionsSchema } from '../src/model/section.ts'
import { siteSchema } from '../src/model/site.ts'
import { sourcesSchema } from '../src/model/source.ts'
import { legible, ROOT, scratch } from './scratch.ts'

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const code = ['src', 'scripts', 'test']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(ROOT, folder, file), 'utf8')),
  )
  .join('\n')
const missing = (names: readonly string[], shown: (name: string) => string): string[] => names.filter((name) => !readme.includes(shown(name)))

test('names every command, and every command it names is there', () => {
  expect(missing(Object.keys(manifest.scripts), (name) => (name === 'test' ? 'npm test' : `npm run ${name}`))).toEqual([])
  const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? '')
  expect([...new Set(named)].filter((name) => !(name in manifest.scripts))).toEqual([])
})

test('names every option of every command', () => {
  const scripts = readdirSync(join(ROOT, 'scripts')).map(
    (name) => [name.replace('.ts', ''), readFileSync(join(ROOT, 'scripts', name), 'utf8')] as const,
  )
  const options = scripts.flatMap(([name, text]) =>
    [
      ...[...text.matchAll(/options: \{([\s\S]*?)\n {2}\},|options: (\{ .*\}),/g)]
        .map((match) => match.slice(1).join(''))
        .join('')
        .matchAll(/\b(\w+): \{ (?:value|help)/g),
    ].map((match) => `${name} --${match[1]}`),
  )
  expect(options).toEqual(
    expect.arrayContaining(['draft --since', 'send --approve', 'dev --port', 'bench --repository', 'client --worry', 'client --on']),
  )
  const lines = readme.split('\n')
  expect(
    options.filter((option) => {
      const [name, flag = ''] = option.split(' ')
      return !lines.some((line) => line.includes(`npm run ${name}`) && line.includes(flag))
    }),
  ).toEqual([])
})

test('names every key of every YAML file and frontmatter', () => {
  const keys = new Set<string>()
  const walk = (schema: z.core.JSONSchema.BaseSchema): void => {
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      keys.add(key)
      if (typeof value === 'object') walk(value)
    }
    for (const inner of [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flat()) if (typeof inner === 'object') walk(inner)
  }
  for (const schema of [siteSchema, sourcesSchema, sectionsSchema, clientSchema, digestSchema, erratumSchema, pageSchema])
    walk(z.toJSONSchema(schema, { io: 'input' }))
  expect(keys.size).toBeGreaterThan(40)
  expect(missing([...keys], (key) => `\`${key}\``)).toEqual([])
})

test('has a line for every check with what it looks for', () => {
  const plain = readme.replaceAll('`', '')
  expect(RULES.filter((rule) => !plain.includes(`| ${rule.code}`) || !plain.includes(`| ${rule.looksFor} |`)).map((rule) => rule.code)).toEqual([])
  const codes = [...code.matchAll(/code: '([a-z]+\/[a-z]+)'/g)].map((match) => match[1] ?? '')
  expect(missing([...new Set(codes)], (name) => `| \`${name}\``)).toEqual([])
})

test('names every variable that is read', () => {
  const variables = [
    ...code.matchAll(/\b(DIGEST_[A-Z]+|RESEND_[A-Z_]+|GH_TOKEN|GITHUB_[A-Z_]+|CHROMIUM_PATH|CHROME_PATH)\b|process\.env\['(CHROMIUM)'\]/g),
  ].map((match) => match[1] ?? match[2] ?? '')
  expect(missing([...new Set(variables)], (name) => `\`${name}\``)).toEqual([])
  const example = readFileSync(join(ROOT, '.env.example'), 'utf8')
  expect([...example.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]).filter((name) => !variables.includes(name ?? ''))).toEqual([])
})

test('gives a reason for every dependency', () => {
  expect(
    missing(
      [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies), ...Object.keys(manifest.optionalDependencies)],
      (name) => `\`${name}\``,
    ),
  ).toEqual([])
})

test('names every folder and file of src that is there, and no other', () => {
  const layout = /## What is where\n\n```\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const names = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
  expect(names.filter((name) => !layout.includes(name))).toEqual([])
  const said = [...layout.matchAll(/(?<![\w./-])([a-z-]+\.ts)\b/g)].map((match) => match[1] ?? '')
  expect(said.filter((name) => !existsSync(join(ROOT, 'src', name)))).toEqual([])
})

test('versions are pinned exactly, astro to the one whose lockfile is whole', () => {
  expect(manifest.dependencies.astro).toBe('7.3.4')
  const versions = Object.entries<string>({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies })
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
})

test('shows the plan that the sample gives', () => {
  const plan = legible('send', ['2026-Q3'], join(ROOT, 'content'), { DIGEST_PRIVATE: scratch() }).stdout
  const shown = plan.split('\n').filter((line) => /^(hash|client-acme|next:|\d+ messages)/.test(line))
  expect(shown).toHaveLength(4)
  expect(shown.filter((line) => !readme.includes(line))).toEqual([])
})

test('shows the build that the sample gives', () => {
  const work = scratch()
  const folders = { DIGEST_OUT: join(work, 'dist'), DIGEST_PRIVATE: join(work, 'private'), DIGEST_CACHE: join(work, 'cache') }
  const [built = ''] = /^build: \d+ pages, \d+ files/m.exec(legible('build', [], join(ROOT, 'content'), folders).stderr) ?? []
  expect(built).not.toBe('')
  expect(readme).toContain(`${built} in `)
})
