import { z } from 'zod'
import { Problem } from '../../errors.ts'
import { bodyOf } from '../body-of.ts'
import { readEntry } from './read-entry.ts'
import type { Brought, Candidate } from './osv-layout.ts'
import { findPackage, packagesOf, type Wanted } from './osv-packages.ts'
import type { Entries } from './osv-store.ts'
import { patiently } from '../patience.ts'
import { readAnswer } from './read-answer.ts'
import { instant } from '../../model/instant.ts'
import type { Upstream } from '../upstream.ts'

const QUERY = 'v1/query'

const pageSchema = z.looseObject({ vulns: z.array(z.unknown()).nullish(), next_page_token: z.string().nullish() })
const MOST_PAGES = 1000

/**
 * Every entry of the packages, asked of an API like api.osv.dev, which knows no dates. What came whole replaces what is held; when a page
 * cannot be had, what came before it and what is held serve. @see https://google.github.io/osv.dev/post-v1-query/ (read 2026-11)
 */
export async function collectQueried(
  url: string,
  wanted: readonly Wanted[],
  { entries, upstream }: { entries: Entries; upstream: Upstream },
): Promise<Brought> {
  const brought: Brought = { candidates: [], dropped: {}, asked: [], problems: [], complete: true, unknown: [], live: 0, stored: 0 }
  const found = new Map<string, Candidate>()
  const answered = new Map<string, unknown[]>()
  /** All pages of one question, which is asked once. */
  const askAll = async (query: { package: { name: string; ecosystem: string } }): Promise<unknown[]> => {
    const key = JSON.stringify(query)
    const before = answered.get(key)
    if (before) return before
    const all: unknown[] = []
    for await (const vulns of pages(url, query, upstream)) {
      brought.live++
      await entries.hold(vulns)
      all.push(...vulns)
      upstream.progress(`${found.size + all.length} entries so far`)
    }
    answered.set(key, all)
    brought.asked.push({ what: 'entries', query: `${url} ${key}`, returned: all.length })
    return all
  }
  try {
    for (const one of wanted) {
      for (const name of namesOf(one)) {
        const resolved = findPackage(one, new Set([name]))
        const all = resolved ? await askAll({ package: { name, ecosystem: one.ecosystem } }) : []
        for (const [index, answer] of all.entries()) {
          const entry = readEntry(answer)
          const id = 'unreadable' in entry ? nameOf(answer, `entry ${index + 1} of ${name}`) : entry.id
          found.set(id, { id, answer, wanted: [...(found.get(id)?.wanted ?? []), ...(resolved ? [resolved] : [])] })
        }
        if (all.length > 0) break
      }
    }
    await upstream.store.keep('index', { at: instant(upstream.clock.now()), ask: QUERY, answer: [...found.keys()] })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    for (const candidate of heldCandidates(entries, wanted, entries.ids())) {
      if (found.has(candidate.id)) continue
      found.set(candidate.id, candidate)
      brought.stored++
    }
    if (found.size === 0) throw error
    brought.complete = false
    brought.problems.push(`${error.message}. ${error.fix}`)
  }
  return { ...brought, candidates: [...found.values()] }
}

/** What is held of these ids, under the packages that it affects. */
export function heldCandidates(entries: Entries, wanted: readonly Wanted[], ids: readonly string[]): Candidate[] {
  const held = ids.flatMap((id) => {
    const answer = entries.get(id)?.answer
    const entry = readEntry(answer)
    return 'unreadable' in entry ? [] : [{ id, answer, entry }]
  })
  const resolved = wanted.flatMap((one) => findPackage(one, new Set(held.flatMap(({ entry }) => packagesOf(entry, one.ecosystem)))) ?? [])
  return held.map(({ id, answer, entry }) => ({ id, answer, wanted: resolved.filter((one) => packagesOf(entry, one.ecosystem).includes(one.name)) }))
}

/** The name itself, then what it may be a path of imports inside of, longest first. */
function namesOf({ ecosystem, name, path }: Wanted): string[] {
  const parts = ecosystem === 'Go' && path === undefined ? name.split('/') : [name]
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/')).filter((one, index) => index === 0 || one.includes('/'))
}

async function* pages(url: string, query: object, upstream: Upstream): AsyncGenerator<unknown[]> {
  const seen = new Set<string>()
  for (let token = ''; ;) {
    const body = JSON.stringify({ ...query, ...(token && { page_token: token }) })
    const page = await patiently(
      { url, method: 'POST', headers: { 'content-type': 'application/json' }, body },
      (answer) => readAnswer(bodyOf(answer, url), pageSchema, `${url} answered with no page of entries`),
      upstream,
    )
    yield page.vulns ?? []
    token = page.next_page_token ?? ''
    if (!token) return
    if (seen.has(token) || seen.size >= MOST_PAGES)
      throw new Problem({
        what: `Cannot collect from ${url}: its pages never end`,
        where: url,
        fix: 'Tell those who run it; what came so far is kept',
      })
    seen.add(token)
  }
}

function nameOf(answer: unknown, otherwise: string): string {
  const named = z.looseObject({ id: z.string().min(1) }).safeParse(answer)
  return named.success ? named.data.id : otherwise
}
