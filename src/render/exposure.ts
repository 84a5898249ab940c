import type { Content } from '../content.ts'
import { type Document, treesOf } from '../document.ts'
import { isOpen, isPublic } from '../is-open.ts'
import type { Audience } from '../model/audience.ts'
import { dayOf, startOf } from '../model/day.ts'
import { type Exposure, exposureSchema, type Told } from '../model/exposure.ts'
import { cutFor } from './audience.ts'
import { markValues } from './mark-values.ts'
import { sentencesOf } from './sentences.ts'

type Known = ReadonlySet<string>

/**
 * What becomes visible to whom by publishing and sending a document, told from the trees that `cutFor` gives and from nothing else.
 * Everyone's part is what stands in no public edition of an earlier document (by date, then kind and ID); pages of the site's own are
 * not looked at. Before `publicOn` it is what that day will show. `served`: how many recipients each client has that gets mail.
 * @throws {Error} as `cutFor`
 */
export function exposureOf(
  document: Document,
  { content, served, now }: { content: Pick<Content, 'documents' | 'site' | 'clients'>; served: ReadonlyMap<string, number>; now: Date },
): Exposure {
  const { site, documents, clients } = content
  const { status, publicOn } = document.frontmatter
  const read = (of: Document, audience: Audience, at: Date): Told[] => tellingOf(of, audience, { site, now: at })
  const reads = (audience: Audience): Told[] => read(document, audience, now)

  const first = publicOn === undefined || isOpen(publicOn, now) ? now : new Date(startOf(publicOn))
  const atOnce = read(document, { edition: 'public' }, first)
  const openToday = keys(atOnce)
  const later: Told[] = []
  for (const day of [...marked(document, 'until')].sort().filter((one) => !isOpen(one, first)))
    later.push(
      ...beyond(read(document, { edition: 'public' }, new Date(startOf(day))), [openToday, keys(later)]).map((told) => ({ ...told, opens: day })),
    )
  const opening = new Map(later.map((told) => [keyOf(told), told.opens]))

  const day = document.date ?? dayOf(now)
  const earlier = documents
    .filter((one) => one.file !== document.file && isPublic(one.frontmatter, now) && isBefore(one, { ...document, date: day }))
    .map((one) => keys(read(one, { edition: 'public' }, now)))

  const inTiers: Known[] = []
  const tierOf = (tier: string): number => site.tiers.indexOf(tier)
  const opened = (told: Told): Told => ({ ...told, opens: opening.get(keyOf(told)) })
  const tiers = site.tiers.map((tier, index): Exposure['clients'][number] => {
    const telling = reads({ edition: 'clients', tier })
    const told = beyond(telling, [openToday, ...inTiers]).map(opened)
    inTiers.push(keys(telling))
    const above = [...served].filter(([name]) => tierOf(clients.get(name)?.tier ?? '') >= index)
    return { tier, readers: above.map(([client, recipients]) => ({ client, recipients })), told }
  })
  const alone = [...marked(document, 'only')].sort().flatMap((client): Exposure['clients'] => {
    const tier = clients.get(client)?.tier
    if (tier === undefined) return []
    const told = beyond(reads({ edition: 'clients', tier, client }), [openToday, ...inTiers.slice(0, tierOf(tier) + 1)]).map(opened)
    const recipients = served.get(client)
    return [{ tier, client, readers: recipients === undefined ? [] : [{ client, recipients }], told }]
  })
  const groups = [...tiers, ...alone]
  const longer = groups.flatMap((group) => group.told).map((told) => wordsOf(told.text))
  return exposureSchema.parse({
    digest: document.id,
    status,
    publicOn,
    everyone: beyond([...atOnce, ...later], earlier),
    // A sentence with a passage for clients inside is read by both, shorter by the public: that is nothing of its own.
    publicAlone: site.tiers.length === 0 ? [] : beyond(atOnce, inTiers).filter(({ text }) => !longer.some((words) => standsIn(wordsOf(text), words))),
    clients: groups,
  })
}

function marked(document: Document, attribute: Parameters<typeof markValues>[1]): Set<string> {
  return new Set(treesOf(document).flatMap((tree) => [...markValues(tree, attribute)]))
}

function tellingOf(document: Document, audience: Audience, { site, now }: { site: Content['site']; now: Date }): Told[] {
  const { frontmatter } = document
  const cut = treesOf(document).map((tree) => cutFor(audience, tree, { tiers: site.tiers, now }))
  return [
    { kind: 'title', text: frontmatter.title } as const,
    { kind: 'summary', text: frontmatter.summary } as const,
    ...cut.flatMap((tree) => sentencesOf(tree, { language: site.language, base: site.url })),
  ].filter(({ text }) => text !== '')
}

/** Each thing once that nobody of `known` has read. */
function beyond(telling: readonly Told[], known: readonly Known[]): Told[] {
  const seen = new Set<string>()
  return telling.filter((told) => {
    const key = keyOf(told)
    const fresh = !seen.has(key) && !known.some((one) => one.has(key))
    seen.add(key)
    return fresh
  })
}

function keys(telling: readonly Told[]): Known {
  return new Set(telling.map(keyOf))
}

/** The same words are the same, whatever quotation marks, dashes and spaces they are set with. */
function keyOf({ text }: Told): string {
  return text
    .normalize('NFC')
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
    .replace(/[\u2018\u2019\u201a\u2039\u203a]/g, "'")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll('…', '...')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Whether words stand in others in their order, with others between. */
function standsIn(words: readonly string[], others: readonly string[]): boolean {
  let at = 0
  for (const word of others) if (word === words[at]) at++
  return at === words.length
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? []
}

/** By day; of two of one day the one whose file stands first, so that neither takes the other's words for known. */
function isBefore(one: Document, other: Document): boolean {
  if (one.date === undefined || other.date === undefined) return false
  return one.date === other.date ? one.file < other.file : one.date < other.date
}
