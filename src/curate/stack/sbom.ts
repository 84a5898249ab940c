import { z } from 'zod'
import { parseJson } from '../../json.ts'
import { type Component, packageOf } from './package-of.ts'
import { AS_WRITTEN, READABLE, type Told, unreadable } from './told.ts'

const component = z.looseObject({
  type: z.string().optional(),
  name: z.string().min(1),
  group: z.string().optional(),
  version: z.string().optional(),
  purl: z.string().optional(),
  get components() {
    return z.array(component).optional()
  },
})
const cycloneSchema = z.looseObject({
  metadata: z.looseObject({ component: component.optional() }).default({}),
  components: z.array(component).default([]),
  compositions: z.array(z.looseObject({ aggregate: z.string() })).default([]),
})
const spdxSchema = z.looseObject({
  spdxVersion: z.string().startsWith('SPDX-2', 'must be SPDX-2'),
  packages: z
    .array(
      z.looseObject({
        name: z.string().min(1),
        versionInfo: z.string().optional(),
        externalRefs: z.array(z.looseObject({ referenceType: z.string(), referenceLocator: z.string() })).default([]),
      }),
    )
    .default([]),
})
type Nested = z.infer<typeof component>

/**
 * The packages of an SBOM, CycloneDX or SPDX 2 in JSON, by their purls. It names all of the ecosystems of which its components name any, unless it says itself that it is not complete, or a library in it has no purl.
 * What a CycloneDX is about, its metadata's component, is run as well.
 * @see https://cyclonedx.org/docs/1.6/json/ and https://spdx.github.io/spdx-spec/v2.3/ (read 2026-11)
 * @throws {Problem} when it is none, or names no package of an ecosystem that is known here
 */
export function readSbom(text: string, file: string): Told {
  const fix = AS_WRITTEN
  const kind = parseJson(text, z.looseObject({ bomFormat: z.unknown(), spdxVersion: z.unknown() }).partial(), { file, fix })
  if (kind.bomFormat !== 'CycloneDX' && kind.spdxVersion === undefined)
    throw unreadable(file, 'it is no lockfile by its name, and has neither "bomFormat": "CycloneDX" nor "spdxVersion"', { fix: `Share ${READABLE}` })
  const { components, isPartial, about } = kind.bomFormat === 'CycloneDX' ? fromCyclone(text, file) : fromSpdx(text, file)
  const modules = components.flatMap((one) => packageOf(one, file) ?? [])
  if (modules.length === 0)
    throw unreadable(file, 'none of its components has a purl of an ecosystem that is known here', {
      fix: 'Make it with purls, or share the lockfile',
    })
  const main = about && packageOf(about, file)
  return { modules: main ? [main, ...modules] : modules, whole: isPartial ? [] : [...new Set(modules.map(({ ecosystem }) => ecosystem))] }
}

type Read = { components: Component[]; isPartial: boolean; about?: Component }

function fromCyclone(text: string, file: string): Read {
  const { components, compositions, metadata } = parseJson(text, cycloneSchema, { file, fix: AS_WRITTEN })
  const found: Component[] = []
  let isNameless = false
  const waiting = components.map((one, index): [string, Nested] => [`components[${index}]`, one])
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [at, { type, name, group, version, purl, components: inner = [] }] = next
    isNameless ||= purl === undefined && (type === 'library' || type === 'framework')
    if (purl !== undefined) found.push({ purl, version, names: [name, `${group}/${name}`], at: `${at}.purl` })
    waiting.push(...inner.map((one, index): [string, Nested] => [`${at}.components[${index}]`, one]))
  }
  const { component: main } = metadata
  return {
    components: found.reverse(),
    isPartial: isNameless || compositions.some(({ aggregate }) => /^(?:incomplete|unknown)/.test(aggregate)),
    ...(main?.purl !== undefined && {
      about: { purl: main.purl, version: main.version, names: [main.name, `${main.group}/${main.name}`], at: 'metadata.component.purl' },
    }),
  }
}

function fromSpdx(text: string, file: string): Read {
  const { packages } = parseJson(text, spdxSchema, { file, fix: `Share ${READABLE}` })
  const components = packages.flatMap(({ name, versionInfo, externalRefs }, index) =>
    externalRefs
      .filter(({ referenceType }) => referenceType === 'purl')
      .map(({ referenceLocator }): Component => ({
        purl: referenceLocator,
        version: versionInfo,
        names: [name],
        at: `packages[${index}].externalRefs`,
      })),
  )
  return { components, isPartial: false }
}
