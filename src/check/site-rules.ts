import type { Finding } from '../model/finding.ts'
import { publicWords } from './leaks.ts'
import { openStories } from './open-stories.ts'
import { opened } from './outline.ts'
import type { Rule } from './rule.ts'

/** Names that the site uses itself. */
const RESERVED: ReadonlySet<string> = new Set([
  'archive',
  'posts',
  'stories',
  'topics',
  'supporters',
  'search',
  'pagefind',
  'cards',
  'preview',
  'private',
  'images',
  '404',
  '404.html',
  'index',
  'index.html',
  'index.md',
  'feed.xml',
  'atom.xml',
  'feed.json',
  'llms.txt',
  'robots.txt',
  '_astro',
  'favicon.svg',
  'sitemap-index.xml',
  'sitemap-0.xml',
])

/** Local parts of addresses that nobody reads, without what separates their words. */
const NO_REPLY: ReadonlySet<string> = new Set(['noreply', 'donotreply', 'dontreply'])

/** What must fit together between files. */
export const siteRules: readonly Rule[] = [
  {
    code: 'site/path',
    looksFor: "two publications at one path, or one at a path of the site's own",
    site: ({ outlines, assets }) => {
      const owners = new Map<string, string>([...RESERVED, ...assets].map((name) => [name.toLowerCase(), 'the site itself']))
      const named = outlines.filter(({ kind }) => kind !== 'posts')
      return named.flatMap(({ id: name, file }): Finding[] => {
        const owner = owners.get(name.toLowerCase())
        owners.set(name.toLowerCase(), owner ?? file)
        return owner === undefined
          ? []
          : [{ file, level: 'error', code: 'site/path', message: `its path /${name}/ is taken by ${owner}: rename the file` }]
      })
    },
  },
  {
    code: 'site/reply-to',
    looksFor: 'an answer to the mail that no person would get',
    site: ({ site }) =>
      site.sender && isNoReply(site.sender.replyTo ?? site.author.email)
        ? [
            {
              file: 'site.yaml',
              level: 'error',
              code: 'site/reply-to',
              message: `${site.sender.replyTo === undefined ? 'author.email' : 'sender.replyTo'} is an address that nobody reads: clients answer the mail, to ask and to be taken off the list`,
            },
          ]
        : [],
  },
  {
    code: 'client/tier',
    looksFor: 'a client whose tier site.yaml does not name',
    site: ({ site, clients }) =>
      [...clients].flatMap(([name, client]): Finding[] =>
        site.tiers.includes(client.tier)
          ? []
          : [
              {
                file: `clients/${name}.yaml`,
                level: 'error',
                code: 'client/tier',
                message: `tier "${client.tier}" is not one of ${site.tiers.join(', ') || 'site.yaml, which names none'}`,
              },
            ],
      ),
  },
  {
    code: 'client/address',
    looksFor: 'one mail address with two recipients',
    site: ({ clients }) => {
      const owners = new Map<string, string>()
      return [...clients].flatMap(([name, client]) =>
        client.recipients.flatMap((recipient): Finding[] => {
          const address = recipient.email.toLowerCase()
          const owner = owners.get(address)
          owners.set(address, owner ?? `${name}/${recipient.id}`)
          return owner === undefined
            ? []
            : [
                {
                  file: `clients/${name}.yaml`,
                  level: 'error',
                  code: 'client/address',
                  message: `the address of ${name}/${recipient.id} is that of ${owner} too: one person would get two editions`,
                },
              ]
        }),
      )
    },
  },
  {
    code: 'client/named',
    looksFor: 'a client that may not be named, or a person of it, in what everyone may read: a warning, an error for an address',
    document: (document, { clients, collection, now }) => {
      if (clients.size === 0) return []
      const open = opened(document)
      const text = ` ${plainWords([publicWords(open, now), ...openStories(open, { stories: collection?.stories ?? [], now }).words].join('\n'))} `
      const named = (words: string): boolean => text.includes(` ${plainWords(words)} `)
      return [...clients].flatMap(([name, client]): Finding[] => {
        const finding = (level: Finding['level'], what: string): Finding => ({
          file: document.file,
          line: 1,
          column: 1,
          level,
          code: 'client/named',
          message: `${what} stands where everyone reads it: put it inside <Clients>, or set credit: true in clients/${name}.yaml`,
        })
        return [
          ...(!client.credit && named(client.name) ? [finding('warning', `the client "${client.name}"`)] : []),
          ...client.recipients.flatMap((recipient) => [
            ...(named(recipient.email) ? [finding('error', `an address of ${name}`)] : []),
            ...(named(recipient.name) ? [finding('warning', `the name of ${name}/${recipient.id}`)] : []),
          ]),
        ]
      })
    },
  },
  {
    code: 'client/dates',
    looksFor: 'a client that ends before it begins',
    site: ({ clients }) =>
      [...clients].flatMap(([name, client]): Finding[] =>
        client.until === undefined || client.until >= client.since
          ? []
          : [
              {
                file: `clients/${name}.yaml`,
                level: 'error',
                code: 'client/dates',
                message: `it is served until ${client.until}, before it begins on ${client.since}`,
              },
            ],
      ),
  },
]

/** By the local part, whatever tag follows it, or by a host whose name says so, as GitHub's does. */
function isNoReply(address: string): boolean {
  const [local = '', host = ''] = address.toLowerCase().split('@')
  return NO_REPLY.has((local.split('+')[0] ?? '').replace(/[._-]/g, '')) || /(^|\.)no-?reply\./.test(host)
}

function plainWords(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ')
}
