import type { Asked } from '../../model/coverage.ts'
import type { Source } from '../../model/source.ts'
import type { Window } from '../../model/window.ts'
import type { Wanted } from './osv-packages.ts'
import type { Entries } from './osv-store.ts'
import type { Upstream } from '../upstream.ts'

export type OsvSource = Extract<Source, { kind: 'osv' }>

/** An entry of the packages as upstream gave it, to be read. `wanted`: under which of the packages it was found. */
export type Candidate = { id: string; answer: unknown; wanted: Wanted[] }

/** What one layout brought. `dropped`: what was not even looked at; `unknown`: packages of which nothing is known; `live`: answers that came; `stored`: entries that were held. */
export type Brought = {
  candidates: Candidate[]
  dropped: Record<string, number>
  asked: Asked[]
  problems: string[]
  complete: boolean
  unknown: string[]
  live: number
  stored: number
}

/** What a database is asked with. `base`: its address without a slash at the end; `online` false: only what is held serves. */
export type Asking = { base: string; wanted: readonly Wanted[]; window: Window; entries: Entries; upstream: Upstream; online: boolean }

/** What the address of a database tells. `base`: it without a slash at the end; `api`: where its API is, if it has one; `isApi`: it has that alone. A host that is not known may have either layout. */
export function layoutOf(url: string): { base: string; api: string; isApi: boolean } {
  const base = url.replace(/\/+$/, '')
  const isVersion = base.endsWith('/v1')
  return { base, api: isVersion ? base : `${base}/v1`, isApi: isVersion || new URL(base).host === 'api.osv.dev' }
}
