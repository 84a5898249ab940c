import { listen, type Reply, type Server } from './listen.ts'

/** An entry as tests write it: what is not given has a plain value. */
export type TestEntry = { id: string; modified: string } & Record<string, unknown>

/** A database with these entries, which may change while it runs. `modules`: the index says otherwise for a module (undefined: as the entries are). */
export type Vulndb = Server & { entries: Map<string, TestEntry>; indexed: Map<string, string | undefined> }

/** An entry of the Go database that affects `name`; `paths` are its imports. */
export function entry(id: string, given: Record<string, unknown> & { name?: string; paths?: string[]; fixed?: string[] } = {}): TestEntry {
  const { name = 'stdlib', paths = ['crypto/tls'], fixed = ['1.26.1'], ...rest } = given
  return {
    schema_version: '1.3.1',
    id,
    published: '2026-08-01T00:00:00Z',
    modified: '2026-08-02T00:00:00Z',
    aliases: [],
    summary: `Trouble ${id}`,
    details: 'A peer can cause trouble.\n\nMuch of it.',
    affected: [
      {
        package: { name, ecosystem: 'Go' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, ...fixed.map((version) => ({ fixed: version }))] }],
        ecosystem_specific: { imports: paths.map((path) => ({ path, symbols: ['Dial'] })) },
      },
    ],
    references: [],
    database_specific: { review_status: 'REVIEWED' },
    ...rest,
  }
}

/**
 * Starts a database. `layout`: static files as vuln.go.dev has them, or a query with pages of `width` as api.osv.dev has it.
 * `indexed`: what the index says was an id's `modified`; an id that no entry has is named and not there.
 */
export async function vulndbServer(
  entries: readonly TestEntry[],
  { layout = 'static', width = 2 }: { layout?: 'static' | 'query'; width?: number } = {},
): Promise<Vulndb> {
  const held = new Map(entries.map((one) => [one.id, one]))
  const indexed = new Map<string, string | undefined>()
  const missing: Reply = { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found' }
  const json = (value: unknown): Reply => ({ body: JSON.stringify(value) })

  const server = await listen(({ method, path, body }) => {
    if (layout === 'query') return method === 'POST' && path === '/v1/query' ? json(page(JSON.parse(body))) : missing
    if (path === '/index/modules.json') return json(modules())
    const [, id = ''] = /^\/ID\/(.+)\.json$/.exec(path) ?? []
    return held.has(id) ? json(held.get(id)) : missing
  })

  function modules(): unknown {
    const all = [...held.values()].flatMap((one) =>
      namesIn(one).map((name) => ({ name, id: one.id, modified: indexed.has(one.id) ? indexed.get(one.id) : one.modified })),
    )
    const gone = [...indexed].filter(([id]) => !held.has(id)).map(([id, modified]) => ({ name: 'stdlib', id, modified }))
    return [...Map.groupBy([...all, ...gone], ({ name }) => name)].map(([name, vulns]) => ({
      path: name,
      vulns: vulns.map(({ id, modified }) => ({ id, modified })),
    }))
  }

  function page(query: { package: { name: string }; page_token?: string }): unknown {
    const found = [...held.values()].filter((one) => namesIn(one).includes(query.package.name))
    const from = Number(query.page_token ?? 0)
    return { vulns: found.slice(from, from + width), ...(from + width < found.length && { next_page_token: String(from + width) }) }
  }

  return Object.assign(server, { entries: held, indexed })
}

function namesIn(one: TestEntry): string[] {
  const affected: unknown = one['affected']
  return Array.isArray(affected) ? affected.map((block: { package: { name: string } }) => block.package.name) : []
}
