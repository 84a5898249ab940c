import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { clientSchema } from '../src/model/client.ts'
import { sectionsSchema } from '../src/model/section.ts'
import { siteSchema } from '../src/model/site.ts'
import { sourcesSchema } from '../src/model/source.ts'
import { legible, ROOT, scratch } from './scratch.ts'

const YAML_FILES = { site: siteSchema, sources: sourcesSchema, sections: sectionsSchema, client: clientSchema }

test('content/schemas/ is what npm run schemas writes', () => {
  const folder = scratch()
  expect(legible('schemas', [], folder).status).toBe(0)
  for (const name of readdirSync(join(folder, 'schemas')))
    expect([name, readFileSync(join(ROOT, 'content/schemas', name), 'utf8')]).toEqual([name, readFileSync(join(folder, 'schemas', name), 'utf8')])
  expect(
    readdirSync(join(folder, 'schemas'))
      .map((name) => name.replace('.json', ''))
      .sort(),
  ).toEqual(Object.keys(YAML_FILES).sort())
})

test('every key of every YAML file is described', () => {
  const missing: string[] = []
  const walk = (schema: z.core.JSONSchema.BaseSchema, path: string): void => {
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      if (typeof value !== 'object') continue
      if (!value.description) missing.push(`${path}.${key}`)
      walk(value, `${path}.${key}`)
    }
    for (const inner of [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flat()) if (typeof inner === 'object') walk(inner, path)
  }
  for (const [name, schema] of Object.entries(YAML_FILES)) walk(z.toJSONSchema(schema, { io: 'input' }), name)
  expect(missing).toEqual([])
})
