import type { SemVer } from 'semver'
import type { StackModule } from '../model/stack.ts'
import { readVersion } from '../version-order.ts'
import { isOfGo } from './same-package.ts'

/**
 * A version of a module as the database of its ecosystem writes it, to be put in order; undefined where that cannot be read. Of Go itself `1.21`, `go1.21rc2` and
 * `1.21.0-rc.2` are read, and what a vendor wrote behind it (`1.22.1-acme`, `1.22.1 X:boringcrypto`) is left away.
 * @see https://go.dev/doc/toolchain#version
 */
export function versionIn(of: Pick<StackModule, 'ecosystem' | 'name'>, text: string): SemVer | undefined {
  return readVersion(isOfGo(of) ? releaseOfGo(text) : text.trim())
}

function releaseOfGo(text: string): string {
  const read = /^(?:go|v)?(?<major>\d+)\.(?<minor>\d+)(?:\.(?<patch>\d+))?(?:[-.]?(?<stage>rc|beta)\.?(?<count>\d+)|-(?<first>0))?(?:[-+ ].*)?$/.exec(
    text.trim(),
  )
  if (!read?.groups) return text
  const { major, minor, patch = '0', stage, count, first } = read.groups
  return `${major}.${minor}.${patch}${stage ? `-${stage}.${count}` : first ? '-0' : ''}`
}
